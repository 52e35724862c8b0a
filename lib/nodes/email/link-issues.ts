import { NO_DEADLINES } from "@/lib/flow/deadlines";
import { dateNamed, type FunnelDate, givenBy } from "@/lib/flow/funnel-dates";
import { addressOf, type Body, isClosing, isWebAddress } from "@/lib/mail/document";
import { isMailOrPhone, writtenLinks } from "@/lib/mail/links";
import { momentOfDate } from "@/lib/time/given-date";
import type { NodeIssue, Surroundings } from "../contract";

/** What the author of links that close should know. */
export function closingIssues(
  body: Body,
  { now, timeZone }: Pick<Surroundings, "now" | "timeZone">,
  dates: readonly FunnelDate[],
): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const say = (level: NodeIssue["level"], message: string) => issues.push({ level, message });
  for (const { label, target } of writtenLinks(body)) {
    if (!isClosing(target)) continue;
    const { until, afterwards } = target;
    const to = addressOf(target);
    if (typeof to === "string" && isMailOrPhone(to)) {
      say(
        "blocks",
        `“${label}” opens the reader’s mail or phone app, so it cannot close. Let it work always.`,
      );
    }
    if (afterwards !== "" && !isWebAddress(afterwards)) {
      say(
        "blocks",
        `“${label}” leads to no full web address once it has closed. Give one, or let it say so.`,
      );
    }
    const date = dateNamed(dates, until);
    if (!date) {
      say(
        "blocks",
        `“${label}” works until “${until}”, and this funnel has no such date. Add it to the funnel’s dates, or choose another one.`,
      );
      continue;
    }
    const given = givenBy(date, NO_DEADLINES);
    if (given && momentOfDate(given, timeZone) <= now) {
      say("warns", `“${label}” works until “${until}”, which has passed: nobody gets through any more.`);
    }
  }
  return issues;
}
