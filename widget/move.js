/*
 * What `bridge.js` fetches where a site lets visitors move the panel or change its size, position="movable resizable", once the
 * visitor has opened the chat: a bar with a handle for each.
 *
 * A handle is dragged, by mouse, pen or finger; or it is pressed, and then the place where it is to go; or it has the focus, and
 * goes with the arrow keys. Home, Escape and a double click put back what it has changed. On a phone, where the panel fills
 * the window, and where the chat fills a place of the page there are none.
 *
 * The panel stays at its corner of the window, so many pixels away from where it would be without, and within what
 * can be seen of the window. What the visitor has done is kept for the tab.
 */
const WORDS = new Map([
  // Move, resize, how.
  ["en", ["Move the chat", "Resize the chat", "Drag, or press here and then where it should go, or use the arrow keys. Home puts it back."]],
  ["nb", ["Flytt chatten", "Endre størrelsen på chatten", "Dra, eller trykk her og så der den skal, eller bruk piltastene. Home setter den tilbake."]],
  ["sv", ["Flytta chatten", "Ändra chattens storlek", "Dra, eller tryck här och sedan dit den ska, eller använd piltangenterna. Home ställer tillbaka den."]],
  ["nl", ["De chat verplaatsen", "De grootte van de chat wijzigen", "Sleep, of druk hier en dan waar het naartoe moet, of gebruik de pijltoetsen. Home zet het terug."]],
  ["ar", ["انقل المحادثة", "غيّر حجم المحادثة", "اسحب، أو اضغط هنا ثم حيث تريد، أو استخدم مفاتيح الأسهم. يعيدها المفتاح Home إلى مكانها."]],
]);

/* Where the panel is not the whole window, and no place of the page. */
const OWN = `@media (width > 480px) and (height > 480px) { :host(:not([placement="inline"])) .panel {} }`;
const STYLE = `
.bar { display: none; }
@media (width > 480px) and (height > 480px) {
  :host(:not([placement="inline"])) .panel:has(> .bar) { grid: 28px minmax(0, 1fr) / 100%; z-index: 1; }
  :host(:not([placement="inline"])) .panel:has(> .bar) > * { grid-area: 2 / 1; }
  :host(:not([placement="inline"])[position~="top"]) .panel:has(> .bar) { grid: minmax(0, 1fr) 28px / 100%; }
  :host(:not([placement="inline"])[position~="top"]) .panel:has(> .bar) > * { grid-area: 1 / 1; }
  :host(:not([placement="inline"])) .panel > .bar { background: var(--head); block-size: 28px; color: var(--on-head); display: flex; grid-area: 1 / 1; }
  :host(:not([placement="inline"])[position~="top"]) .panel > .bar { grid-area: 2 / 1; }
}
:host([position~="start"]) .bar { flex-direction: row-reverse; }
.bar button { block-size: 28px; display: grid; place-items: center; touch-action: none; user-select: none; }
.bar button:focus-visible { outline-color: currentcolor; outline-offset: -4px; }
.bar button::before { content: ""; }
.bar [aria-pressed="true"]::before { outline: 2px dotted; outline-offset: 4px; }
.bar .move { cursor: move; flex: 1; }
.bar .move::before { block-size: 3px; border-block: 2px solid; inline-size: 36px; }
.bar .size:not([hidden]) + .move { padding-inline-end: 40px; }
:host([position~="start"]) .bar .size:not([hidden]) + .move { padding-inline: 40px 0; }
.bar .size { inline-size: 40px; }
.bar .size::before { block-size: 10px; border-block-start: 2px solid; border-inline-start: 2px solid; inline-size: 10px; }
:host([position~="start"]) .bar .size::before { border-inline: 0 solid; border-inline-end-width: 2px; }
:host([position~="top"]) .bar .size::before { border-block: 0 solid; border-block-end-width: 2px; }
.held > :not(.bar) { pointer-events: none; }
.veil { cursor: crosshair; inset: 0; position: fixed; }
`;

/* Pixels: one press of an arrow key, the same with Shift, what a hand that does not mean to drag moves, what stays free at the
   window's edges, and the smallest width and height. */
const STEP = 16;
const LONG_STEP = 64;
const TREMBLE = 4;
const MARGIN = 8;
const LEAST = [320, 320];

const ARROWS = new Map([["ArrowLeft", [-1, 0]], ["ArrowRight", [1, 0]], ["ArrowUp", [0, -1]], ["ArrowDown", [0, 1]]]);

/* What is nearest to a number between two others; the last, where there is nothing between. */
const between = (least, it, most) => Math.min(most, Math.max(least, it));

/* What can be seen of the window: a keyboard on the screen makes it smaller. Who enlarges a part of the page moves that part
   about, and reaches all of it. */
const seen = () => {
  const { width, height, scale, offsetLeft, offsetTop } = window.visualViewport;
  return scale > 1 ? [[0, width * scale], [0, height * scale]] : [[offsetLeft, offsetLeft + width], [offsetTop, offsetTop + height]];
};

export const move = (it, make) => {
  const { element, panel, root, key } = it;
  const { signal } = it.removed;
  if (signal.aborted) return;
  const [moveName, sizeName, how] = WORDS.get(it.language);
  const kept = `${key} place`;
  const [sheet, own] = [STYLE, OWN].map((text) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  });
  root.adoptedStyleSheets.push(sheet, own);
  /* What the visitor has made of the panel. */
  const { style } = own.cssRules[0].cssRules[0];

  /* How far the panel is from its place, along a line of text and down, and how large it is: nothing, where that is as
     without the visitor. */
  const none = { offset: [0, 0], size: undefined };
  let wish = none;
  try {
    const { offset, size } = JSON.parse(sessionStorage.getItem(kept));
    const isPair = (pair) => pair.length === 2 && pair.every(Number.isFinite);
    if (isPair(offset) && (!size || isPair(size))) wish = { offset, size };
  } catch {} // There is none, or a page forbids storage.

  const keep = () => {
    try {
      if (wish.size || wish.offset.some(Boolean)) sessionStorage.setItem(kept, JSON.stringify(wish));
      else sessionStorage.removeItem(kept);
    } catch {} // A page may forbid storage.
  };

  const has = (word) => (element.position ?? "").split(/\s+/).includes(word);
  const isRtl = () => getComputedStyle(element).direction === "rtl";
  /* Where the far corner lies, seen from the one that stays: -1 left or above, 1 right or below. */
  const far = () => [has("start") === isRtl() ? -1 : 1, has("top") ? 1 : -1];

  /* Where the panel would be by its size alone, whatever moves it now: left and top. */
  const home = () => {
    const { left, top } = element.getBoundingClientRect();
    const now = getComputedStyle(panel);
    return [left + parseFloat(now.left), top + parseFloat(now.top)];
  };

  /* How far it is moved, in pixels of the window. */
  let moved = [0, 0];

  /* Makes the panel what the visitor wishes, as far as the window has room. */
  const apply = () => {
    for (const name of ["block-size", "inline-size", "translate"]) style.removeProperty(name);
    moved = [0, 0];
    if (!panel.offsetWidth) return;
    const offset = has("movable") ? wish.offset : none.offset;
    const size = has("resizable") && wish.size;
    if (size || offset.some(Boolean)) {
      const area = seen();
      const natural = [panel.offsetWidth, panel.offsetHeight];
      const extent = natural.map((long, axis) => {
        const room = area[axis][1] - area[axis][0] - 2 * MARGIN;
        return size ? between(LEAST[axis], size[axis], room) : Math.min(long, room);
      });
      ["inlineSize", "blockSize"].forEach((name, axis) => {
        if (extent[axis] !== natural[axis]) style[name] = `${extent[axis]}px`;
      });
      const wished = [isRtl() ? -offset[0] : offset[0], offset[1]];
      moved = home().map((at, axis) => {
        const [first, last] = [area[axis][0], area[axis][1] - extent[axis]];
        // Where it stands by itself it may stand.
        const least = between(first, at, first + MARGIN);
        const most = between(last - MARGIN, at, last);
        return Math.max(least, Math.min(at + wished[axis], most)) - at;
      });
      if (moved.some(Boolean)) style.translate = moved.map((by) => `${by}px`).join(" ");
    }
    it.follow?.();
  };

  /* What a handle does when it is moved from how the panel was, and how it is put back. */
  const push = ({ moved: from }, [x, y]) => {
    const [left, top] = [from[0] + x, from[1] + y];
    wish = { ...wish, offset: [isRtl() ? -left : left, top] };
    apply();
    // Not farther than it came: the way back begins at once.
    wish.offset = [isRtl() ? -moved[0] : moved[0], moved[1]];
  };
  const stretch = ({ moved: from, extent }, by) => {
    const area = seen();
    const at = home();
    const now = [panel.offsetWidth, panel.offsetHeight];
    const size = far().map((side, axis) => {
      // The corner that stays, and how far away from it the other may go.
      const corner = side < 0 ? at[axis] + from[axis] + now[axis] : at[axis] + from[axis];
      const most = side < 0 ? corner - area[axis][0] - MARGIN : area[axis][1] - MARGIN - corner;
      return Math.round(between(LEAST[axis], extent[axis] + side * by[axis], most));
    });
    wish = { offset: [isRtl() ? -from[0] : from[0], from[1]], size };
    apply();
  };
  const state = () => ({ moved, extent: [panel.offsetWidth, panel.offsetHeight] });

  const veil = make("div", { class: "veil" });
  // The handle keeps the focus.
  veil.addEventListener("mousedown", (event) => event.preventDefault());
  /* Ends that a handle waits for where it is to go. */
  let drop = () => {};

  const handle = (className, name, act, back, isBack) => {
    const made = make("button", { class: className, type: "button", "aria-label": name, "aria-pressed": "false", title: how });
    /* While it is dragged: from where, and how the panel was. */
    let drag;
    let wasDragged = false;

    const home = () => {
      drop();
      wish = back();
      apply();
      keep();
    };
    const hold = (isHeld) => panel.classList.toggle("held", isHeld);

    // The app, once it is there, leaves the focus with who is at a handle.
    made.onfocus = () => {
      it.isCalled = false;
    };
    made.onpointerdown = ({ button, isPrimary, pointerId, clientX, clientY }) => {
      if (button || !isPrimary) return;
      wasDragged = false;
      drag = { at: [clientX, clientY], from: state(), wish };
      made.setPointerCapture(pointerId);
      made.focus({ preventScroll: true });
      hold(true);
    };
    made.onpointermove = ({ clientX, clientY }) => {
      if (!drag) return;
      const by = [clientX - drag.at[0], clientY - drag.at[1]];
      wasDragged ||= Math.hypot(...by) > TREMBLE;
      if (!wasDragged) return;
      drop();
      hold(true);
      act(drag.from, by);
    };
    made.onlostpointercapture = () => {
      drag = undefined;
      if (wasDragged) keep();
      hold(made.ariaPressed === "true");
    };

    made.onclick = ({ clientX, clientY, detail }) => {
      if (wasDragged && detail) return;
      if (made.ariaPressed === "true") return drop();
      drop();
      const { left, top, width, height } = made.getBoundingClientRect();
      const at = detail ? [clientX, clientY] : [left + width / 2, top + height / 2];
      const from = state();
      const put = (event) => {
        if (event.composedPath().includes(made)) return;
        drop();
        act(from, [event.clientX - at[0], event.clientY - at[1]]);
        keep();
      };
      made.ariaPressed = "true";
      hold(true);
      panel.before(veil);
      for (const place of [veil, panel]) place.addEventListener("click", put);
      drop = () => {
        made.ariaPressed = "false";
        hold(false);
        veil.remove();
        for (const place of [veil, panel]) place.removeEventListener("click", put);
        drop = () => {};
      };
    };
    made.ondblclick = home;

    made.onkeydown = (event) => {
      const arrow = ARROWS.get(event.key);
      const isEscape = event.key === "Escape";
      const step = event.shiftKey ? LONG_STEP : STEP;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (arrow) {
        act(state(), arrow.map((by) => by * step));
        keep();
      } else if (isEscape && drag) {
        ({ wish } = drag);
        drag = undefined;
        wasDragged = true;
        apply();
      } else if (isEscape && made.ariaPressed === "true") drop();
      else if (event.key === "Home" || (isEscape && !isBack())) home();
      else return;
      // Neither scrolls the page, nor closes the chat.
      event.preventDefault();
      event.stopPropagation();
    };
    return made;
  };

  const toMove = handle("move", moveName, push, () => ({ ...wish, offset: [0, 0] }), () => !wish.offset.some(Boolean));
  const toSize = handle("size", sizeName, stretch, () => ({ ...wish, size: undefined }), () => !wish.size);
  const bar = make("div", { class: "bar" }, toSize, toMove);

  /* As the attribute says now. */
  const change = () => {
    drop();
    toMove.hidden = !has("movable");
    toSize.hidden = !has("resizable");
    if (toMove.hidden && toSize.hidden) {
      // What is dragged just then does not hear that it ends.
      panel.classList.remove("held");
      bar.remove();
    }
    else if (!bar.isConnected) panel.prepend(bar);
    const [x, y] = far();
    toSize.style.cursor = x === y ? "nwse-resize" : "nesw-resize";
    apply();
  };

  const changes = new MutationObserver(change);
  changes.observe(element, { attributeFilter: ["open", "placement", "position"] });
  const sizes = new ResizeObserver(apply);
  sizes.observe(panel);
  signal.addEventListener("abort", () => {
    changes.disconnect();
    sizes.disconnect();
  });
  addEventListener("resize", apply, { signal });
  for (const type of ["resize", "scroll"]) window.visualViewport.addEventListener(type, apply, { signal });
  change();
};
