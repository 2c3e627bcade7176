/** What agents should know of a visitor, unsigned. */
export interface Variable {
  name: string;
  value: string;
  /** An agent sees the value only on asking. */
  secret?: boolean;
}

/** What must hold; all of it. */
export interface Conditions {
  /** Path, `#place` or whole address, in which `*` stands for anything. */
  page?: string | string[];
  /** Seconds on the page. */
  seconds?: number;
  /** Such as `mon-fri 08:00-16:00, sat 10:00-14:00`. */
  hours?: string;
  /** By whose clock, such as `Europe/Oslo`; else the visitor's. */
  zone?: string;
  /** Whether somebody is there to answer. */
  open?: boolean;
}

/** When the launcher shows, and when a greeting stands beside it. The first rule that is true counts. */
export interface Rule {
  /** One of these; without them always. */
  when?: Conditions | Conditions[];
  launcher?: boolean;
  greeting?: string | Record<string, string>;
  /** `true`: the text that the channel has. */
  badge?: string | Record<string, string> | true;
}

/** Where in the corner the chat stands. */
export type Corner = "end" | "start" | "top" | "top end" | "top start";

/** What visitors may do with the panel. */
export type Freedom = "movable" | "resizable" | "movable resizable" | "resizable movable";

/** The attributes of the element. */
export interface Attributes {
  channel: string;
  server?: string;
  /** `en`, `nb`, `sv`, `nl` or `ar`. */
  language?: string;
  /** `light`, `dark`, and words of your own style sheets. */
  theme?: string;
  placement?: "corner" | "inline";
  position?: Corner | Freedom | `${Corner} ${Freedom}` | `${Freedom} ${Corner}`;
  isolation?: "frame" | "shadow";
  identity?: string;
  variables?: string | Variable[];
  rules?: string | Rule[];
  open?: boolean;
  hidden?: boolean;
}

/** What may stand in fields that the visitor has left empty. */
export interface Fields {
  name?: string;
  email?: string;
  message?: string;
}

/** How the chat stands. */
export interface State {
  /** Of the server and its apps. */
  version: string;
  channel: string;
  language: string;
  /** Whether the panel shows. */
  open: boolean;
  /** Whether the chat's app runs. */
  ready: boolean;
  /** Whether it is connected to the server. */
  connected: boolean;
  /** Whether somebody is there for another chat; not known before the server told. */
  available?: boolean;
  /** Whether a conversation goes on. */
  live: boolean;
  /** How many messages wait to be seen. */
  unread: number;
}

/** What the element tells of. Nothing of it holds what is said. */
export interface SamtaleChatEvents {
  ready: CustomEvent<undefined>;
  open: CustomEvent<undefined>;
  close: CustomEvent<undefined>;
  /** What is written into the texts is told instead. */
  beforetell: CustomEvent<{ identity: string; variables: string }>;
  available: CustomEvent<{ available: boolean }>;
  unread: CustomEvent<{ count: number }>;
  message: CustomEvent<undefined>;
  ended: CustomEvent<undefined>;
  error: CustomEvent<{ reason: "script" | "app" | "timeout" | "channel" | "identity" }>;
}

/** `<samtale-chat>` */
export interface SamtaleChat extends HTMLElement {
  channel: string | null;
  server: string | null;
  language: string | null;
  theme: string | null;
  placement: string | null;
  position: string | null;
  isolation: string | null;
  identity: string | null;
  get variables(): string | null;
  /** A list is written as JSON. */
  set variables(value: string | Variable[] | null);
  get rules(): string | null;
  set rules(value: string | Rule[] | null);
  /** Nothing before the chat was opened. */
  readonly state?: Readonly<State>;
  open(): void;
  close(): void;
  toggle(): void;
  show(): void;
  hide(): void;
  destroy(): void;
  identify(token: string): void;
  logout(): void;
  setLocale(tag: string): void;
  setTheme(theme: string | Record<`--samtale-${string}`, string>): void;
  prefill(fields: Fields): void;
  addEventListener<Name extends keyof SamtaleChatEvents>(
    name: Name,
    listener: (event: SamtaleChatEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<Name extends keyof SamtaleChatEvents>(
    name: Name,
    listener: (event: SamtaleChatEvents[Name]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(name: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

/** Fetches the script of a server, once. */
export function load(server: string): Promise<CustomElementConstructor>;

/** Puts a chat into the page: beside its body, or into `parent`. */
export function create(options: Attributes & { server: string; parent?: Node }): Promise<SamtaleChat>;

declare global {
  interface HTMLElementTagNameMap {
    "samtale-chat": SamtaleChat;
  }
}
