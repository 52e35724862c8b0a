import type { Instant, Topic, World } from "@/lib/flow/world";
import type { Evidence, Names, Telling } from "@/lib/nodes/contract";

/** Who asks: the world as of now, and since when the person has been at the step that asks. */
export type Asking = { world: World; arrivedAt: Instant };

type Item = Evidence["items"][number];

/** How a test stands. `factId` and `at`: what met it. `read`: what stood there, of something that has no history. */
export type Look = Pick<Item, "factId" | "read" | "unknown"> & {
  met: boolean;
  at?: Instant;
  /** It can never come out differently. */
  settled?: true;
};

/** What evidence says of a test. */
export type Told = Pick<Item, "factId" | "read" | "unknown"> & { met: boolean };

/** One kind of test: what it is called, what it reads, how it is judged, and its sentences. */
export type TestDefinition<T> = {
  /** After "Have" or "Have not": "Opened an email". */
  label: string;
  reads(test: T): Topic[];
  /** What it asks about is there before anybody comes: it is decided at once, either way. */
  decidedAtOnce?: true;
  /** As of this world; `not` is applied by the rule. */
  look(test: T, asking: Asking): Look;
  /** As a sentence's middle, after "they": "clicked a link in “Welcome”". */
  say(test: T, names: Names): string;
  /** What came of it: "clicked “Start” in “Email 1”, 2 hours after it came". */
  tell(test: T, told: Told, telling: Telling): string;
  /** What its author has not chosen yet: "Choose the email". Null: it can be asked. */
  missing(test: T): string | null;
  /** What else is unfinished, in whole sentences. */
  issues?(test: T): string[];
};
