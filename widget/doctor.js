/*
 * What `?samtale-doctor` in a page's address shows: what is wrong with how the chat was put into the page, and how to
 * put it right. It is for the person who does that, in the chat's language where it has its words; visitors never load it.
 */
/* Each fault by what is wrong and what to do about it, with text to copy between backticks; all else as it is said. */
const WORDS = new Map([
  [
    "en",
    {
      close: "Close", chat: "Chat {channel}", looking: "Looking …", faults: "Faults: {count}", well: "All is well.",
      checks: ["The browser is new enough", "The page may load what the server has", "The server answers", "There is such a channel", "The channel lists this site", "The clocks agree", "The frame loads, and has all it needs", "The page lets a chat without a frame have all it needs", "The page may remember that the chat is open", "What the element says can be read", "The look is made of what there is"],
      old: ["This browser is too old for the chat.", "Update it. docs/EMBEDDING.md says what is needed."],
      mixed: ["The page is secure and the server is not: browsers refuse mixed content.", "Serve {server} by https, and write `{secure}` in the script line."],
      silent: ["{server} does not answer.", "Is the server running, and can this browser reach {server}? Where the page has a Content Security Policy, it needs `script-src {server}`."],
      unknown: ["The server has no channel {channel}.", "`samtale channel list` shows those it has; the script line names one of them in `data-channel`."],
      unlisted: ["The channel does not list {origin}.", "On the server: `samtale channel change {channel} --sites {origin}`, with the others behind commas."],
      clocks: ["The clocks of this machine and of the server are {seconds} seconds apart.", "Set them by the network's time. Identity tokens are refused where the clock of the server that signs them is off."],
      forbidden: ["The page's Content Security Policy forbids the frame.", "Add `frame-src {server}`."],
      mute: ["The frame does not answer.", "The browser's console says why. An extension that blocks other sites' frames does that, and a proxy that adds `X-Frame-Options`."],
      lacking: ["The page's Content Security Policy forbids what a chat without a frame needs.", "Add `{sources}`."],
      withheld: ["What the server sends does not come through to the page.", "Is there a proxy before the server that takes `Access-Control-Allow-Origin` or `Cross-Origin-Resource-Policy` from its answers, or an extension that blocks them?"],
      wasm: ["WebAssembly does not run in the frame.", "Is there a proxy before the server that changes its Content-Security-Policy? The frame needs its own, unchanged."],
      socket: ["This browser cannot open a WebSocket to the server.", "A proxy before the server has to pass on `Upgrade` and `Connection`, see docs/OPERATING.md; some companies' networks forbid WebSockets."],
      storage: ["This browser denies the chat its storage.", "The chat works, and forgets the visitor with the page. Private windows and strict settings for other sites' data do that."],
      memory: ["The page has no storage.", "Without it the chat closes when the visitor goes to the site's next page. A sandboxed frame needs `allow-same-origin`."],
      unread: ["What stands in {name} cannot be read: {message}", "It is JSON, see docs/EMBEDDING.md. In HTML, quotes within an attribute are written `&quot;`."],
      token: ["The identity is no JSON Web Token.", "docs/EMBEDDING.md shows how to make one."],
      foreign: ["The identity is for {audience}, not for {channel}.", "`aud` names the channel."],
      expired: ["The identity has expired.", "Sign one for each page, or call `identify` with a fresh one."],
      nameless: ["The channel is missing, or that is no name of one: {name}", "The script line names it in `data-channel`, the element in `channel`: letters, digits, `-` and `_`, at most 64."],
      nowhere: ["The page has no origin that a channel could list.", "Open it by http or https instead of as a file. A sandboxed frame needs `allow-same-origin`."],
      nested: ["The page itself stands in a frame of {around}, which the channel has to list too.", "On the server: `samtale channel change {channel} --sites {origin},{around}`, with the others behind commas."],
      value: ["{name} is {value}, which says nothing to the chat.", "It may be {known}."],
      misfit: ["{name} cannot be {value}", "docs/THEMING.md says what it may be. A length has a unit: `0px`, not `0`."],
      stray: ["There is nothing that is called {name}.", "docs/THEMING.md lists what there is."],
    },
  ],
  [
    "nb",
    {
      close: "Lukk", chat: "Chat {channel}", looking: "Ser etter …", faults: "Feil: {count}", well: "Alt er i orden.",
      checks: ["Nettleseren er ny nok", "Siden får laste det serveren har", "Serveren svarer", "Kanalen finnes", "Kanalen kjenner dette nettstedet", "Klokkene stemmer", "Rammen lastes og har alt den trenger", "Siden lar en chat uten ramme få alt den trenger", "Siden får huske at chatten er åpen", "Det elementet sier, kan leses", "Utseendet er laget av det som finnes"],
      old: ["Denne nettleseren er for gammel for chatten.", "Oppdater den. docs/EMBEDDING.md sier hva som trengs."],
      mixed: ["Siden er sikker, og serveren er det ikke: nettlesere avviser blandet innhold.", "Lever {server} med https, og skriv `{secure}` i skriptlinjen."],
      silent: ["{server} svarer ikke.", "Kjører serveren, og når denne nettleseren {server}? Har siden en Content Security Policy, trenger den `script-src {server}`."],
      unknown: ["Serveren har ingen kanal {channel}.", "`samtale channel list` viser dem den har; skriptlinjen nevner en av dem i `data-channel`."],
      unlisted: ["Kanalen kjenner ikke {origin}.", "På serveren: `samtale channel change {channel} --sites {origin}`, med de andre bak komma."],
      clocks: ["Klokkene på denne maskinen og serveren går {seconds} sekunder fra hverandre.", "Still dem etter nettets tid. Identiteter avvises der klokken på serveren som signerer dem, går feil."],
      forbidden: ["Sidens Content Security Policy forbyr rammen.", "Legg til `frame-src {server}`."],
      mute: ["Rammen svarer ikke.", "Konsollen i nettleseren sier hvorfor. Utvidelser som stopper andre nettsteders rammer, gjør det, og mellomtjenere som legger til `X-Frame-Options`."],
      lacking: ["Sidens Content Security Policy forbyr noe som en chat uten ramme trenger.", "Legg til `{sources}`."],
      withheld: ["Det serveren sender, kommer ikke fram til siden.", "Fjerner en mellomtjener foran serveren `Access-Control-Allow-Origin` eller `Cross-Origin-Resource-Policy` fra svarene, eller stopper en utvidelse dem?"],
      wasm: ["WebAssembly kjører ikke i rammen.", "Endrer en mellomtjener foran serveren dens Content-Security-Policy? Rammen trenger sin egen, uendret."],
      socket: ["Denne nettleseren får ikke åpnet en WebSocket til serveren.", "En mellomtjener foran serveren må sende `Upgrade` og `Connection` videre, se docs/OPERATING.md; noen bedrifters nett forbyr WebSockets."],
      storage: ["Denne nettleseren nekter chatten å lagre.", "Chatten virker, og glemmer den besøkende sammen med siden. Private vinduer og strenge innstillinger for andre nettsteders data gjør det."],
      memory: ["Siden får ikke lagre.", "Da lukkes chatten når den besøkende går til neste side. En ramme i sandkasse trenger `allow-same-origin`."],
      unread: ["Det som står i {name}, kan ikke leses: {message}", "Det er JSON, se docs/EMBEDDING.md. I HTML skrives anførselstegn i et attributt `&quot;`."],
      token: ["Identiteten er ikke et JSON Web Token.", "docs/EMBEDDING.md viser hvordan man lager et."],
      foreign: ["Identiteten er for {audience}, ikke for {channel}.", "`aud` nevner kanalen."],
      expired: ["Identiteten er utløpt.", "Signer en for hver side, eller kall `identify` med en ny."],
      nameless: ["Kanalen mangler, eller dette er ikke et navn på en: {name}", "Skriptlinjen nevner den i `data-channel`, elementet i `channel`: bokstaver, sifre, `-` og `_`, høyst 64."],
      nowhere: ["Siden har ingen opprinnelse som en kanal kan kjenne.", "Åpne den med http eller https i stedet for som en fil. En ramme i sandkasse trenger `allow-same-origin`."],
      nested: ["Siden står selv i en ramme på {around}, som kanalen også må kjenne.", "På serveren: `samtale channel change {channel} --sites {origin},{around}`, med de andre bak komma."],
      value: ["{name} er {value}, som ikke sier chatten noe.", "Det kan være {known}."],
      misfit: ["{name} kan ikke være {value}", "docs/THEMING.md sier hva det kan være. En lengde har en enhet: `0px`, ikke `0`."],
      stray: ["Det finnes ingenting som heter {name}.", "docs/THEMING.md nevner det som finnes."],
    },
  ],
  [
    "sv",
    {
      close: "Stäng", chat: "Chatt {channel}", looking: "Letar …", faults: "Fel: {count}", well: "Allt är i sin ordning.",
      checks: ["Webbläsaren är ny nog", "Sidan får läsa in det servern har", "Servern svarar", "Kanalen finns", "Kanalen känner den här webbplatsen", "Klockorna stämmer", "Ramen läses in och har allt den behöver", "Sidan låter en chatt utan ram få allt den behöver", "Sidan får minnas att chatten är öppen", "Det elementet säger går att läsa", "Utseendet är gjort av det som finns"],
      old: ["Den här webbläsaren är för gammal för chatten.", "Uppdatera den. docs/EMBEDDING.md säger vad som behövs."],
      mixed: ["Sidan är säker och servern är det inte: webbläsare vägrar blandat innehåll.", "Leverera {server} med https och skriv `{secure}` i skriptraden."],
      silent: ["{server} svarar inte.", "Körs servern, och når den här webbläsaren {server}? Har sidan en Content Security Policy behöver den `script-src {server}`."],
      unknown: ["Servern har ingen kanal {channel}.", "`samtale channel list` visar dem den har; skriptraden nämner en av dem i `data-channel`."],
      unlisted: ["Kanalen känner inte {origin}.", "På servern: `samtale channel change {channel} --sites {origin}`, med de andra efter kommatecken."],
      clocks: ["Klockorna på den här datorn och servern går {seconds} sekunder isär.", "Ställ dem efter nätets tid. Identiteter avvisas där klockan på servern som signerar dem går fel."],
      forbidden: ["Sidans Content Security Policy förbjuder ramen.", "Lägg till `frame-src {server}`."],
      mute: ["Ramen svarar inte.", "Webbläsarens konsol säger varför. Tillägg som stoppar andra webbplatsers ramar gör det, och mellanservrar som lägger till `X-Frame-Options`."],
      lacking: ["Sidans Content Security Policy förbjuder något som en chatt utan ram behöver.", "Lägg till `{sources}`."],
      withheld: ["Det servern skickar kommer inte fram till sidan.", "Tar en mellanserver framför servern bort `Access-Control-Allow-Origin` eller `Cross-Origin-Resource-Policy` ur svaren, eller stoppar ett tillägg dem?"],
      wasm: ["WebAssembly körs inte i ramen.", "Ändrar en mellanserver framför servern dess Content-Security-Policy? Ramen behöver sin egen, oförändrad."],
      socket: ["Den här webbläsaren kan inte öppna en WebSocket till servern.", "En mellanserver framför servern måste skicka `Upgrade` och `Connection` vidare, se docs/OPERATING.md; vissa företags nät förbjuder WebSockets."],
      storage: ["Den här webbläsaren nekar chatten att lagra.", "Chatten fungerar och glömmer besökaren med sidan. Privata fönster och stränga inställningar för andra webbplatsers data gör det."],
      memory: ["Sidan får inte lagra.", "Då stängs chatten när besökaren går till nästa sida. En ram i sandlåda behöver `allow-same-origin`."],
      unread: ["Det som står i {name} går inte att läsa: {message}", "Det är JSON, se docs/EMBEDDING.md. I HTML skrivs citattecken i ett attribut `&quot;`."],
      token: ["Identiteten är ingen JSON Web Token.", "docs/EMBEDDING.md visar hur man gör en."],
      foreign: ["Identiteten är för {audience}, inte för {channel}.", "`aud` nämner kanalen."],
      expired: ["Identiteten har gått ut.", "Signera en för varje sida, eller anropa `identify` med en ny."],
      nameless: ["Kanalen saknas, eller så är detta inget namn på en: {name}", "Skriptraden nämner den i `data-channel`, elementet i `channel`: bokstäver, siffror, `-` och `_`, högst 64."],
      nowhere: ["Sidan har inget ursprung som en kanal kan känna.", "Öppna den med http eller https i stället för som en fil. En ram i sandlåda behöver `allow-same-origin`."],
      nested: ["Sidan står själv i en ram på {around}, som kanalen också måste känna.", "På servern: `samtale channel change {channel} --sites {origin},{around}`, med de andra efter kommatecken."],
      value: ["{name} är {value}, som inte säger chatten något.", "Det kan vara {known}."],
      misfit: ["{name} kan inte vara {value}", "docs/THEMING.md säger vad det kan vara. En längd har en enhet: `0px`, inte `0`."],
      stray: ["Det finns inget som heter {name}.", "docs/THEMING.md nämner det som finns."],
    },
  ],
  [
    "nl",
    {
      close: "Sluiten", chat: "Chat {channel}", looking: "Aan het kijken …", faults: "Fouten: {count}", well: "Alles is in orde.",
      checks: ["De browser is nieuw genoeg", "De pagina mag laden wat de server heeft", "De server antwoordt", "Het kanaal bestaat", "Het kanaal kent deze site", "De klokken kloppen", "Het frame laadt en heeft alles wat het nodig heeft", "De pagina geeft een chat zonder frame alles wat die nodig heeft", "De pagina mag onthouden dat de chat open is", "Wat het element zegt is te lezen", "Het uiterlijk is gemaakt van wat er is"],
      old: ["Deze browser is te oud voor de chat.", "Werk hem bij. docs/EMBEDDING.md zegt wat er nodig is."],
      mixed: ["De pagina is beveiligd en de server niet: browsers weigeren gemengde inhoud.", "Lever {server} met https en schrijf `{secure}` in de scriptregel."],
      silent: ["{server} antwoordt niet.", "Draait de server, en kan deze browser {server} bereiken? Heeft de pagina een Content Security Policy, dan is `script-src {server}` nodig."],
      unknown: ["De server heeft geen kanaal {channel}.", "`samtale channel list` toont welke er zijn; de scriptregel noemt er een in `data-channel`."],
      unlisted: ["Het kanaal kent {origin} niet.", "Op de server: `samtale channel change {channel} --sites {origin}`, met de andere achter komma’s."],
      clocks: ["De klokken van deze machine en de server lopen {seconds} seconden uiteen.", "Zet ze op de tijd van het netwerk. Identiteiten worden geweigerd als de klok van de server die ze ondertekent niet klopt."],
      forbidden: ["De Content Security Policy van de pagina verbiedt het frame.", "Voeg `frame-src {server}` toe."],
      mute: ["Het frame antwoordt niet.", "De console van de browser zegt waarom. Extensies die frames van andere sites tegenhouden doen dat, en proxy’s die `X-Frame-Options` toevoegen."],
      lacking: ["De Content Security Policy van de pagina verbiedt iets wat een chat zonder frame nodig heeft.", "Voeg `{sources}` toe."],
      withheld: ["Wat de server stuurt komt niet bij de pagina aan.", "Haalt een proxy voor de server `Access-Control-Allow-Origin` of `Cross-Origin-Resource-Policy` uit de antwoorden, of houdt een extensie ze tegen?"],
      wasm: ["WebAssembly draait niet in het frame.", "Verandert een proxy voor de server diens Content-Security-Policy? Het frame heeft zijn eigen nodig, onveranderd."],
      socket: ["Deze browser kan geen WebSocket naar de server openen.", "Een proxy voor de server moet `Upgrade` en `Connection` doorgeven, zie docs/OPERATING.md; sommige bedrijfsnetwerken verbieden WebSockets."],
      storage: ["Deze browser weigert de chat opslag.", "De chat werkt en vergeet de bezoeker met de pagina. Privévensters en strenge instellingen voor gegevens van andere sites doen dat."],
      memory: ["De pagina heeft geen opslag.", "Dan sluit de chat als de bezoeker naar de volgende pagina gaat. Een frame in een zandbak heeft `allow-same-origin` nodig."],
      unread: ["Wat er in {name} staat is niet te lezen: {message}", "Het is JSON, zie docs/EMBEDDING.md. In HTML schrijf je aanhalingstekens in een attribuut als `&quot;`."],
      token: ["De identiteit is geen JSON Web Token.", "docs/EMBEDDING.md laat zien hoe je er een maakt."],
      foreign: ["De identiteit is voor {audience}, niet voor {channel}.", "`aud` noemt het kanaal."],
      expired: ["De identiteit is verlopen.", "Onderteken er een voor elke pagina, of roep `identify` aan met een nieuwe."],
      nameless: ["Het kanaal ontbreekt, of dit is er geen naam van: {name}", "De scriptregel noemt het in `data-channel`, het element in `channel`: letters, cijfers, `-` en `_`, hoogstens 64."],
      nowhere: ["De pagina heeft geen oorsprong die een kanaal kan kennen.", "Open haar met http of https in plaats van als bestand. Een frame in een zandbak heeft `allow-same-origin` nodig."],
      nested: ["De pagina staat zelf in een frame van {around}, dat het kanaal ook moet kennen.", "Op de server: `samtale channel change {channel} --sites {origin},{around}`, met de andere achter komma’s."],
      value: ["{name} is {value}, wat de chat niets zegt.", "Het kan {known} zijn."],
      misfit: ["{name} kan niet {value} zijn", "docs/THEMING.md zegt wat het kan zijn. Een lengte heeft een eenheid: `0px`, niet `0`."],
      stray: ["Er is niets dat {name} heet.", "docs/THEMING.md noemt wat er is."],
    },
  ],
]);

/* Puts values into the gaps of a sentence. */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const STYLE = `
:host { all: initial !important; color-scheme: light dark !important; display: block !important; font: 15px/1.45 system-ui, sans-serif !important; inset: 16px auto auto 16px !important; position: fixed !important; z-index: 2147483647 !important; }
section { background: light-dark(white, #1d2126); border: 2px solid; border-radius: 10px; box-sizing: border-box; color: light-dark(#1d2126, #eceef1); inline-size: min(520px, 100vw - 32px); max-block-size: calc(100dvh - 32px); overflow: auto; padding: 16px; }
h2 { font-size: 17px; margin: 0; }
ul { list-style: none; margin: 12px 0 0; padding: 0; }
li { margin-block-start: 8px; padding-inline-start: 1.6em; position: relative; }
li::before { content: "…"; inset-inline-start: 0; position: absolute; }
li[data-is="well"]::before { color: light-dark(#0a6b3d, #5ed39a); content: "✓"; }
li[data-is="open"]::before { content: "–"; }
li[data-is="ill"]::before { color: light-dark(#b3261e, #ff9e93); content: "✗"; font-weight: bold; }
p { margin: 4px 0 0; }
code { background: light-dark(#eceef1, #2c3138); border-radius: 4px; overflow-wrap: anywhere; padding: 1px 4px; user-select: all; }
button { float: inline-end; font: inherit; min-block-size: 32px; }
`;

const PATIENCE_MS = 15_000;
/* A site's clock that is off by more makes tokens of the site worthless. */
const SKEW_MS = 60_000;

/* A fault by its name among the words, with what fills their gaps. */
class Ill extends Error {
  constructor(name, values = {}) {
    super(name);
    this.values = values;
  }
}

const within = (promise, ill) =>
  Promise.race([promise, new Promise((_, no) => setTimeout(() => no(ill), PATIENCE_MS))]);

/* What the browser has refused since the doctor came: directives, each with what it forbade. */
const refused = [];
const note = ({ disposition, effectiveDirective, blockedURI }) => disposition === "enforce" && refused.push([effectiveDirective, blockedURI]);
const isRefused = (directive, source = "") => refused.some(([by, what]) => by === directive && what.startsWith(source));

/* What the attributes may say that know a few words only. */
const CORNER = ["start", "end", "top", "movable", "resizable"];
const CHOICES = new Map([
  ["placement", ["corner", "inline"]],
  ["isolation", ["frame", "shadow"]],
  ["position", CORNER],
  ["language", ["en", "nb", "sv", "nl", "ar"]],
]);
/* What a language is also called. */
const NORWEGIAN = /^n[no]$/;

/* The tokens of style/contract.json, by what they hold: what takes that, to see whether a value is one. */
const TOKENS = new Map([
  ["color", "accent on-accent launcher on-launcher head on-head own on-own other on-other surface text text-muted line link danger"],
  ["width", "size space radius radius-bubble radius-panel launcher-size launcher-offset panel-width panel-height"],
  ["font-family", "font"],
  ["box-shadow", "shadow"],
  ["z-index", "layer"],
]);
const CHANNEL = /^[\w-]{1,64}$/;

/* In the order of their words. */
const CHECKS = [
  () => {
    const has = [
      CSS.supports("color", "light-dark(red, blue)") && CSS.supports("color", "oklch(0 0 0)"),
      "popover" in HTMLElement.prototype,
      typeof WebAssembly === "object",
      "adoptedStyleSheets" in Document.prototype,
    ];
    if (has.includes(false)) throw new Ill("old");
  },
  ({ server, page }) => {
    if (page.protocol !== "https:" || server.startsWith("https:")) return;
    throw new Ill("mixed", { secure: server.replace("http:", "https:") });
  },
  async (it) => {
    try {
      const channel = CHANNEL.test(it.channel) ? it.channel : "-";
      it.stands = await within(it.ask({ server: it.server, channel }), new Error("time"));
    } catch {
      throw new Ill("silent");
    }
  },
  ({ stands, channel }) => {
    if (!CHANNEL.test(channel)) throw new Ill("nameless", { name: channel });
    if (!stands) return false;
    if (!stands.known) throw new Ill("unknown");
  },
  ({ stands }) => {
    if (!stands?.known) return false;
    if (window.origin === "null") throw new Ill("nowhere");
    if (!stands.listed) throw new Ill("unlisted");
  },
  ({ stands }) => {
    if (!stands) return false;
    const skew = Math.abs(stands.at - Date.now());
    if (skew > SKEW_MS) throw new Ill("clocks", { seconds: Math.round(skew / 1_000) });
  },
  async (it) => {
    if (it.isBare) return null;
    if (!it.stands?.known || !it.stands.listed) return false;
    const told = await probe(it).catch((ill) => ill);
    if (isRefused("frame-src") || isRefused("child-src")) throw new Ill("forbidden");
    const around = new Set(location.ancestorOrigins);
    around.delete(location.origin);
    if (told.message === "mute" && around.size > 0) throw new Ill("nested", { around: [...around].join() });
    if (told instanceof Error) throw told;
    for (const name of ["wasm", "socket", "storage"]) if (!told[name]) throw new Ill(name);
  },
  async (it) => {
    if (!it.isBare) return null;
    if (!it.stands?.known || !it.stands.listed) return false;
    const { forbidden, failed } = await within(examine(it), new Ill("silent"));
    const sources = forbidden.map((it) => it.join(" ")).join("; ");
    if (sources) throw new Ill("lacking", { sources });
    for (const [name, fault] of FAULTS) if (failed.includes(name)) throw new Ill(fault);
  },
  () => {
    try {
      sessionStorage.getItem("");
    } catch {
      throw new Ill("memory");
    }
  },
  ({ element, channel, read }) => {
    for (const [name, known] of CHOICES) {
      const said = (element.getAttribute(name) ?? "").split(/\s+/).filter(Boolean);
      const word = (value) => (name === "language" ? value.toLowerCase().split("-")[0].replace(NORWEGIAN, "nb") : value);
      const value = said.find((it) => !known.includes(word(it)));
      if (value) throw new Ill("value", { name, value, known: known.map((it) => `\`${it}\``).join(", ") });
    }
    for (const name of ["variables", "rules"]) {
      const text = element.getAttribute(name);
      try {
        if (text) name === "rules" ? read(text) : list(JSON.parse(text), name);
      } catch ({ message }) {
        throw new Ill("unread", { name, message });
      }
    }
    const token = element.getAttribute("identity");
    if (!token) return;
    let claims;
    try {
      claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
    } catch {
      throw new Ill("token");
    }
    if (claims.aud !== channel) throw new Ill("foreign", { audience: claims.aud });
    if (claims.exp * 1_000 < Date.now()) throw new Ill("expired");
  },
  ({ element }) => {
    const style = getComputedStyle(element);
    const known = new Set();
    for (const [takes, names] of TOKENS) {
      for (const name of names.split(" ").map((it) => `--samtale-${it}`)) {
        known.add(name);
        const value = style.getPropertyValue(name).trim();
        // Lengths are added to others, which a bare 0 cannot be.
        const fits = CSS.supports(takes, takes === "width" ? `calc(${value} + 0px)` : value);
        if (value && !fits) throw new Ill("misfit", { name, value });
      }
    }
    const stray = named(element).find((it) => !known.has(it));
    if (stray) throw new Ill("stray", { name: stray });
  },
];

const list = (it, name) => {
  if (!Array.isArray(it)) throw new Error(`${name} are a list`);
};

/* The custom properties that are called like tokens and set by the page's own style sheets, or on the element. */
const named = (element) => {
  const texts = [element.getAttribute("style") ?? ""];
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) {
    try {
      texts.push(...[...sheet.cssRules].map((it) => it.cssText));
    } catch {} // It is another origin's.
  }
  return texts.flatMap((text) => [...text.matchAll(/(--samtale-[\w-]+)\s*:/g)].map((it) => it[1]));
};

/* Has a frame of its own look at what the chat's frame would have, and tell. */
const probe = (it) => {
  const { server, channel, make, root } = it;
  const about = new URLSearchParams({ page: location.origin, check: 1 });
  const frame = make("iframe", { src: `${server}/frame/${channel}#${about}`, hidden: "" });
  const answer = new Promise((told) => {
    addEventListener("message", ({ origin, source, data }) => {
      if (origin === server && source === frame.contentWindow && data?.samtale === 1 && data.type === "checked") told(data);
    });
  });
  root.append(frame);
  const blocked = new Promise((_, no) => document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => /^(frame|child)-src$/.test(effectiveDirective) && no(new Error())));
  const silence = new Ill("mute");
  return within(Promise.race([answer, blocked]), silence).finally(() => frame.remove());
};

/* What is wrong where no policy forbids what does not work. */
const FAULTS = [["files", "withheld"], ["pictures", "withheld"], ["socket", "socket"], ["storage", "storage"]];
/* The event that tells of a refusal may come after its effect. */
const TELLS_WITHIN_MS = 1_000;

/* Looks at what a chat without a frame needs of the page: what fails, and what of it the page's policy forbids, as
   directives with the sources that they lack. */
const examine = async ({ server, make, stands }) => {
  const picture = make("img", { crossorigin: "", src: `${server}/widget/check.svg` });
  const [{ check }, files, pictures] = await Promise.all([
    import(`${server}/widget/check.js`),
    fetch(`${server}/widget/check.svg`).then(({ ok }) => ok, () => false),
    picture.decode().then(() => true, () => false),
  ]);
  const has = { files, pictures, ...(await check(server)) };
  const needs = [
    ["wasm", "script-src", "'wasm-unsafe-eval'"],
    ["files", "connect-src", server],
    ["socket", "connect-src", server.replace(/^http/, "ws")],
    ["pictures", "img-src", server],
  ];
  const apart = stands.files;
  if (apart) {
    // There is no picture there that anybody may see: what counts is whether the page's policy lets a browser ask.
    make("img", { src: `${apart}/` });
    has.sent = !(await isTold("img-src", apart));
    needs.push(["sent", "img-src", apart]);
  }
  const failed = Object.keys(has).filter((name) => !has[name]);
  const lacks = new Map();
  for (const [name, directive, source] of needs) {
    // Nothing else keeps a browser that has WebAssembly from it.
    const isForbidden = failed.includes(name) && (name === "wasm" || (await isTold(directive, source)));
    if (isForbidden) lacks.set(directive, [...(lacks.get(directive) ?? [directive]), source]);
  }
  return { failed, forbidden: [...lacks.values()] };
};

/* Whether the browser says, soon, that it was a directive. */
const isTold = async (directive, source) => {
  const until = performance.now() + TELLS_WITHIN_MS;
  while (!isRefused(directive, source) && performance.now() < until) await new Promise((go) => setTimeout(go, 20));
  return isRefused(directive, source);
};

/* Text with what stands between backticks as code. */
const prose = (make, text) => text.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part));

/* `page` is where the page is. */
export const doctor = async (chat, { make }, ask, read, page = location) => {
  const place = make("samtale-doctor");
  const root = place.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const { element, server, channel, language } = chat;
  const words = WORDS.get(language) ?? WORDS.get("en");
  const isBare = element.getAttribute("isolation") === "shadow";
  const it = { element, server, channel, make, root, ask, read, page, isBare };
  const values = { server, channel, origin: location.origin };
  const list = make("ul");
  const close = make("button", { type: "button" }, words.close);
  close.onclick = () => place.remove();
  const title = make("h2", {}, fill(words.chat, values));
  const verdict = make("p", { role: "status" }, words.looking);
  const lang = WORDS.has(language) ? language : "en";
  root.append(make("section", { "aria-label": "Samtale doctor", lang }, close, title, verdict, list));
  document.documentElement.append(place);
  chat.removed.signal.addEventListener("abort", () => place.remove());
  document.addEventListener("securitypolicyviolation", note, { signal: chat.removed.signal });
  let count = 0;
  for (const [index, check] of CHECKS.entries()) {
    const item = make("li", {}, words.checks[index]);
    list.append(item);
    try {
      // False: there is nothing to look at, because of what is wrong already. Null: it is no matter of this chat.
      const found = await check(it);
      if (found === null) item.remove();
      else item.dataset.is = found === false ? "open" : "well";
    } catch (ill) {
      count += 1;
      item.dataset.is = "ill";
      const [what, fix] = (words[ill.message] ?? [ill.message, ""]).map((text) => fill(text, { ...values, ...ill.values }));
      item.replaceChildren(what, make("p", {}, ...prose(make, fix)));
    }
  }
  verdict.textContent = count ? fill(words.faults, { count }) : words.well;
};
