import type { Flow } from "@/lib/flow/flow";
import type { Result } from "@/lib/result";

export type SaveState =
  | { is: "saved" }
  | { is: "waiting" }
  | { is: "saving" }
  /** The network or the server failed; it tries again by itself. */
  | { is: "retrying" }
  /** The server refused this drawing; the next change is tried again. */
  | { is: "refused"; message: string }
  /** Somebody else saved meanwhile; nothing is sent until the person chooses. */
  | { is: "stale"; message: string };

export type Autosave = {
  /** The drawing to be saved; replaces one that still waits. */
  queue(flow: Flow): void;
  /** Saves at once what waits. Answers how things stand afterwards. */
  flush(): Promise<SaveState>;
  /** Goes on from a newer revision: with `flow` saved on top of it, or with nothing to save. */
  rebase(revision: number, flow: Flow | null): void;
  revision(): number;
  stop(): void;
};

type AutosaveOptions = {
  save(revision: number, flow: Flow): Promise<Result<{ revision: number }>>;
  revision: number;
  report(state: SaveState): void;
  delayMs?: number;
};

const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** One save in flight at a time, always of the newest drawing. */
export function createAutosave({ save, revision, report, delayMs = 600 }: AutosaveOptions): Autosave {
  let pending: Flow | null = null;
  let inFlight: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let state: SaveState = { is: "saved" };

  const become = (next: SaveState) => {
    state = next;
    report(next);
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), ms);
  };

  async function attempt(flow: Flow) {
    become({ is: "saving" });
    let result: Result<{ revision: number }>;
    try {
      result = await save(revision, flow);
    } catch {
      pending ??= flow;
      later(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)] ?? 30_000);
      become({ is: "retrying" });
      return;
    }
    failures = 0;
    if (result.ok) {
      revision = result.value.revision;
      become(pending ? { is: "waiting" } : { is: "saved" });
      if (pending) later(delayMs);
      return;
    }
    pending ??= flow;
    become({ is: result.problem === "stale" ? "stale" : "refused", message: result.message });
  }

  function run(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (inFlight) return inFlight;
    if (!pending || state.is === "stale") return Promise.resolve();
    const flow = pending;
    pending = null;
    inFlight = attempt(flow).finally(() => {
      inFlight = null;
    });
    return inFlight;
  }

  return {
    queue(flow) {
      pending = flow;
      if (state.is === "stale" || inFlight) return;
      // While it retries, the longer pause holds: a typing person must not hammer a server that is down.
      if (state.is === "retrying" && timer !== undefined) return;
      become({ is: "waiting" });
      later(delayMs);
    },
    async flush() {
      if (inFlight) await inFlight;
      if (pending) await run();
      return state;
    },
    rebase(newest, flow) {
      revision = newest;
      pending = flow;
      become(flow ? { is: "waiting" } : { is: "saved" });
      if (flow) later(0);
      else clearTimeout(timer);
    },
    revision: () => revision,
    stop: () => clearTimeout(timer),
  };
}
