import type { Listening, NodeIssue, Surroundings } from "../contract";
import type { MailWay } from "./settings";

/** Which emails are meant, after "click a link in" and "open". */
export function sayMail({ funnelId, nodeId, named }: Pick<MailWay, "funnelId" | "nodeId" | "named">): string {
  if (funnelId === null) return "any other email";
  const funnel = named.funnel ? `“${named.funnel}”` : "that funnel";
  if (nodeId === null) return `any email of ${funnel}`;
  return `${named.email ? `“${named.email}”` : "an email"} of ${funnel}`;
}

/** The one email that is meant, if it is one. An open has no link. */
export const listening = ({ does, funnelId, nodeId, link, named }: MailWay): Listening | null =>
  funnelId === null || nodeId === null
    ? null
    : {
        funnelId,
        nodeId,
        link: does === "clicked" ? link : null,
        said: { email: named.email, link: named.link },
      };

/**
 * What strangers may know of it: which funnel of this workspace, which email and which link are nobody else's business, and
 * neither is an address that stands only there.
 */
export const mailAlong = ({ does, address }: MailWay, shown: (address: string) => boolean): MailWay => ({
  does,
  funnelId: null,
  nodeId: null,
  link: null,
  address: address !== "" && shown(address) ? address : "",
  named: { funnel: "", email: "", link: "" },
});

/** What has become of the funnel, the email and the link that were chosen. */
export function mailIssues(
  { does, funnelId, nodeId, link, address, named }: MailWay,
  funnels: Surroundings["funnels"],
): NodeIssue[] {
  if (funnelId === null) {
    if (does === "clicked" && address !== "") return [];
    const act = does === "clicked" ? "clicks in" : "opens";
    const message = `Whoever ${act} any email of any other funnel enters. If you do not mean that, choose the funnel.`;
    return [{ level: "warns", message }];
  }
  const found = funnels.find(({ id }) => id === funnelId);
  if (!found) {
    const which = named.funnel ? `“${named.funnel}”` : "The funnel whose emails start this";
    return [{ level: "blocks", message: `${which} does not exist any more. Choose another funnel.` }];
  }
  if (!found.live) {
    const message = `“${found.name}” is not published yet. Until it is, nobody gets its emails, and nobody enters here.`;
    return [{ level: "warns", message }];
  }
  if (nodeId === null) return [];
  const email = found.emails.find(({ id }) => id === nodeId);
  if (email) {
    if (does === "opened" || link === null || email.links?.includes(link) !== false) return [];
    const which = named.link ? `“${named.link}”` : "The link that starts this";
    const message = `${which} is not in “${email.name}” of “${found.name}” any more. Choose another link.`;
    return [{ level: "blocks", message }];
  }
  const which = named.email ? `“${named.email}”` : "The email that starts this";
  const message = `${which} is not in “${found.name}” any more. Choose another email.`;
  return [{ level: "blocks", message }];
}
