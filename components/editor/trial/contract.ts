import type { InboxMail } from "@/components/inbox/inbox-mail";
import type { TestRun } from "@/lib/flow/test-run";
import type { SPEEDS } from "@/lib/flow/try-on-me";
import type { Instant } from "@/lib/flow/world";
import type { Result } from "@/lib/result";

export type Speed = (typeof SPEEDS)[number]["speed"];

/** A member's test as it stood at `now`, by the server's clock. */
export type TestLook = { now: Instant; run: TestRun | null };

/** What trying a draft on oneself needs beyond the browser, handed in by the page. */
export type TestDoor = {
  /** The member's address, where the mail goes. */
  to: string;
  /** IANA name of the zone times are said in. */
  zone: string;
  start(input: {
    funnelId: string;
    revision: number;
    speed: Speed;
    triggerId: string | null;
  }): Promise<Result<unknown>>;
  stop(input: { funnelId: string }): Promise<Result<unknown>>;
  /**
   * Lets an event happen that the drawing reads; nobody but the test learns of it. `which`: of those of that name among its
   * happenings, from 0.
   */
  pretend(input: { funnelId: string; event: string; which: number }): Promise<Result<unknown>>;
  /** `known`: the test whose drawing is at hand already. Throws when it cannot be had. */
  look(funnelId: string, known: TestRun | null, signal: AbortSignal): Promise<TestLook>;
  read(input: { messageId: string }): Promise<Result<InboxMail>>;
};
