import { type Flow, type FlowNode, strictFlow } from "@/lib/flow/flow";
import { remapRules } from "@/lib/flow/funnel-rules";
import { addressOf, isWebAddress } from "@/lib/mail/document";
import { isMailOrPhone, keyOf } from "@/lib/mail/links";
import { type Readdress, readdressedLink } from "@/lib/mail/readdress";
import { STAND_IN_SITE } from "@/lib/mail/stand-in";
import { definitionFor } from "@/lib/nodes/definitions";

/** A funnel without people, as it is shared: what others see, and what they copy. */
export type SharedTemplate = { name: string; flow: Flow };

/** An address that an email may carry, or none yet. */
export const isCarried: (address: string, of: "link" | "picture") => boolean = (address, of) =>
  address === "" || isWebAddress(address) || (of === "link" && isMailOrPhone(address));

/**
 * What of a funnel may be shown to anybody. Only settings that their definition lets go along do. Steps and lines get
 * new ids; addresses of this installation (forms, links of mail, invitations) become stand-ins, since they are keys to
 * it; addresses that no email may carry are left out. Sharing what was shared changes nothing.
 *
 * @param origin where this installation is reached: its `APP_URL`
 */
export function sharedTemplate(funnel: SharedTemplate, { origin }: { origin: string }): SharedTemplate {
  const hide = hiding(origin);
  const ids = newIds(funnel.flow);
  const whole = funnel.flow.nodes.map((node) => cleanedOf(node, hide));
  const shown = shownIn(whole);
  const cleaned = whole.map((node) => partOf(node, shown));
  const links = linkKeys(funnel.flow, cleaned, hide.address);
  const nodes = cleaned.map(({ id, type, position, data }) => ({
    id: ids.get(id) ?? "",
    type,
    position: { x: Math.round(position.x), y: Math.round(position.y) },
    data: definitionFor(type).remap?.(data, (other) => ids.get(other), links) ?? data,
  }));
  const edges = funnel.flow.edges.map(({ source, sourceHandle, target }) => {
    const [from = "", to = ""] = [ids.get(source), ids.get(target)];
    return {
      id: `${from}-${sourceHandle}`.replace(/[^A-Za-z0-9_-]/g, "_"),
      source: from,
      sourceHandle,
      target: to,
    };
  });
  const { entry, dates, rules } = funnel.flow;
  const flow = strictFlow.parse({
    nodes,
    edges,
    entry,
    ...(dates ? { dates } : {}),
    ...(rules ? { rules: hide.everywhere(remapRules(rules, (id) => ids.get(id))) } : {}),
  });
  return { name: hide.text(funnel.name).trim() || "Funnel", flow };
}

/** Says nothing about where or when a drawing was made: "email-2" is its second step, an email. */
const newIds = (flow: Flow): Map<string, string> =>
  new Map(flow.nodes.map(({ id, type }, index) => [id, `${type}-${index + 1}`]));

function cleanedOf(node: FlowNode, hide: ReturnType<typeof hiding>): FlowNode {
  const { settings, goesAlong, readdress } = definitionFor(node.type);
  const kept = Object.fromEntries(
    Object.entries(node.data).filter(([key]) => (goesAlong as Record<string, boolean>)[key] === true),
  );
  const data = settings.parse(kept);
  return { ...node, data: hide.everywhere(readdress?.(data, hide.address) ?? data) } as FlowNode;
}

const partOf = (node: FlowNode, shown: (address: string) => boolean): FlowNode =>
  ({ ...node, data: definitionFor(node.type).partly?.(node.data, shown) ?? node.data }) as FlowNode;

/** Whether an address, or this part of one, is to be read in the emails that are shared anyway. */
function shownIn(nodes: readonly FlowNode[]): (address: string) => boolean {
  const targets = nodes.flatMap(({ type, data }) => definitionFor(type).links?.(data) ?? []);
  const addresses = targets.flatMap(({ target }) => {
    const to = addressOf(target);
    return typeof to === "string" ? [to.toLowerCase()] : [];
  });
  return (address) => addresses.some((one) => one.includes(address.toLowerCase()));
}

/** Follows the link of an email that a condition asks about to what became of it; null: any link. */
function linkKeys(flow: Flow, cleaned: readonly FlowNode[], to: Readdress) {
  const keys = new Map<string, string>();
  flow.nodes.forEach((node, index) => {
    const { links } = definitionFor(node.type);
    const after = links?.(cleaned[index]?.data) ?? [];
    for (const { key, target } of links?.(node.data) ?? []) {
      const kept = keyOf(after, readdressedLink(target, to));
      if (kept !== undefined && addressOf(target) !== "") keys.set(`${node.id} ${key}`, kept);
    }
  });
  return (email: string, link: string): string | null => keys.get(`${email} ${link}`) ?? null;
}

/** Takes the addresses of this installation out of what an author wrote. */
function hiding(origin: string) {
  const { host } = new URL(origin);
  const inText = new RegExp(`(https?://)?${escaped(host)}/[^\\s"'<>]*`, "gi");
  const text = (written: string): string => written.replace(inText, "…");
  const standIns = new Map<string, string>();
  const address: Readdress = (written, of) => {
    if (!isCarried(written, of)) return "";
    if (!isWebAddress(written) || new URL(written).host !== host) return text(written);
    if (of === "picture") return "";
    const standIn = standIns.get(written) ?? `${STAND_IN_SITE}/${standIns.size + 1}`;
    standIns.set(written, standIn);
    return standIn;
  };
  const everywhere = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(everywhere);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, everywhere(inner)]));
  };
  return { address, text, everywhere };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
