import type { Outcome, PromptMail } from "./hand";

export const people = (n: number): string => (n === 1 ? "1 person" : `${n.toLocaleString("en")} people`);

/** How many people would be mailed. */
export const mailed = (mails: readonly PromptMail[]): number =>
  mails.filter(({ not }) => not === null).length;

function counted<T>(things: readonly T[], of: (thing: T) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(of(thing), (counts.get(of(thing)) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}

/** What would go out, in sentences: "12 people will get “Email 2” at once.", who again, and who not. */
export function sayMails(mails: readonly PromptMail[]): string[] {
  const names = counted(mails, ({ name }) => name).map(([name]) => name);
  return names.flatMap((name) => {
    const own = mails.filter((mail) => mail.name === name);
    const go = own.filter(({ not }) => not === null);
    const again = go.filter((mail) => mail.again).length;
    return [
      ...(go.length > 0 ? [`${people(go.length)} will get “${name}” at once.`] : []),
      ...(again > 0
        ? [
            again === go.length
              ? "They have had it before."
              : `${again.toLocaleString("en")} of them had it before.`,
          ]
        : []),
      ...counted(
        own.flatMap(({ not }) => (not === null ? [] : [not])),
        (not) => not,
      ).map(([not, n]) => `${people(n)} will not get “${name}”: ${not}`),
    ];
  });
}

/** Whom it was not done for, with the reasons: "2 people stay as they are: They have moved on meanwhile." */
export const sayRefused = ({ refused }: Pick<Outcome, "refused">): string[] =>
  counted(refused, ({ because }) => because).map(
    ([because, n]) => `${people(n)} ${n === 1 ? "stays" : "stay"} as they are: ${because}`,
  );
