/*
 * What `bridge.js` fetches where the channel has a look of its own, once the visitor has opened the chat: launcher, number and
 * panel, which stand in the page, wear it too. Nothing of it was known before, for nothing is asked before the visitor acts;
 * but where a site's rules have the page ask, `extras.js` has fetched it by then.
 *
 * It changes what the scripts' style sheets take where the page says nothing: whatever the page says goes on to win.
 */
/* By the channel's tokens, what stands for them in those sheets. */
const OWN = new Map([
  ["accent", "--accent"],
  ["launcher", "--launcher"],
  ["on-launcher", "--on-launcher"],
  ["head", "--head"],
  ["on-head", "--on-head"],
  ["surface", "--surface"],
  ["text", "--text"],
  ["danger", "--danger"],
  ["shadow", "--shadow"],
  ["launcher-size", "--size"],
  ["launcher-offset", "--offset"],
]);

/* Nothing, where the panel does not show. */
const extent = ({ offsetWidth, offsetHeight }) => ({ inlineSize: `${offsetWidth}px`, blockSize: `${offsetHeight}px` });

/* How long a panel that is seen takes to another size. */
const GROWS_MS = 160;

/* `look` is the channel's style sheet, whose values the server has checked. */
export const wear = (it, look) => {
  const given = new CSSStyleSheet();
  given.replaceSync(look);
  const said = (name) => given.cssRules[0]?.style.getPropertyValue(name).trim() || undefined;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host {} :host(:not([theme~='light'], [theme~='dark'])) {} .panel {}");
  const [all, free, panel] = [...sheet.cssRules].map(({ style }) => style);
  const worn = (token) => {
    const name = `--samtale-${token}`;
    // Not by the root of somebody else's page.
    const value = said(name)?.replaceAll("var(--rem)", "16px").replace(/([\d.]+)rem\b/g, (_, count) => `${count * 16}px`);
    return value && `var(${name}, ${value})`;
  };
  const put = (style, name, value, priority = "") => value && style.setProperty(name, value, priority);
  for (const [token, own] of OWN) put(all, own, worn(token));
  put(all, "font-family", worn("font"), "important");
  put(all, "z-index", worn("layer"), "important");
  put(free, "color-scheme", said("color-scheme"), "important");
  put(panel, "border-radius", worn("radius-panel"));
  const [width, height] = [worn("panel-width"), worn("panel-height")];
  put(panel, "inline-size", width && `min(${width}, 100vw - 2 * var(--offset))`);
  put(panel, "block-size", height && `min(${height}, 100dvh - var(--size) - var(--offset) - 32px)`);
  const { root } = it;
  const before = extent(it.panel);
  const others = root.adoptedStyleSheets.filter((other) => other !== it.worn);
  root.adoptedStyleSheets = [...others, (it.worn = sheet)];
  const after = extent(it.panel);
  const isCalm = matchMedia("(prefers-reduced-motion)").matches;
  if (!isCalm && parseFloat(before.inlineSize) && JSON.stringify(before) !== JSON.stringify(after)) it.panel.animate([before, after], GROWS_MS);
};
