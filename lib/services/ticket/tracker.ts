/** Where an issue lives: `owner/name` and its number. */
export interface TicketRef {
  repository: string;
  number: number;
}

export type TicketState = "open" | "closed";

export interface TicketSeen extends TicketRef {
  state: TicketState;
  url: string;
}

export interface TicketText {
  title: string;
  /** Markdown. Ends with `marker`. */
  body: string;
  /** Line that no other issue has, by which one is found again after an answer was lost. */
  marker: string;
}

/** How far changes were read: opaque to all but the tracker; null: from `since` on. */
export interface Changes {
  items: TicketSeen[];
  cursor: string | null;
}

/**
 * A tracker of issues. What it refuses is thrown as NotSent: `final` where a further try cannot help, `retryAfter` where
 * it asks for patience. Only this interface knows of HTTP; a second tracker implements it and is named in `trackers.ts`.
 */
export interface Tracker {
  create(repository: string, text: TicketText): Promise<TicketSeen>;
  /** The issue with that marker, where there is one. */
  find(repository: string, marker: string): Promise<TicketSeen | null>;
  /** Title and body, and the state where it is to change. */
  update(ref: TicketRef, text: TicketText, state: TicketState | null): Promise<TicketSeen>;
  get(ref: TicketRef): Promise<TicketSeen>;
  /** Our issues that changed since the cursor was given, or since that time. */
  changes(repository: string, cursor: string | null, since: Date): Promise<Changes>;
}
