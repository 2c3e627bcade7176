import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { Attributes, SamtaleChat, SamtaleChatEvents } from "./index.js";

/** `onunread` and the like, as React 19 calls listeners of custom elements. */
type Listeners = { [Name in keyof SamtaleChatEvents as `on${Name}`]?: (event: SamtaleChatEvents[Name]) => void };

/* It is opened by its method: React would put a property over that. */
type Own = Omit<Attributes, "open">;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "samtale-chat": DetailedHTMLProps<HTMLAttributes<SamtaleChat>, SamtaleChat> & Own & Listeners;
    }
  }
}
