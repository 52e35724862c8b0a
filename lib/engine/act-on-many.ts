import "server-only";
import { type Acted, act, type Wish } from "./act";
import type { Engine } from "./engine";
import type { PromptMail } from "./prompt-mails";
import { type Started, type Starting, startByHand } from "./start-by-hand";

/** People under work at the same time: the rest of the app must still get at the database. */
const AT_ONCE = 4;

export type ActedOnMany = {
  /** `actId` is what takes it back; null where nothing can be. */
  done: { id: string; actId: string | null }[];
  /** Left as they were, each with a sentence. */
  refused: { id: string; because: string }[];
  /** What they get at once because of it. */
  mails: PromptMail[];
};

type Scope = { workspaceId: string; funnelId: string; userId: string | null };

/** `act` for several people, each in a transaction of their own: what is refused for one is done for the others. */
export async function actOnMany(
  engine: Engine,
  { people, ...scope }: Scope & { people: { id: string; visit: number | null; wish: Wish }[] },
  options: { rehearse: boolean },
): Promise<ActedOnMany> {
  return onEach(people, async ({ id, visit, wish }) => {
    const acted: Acted = await act(engine, { ...scope, enrollmentId: id, visit, wish }, options);
    return acted.done ? { ...acted, id } : { ...acted, id };
  });
}

/** `startByHand` for several contacts; `id` in the answer is the contact's. */
export async function startMany(
  engine: Engine,
  { contactIds, ...starting }: Omit<Starting, "contactId"> & { contactIds: string[] },
  options: { rehearse: boolean },
): Promise<ActedOnMany> {
  return onEach(
    contactIds.map((id) => ({ id })),
    async ({ id }) => {
      const started: Started = await startByHand(engine, { ...starting, contactId: id }, options);
      return started.done ? { done: true, id, actId: null, mails: started.mails } : { ...started, id };
    },
  );
}

type One =
  | { done: true; id: string; actId: string | null; mails: PromptMail[] }
  | { done: false; id: string; because: string };

async function onEach<T extends { id: string }>(
  people: readonly T[],
  work: (person: T) => Promise<One>,
): Promise<ActedOnMany> {
  const answer: ActedOnMany = { done: [], refused: [], mails: [] };
  const rest = people[Symbol.iterator]();
  const worker = async () => {
    for (const person of rest) {
      const one = await tried(person, work);
      if (one.done) {
        answer.done.push({ id: one.id, actId: one.actId });
        answer.mails.push(...one.mails);
      } else answer.refused.push({ id: one.id, because: one.because });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, people.length) }, worker));
  return answer;
}

/** One person who cannot be reached at the moment must not keep the others waiting. */
async function tried<T extends { id: string }>(person: T, work: (person: T) => Promise<One>): Promise<One> {
  try {
    return await work(person);
  } catch (error) {
    console.error("Somebody could not be taken in hand.", error);
    return { done: false, id: person.id, because: "They could not be reached at the moment. Try again." };
  }
}
