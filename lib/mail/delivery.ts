import type { Instant } from "@/lib/flow/world";

/**
 * What a provider may report about a mail it took. `bounced` is for good, `soft-bounced` may pass; `suppressed`: the
 * provider keeps this address on a list of its own and did not try.
 */
export const reportKinds = [
  "sent",
  "delayed",
  "delivered",
  "soft-bounced",
  "failed",
  "suppressed",
  "bounced",
  "complained",
] as const;
export type ReportKind = (typeof reportKinds)[number];

export type DeliveryReport = { kind: ReportKind; at: Instant; detail: string | null };

/**
 * Where a mail stands by its reports, in whatever order and however often they came: the kind that weighs most, and of
 * that kind the earliest report. Null without any.
 */
export function deliveryOf(reports: readonly DeliveryReport[]): DeliveryReport | null {
  const weight = ({ kind }: DeliveryReport) => reportKinds.indexOf(kind);
  return reports.reduce<DeliveryReport | null>((best, one) => {
    if (!best || weight(one) > weight(best)) return one;
    return one.kind === best.kind && one.at < best.at ? one : best;
  }, null);
}

/** How a report reads under the mail it is about. */
export function sayReport({ kind, detail }: DeliveryReport): string {
  const said = detail ? `: ${detail}` : "";
  switch (kind) {
    case "sent":
      return "Taken by the provider";
    case "delayed":
      return "Delivery is delayed; the provider keeps trying";
    case "delivered":
      return "Delivered";
    case "soft-bounced":
      return `Came back for now${said}`;
    case "failed":
      return `The provider could not send it${said}`;
    case "suppressed":
      return `Not sent: the provider has this address on its list of those that get no mail${said}`;
    case "bounced":
      return `Bounced for good; this address gets no more mail${said}`;
    case "complained":
      return "They called it spam; this address gets no more mail";
  }
}

const MOST_SOFT_BOUNCES = 5;
const SOFT_BOUNCES_OVER_MS = 3 * 86_400_000;

/**
 * Whether an address has come back so often, over so long, with nothing delivered in between, that it counts as gone:
 * five soft bounces in a row over at least three days. `reports` are all of one contact, in any order.
 */
export function isGivenUp(reports: readonly DeliveryReport[]): boolean {
  const inOrder = reports
    .filter(({ kind }) => kind === "soft-bounced" || kind === "delivered")
    .toSorted((a, b) => a.at - b.at);
  let row: Instant[] = [];
  for (const { kind, at } of inOrder) {
    row = kind === "delivered" ? [] : [...row, at];
    const [first = at] = row;
    if (row.length >= MOST_SOFT_BOUNCES && at - first >= SOFT_BOUNCES_OVER_MS) return true;
  }
  return false;
}
