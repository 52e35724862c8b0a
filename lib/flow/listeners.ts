import type { NodeIssue, Surroundings } from "@/lib/nodes/contract";
import { definitionFor, type NodeType } from "@/lib/nodes/definitions";
import type { Flow, FlowNode } from "./flow";
import { graphOf } from "./graph";
import { nameOf } from "./names";

/** Keys of the links of an email; none of anything else. */
export const linkKeysOf = (node: Pick<FlowNode, "type" | "data"> | undefined): string[] =>
  (node &&
    definitionFor(node.type)
      .links?.(node.data)
      ?.map(({ key }) => key)) ??
  [];

/** What other live funnels start on and this drawing does not have any more. Each is told of where it was. */
export function listenersIssues(
  flow: Flow,
  { funnelId, funnels }: Surroundings,
): ({ nodeId: string | null } & NodeIssue)[] {
  if (funnelId === null) return [];
  return funnels
    .filter(({ id, live }) => live && id !== funnelId)
    .flatMap(({ name, starts }) =>
      starts.flatMap(({ type, data }) => {
        const heard = definitionFor(type as NodeType).listensTo?.(data);
        if (heard?.funnelId !== funnelId) return [];
        const email = graphOf(flow).node(heard.nodeId);
        if (email && (heard.link === null || linkKeysOf(email).includes(heard.link))) return [];
        const { said } = heard;
        const gone = email
          ? `${said.link ? `“${said.link}”` : "that link"} is not in “${nameOf(flow, email.id)}” any more`
          : `${said.email ? `“${said.email}”` : "that email"} is not in this funnel any more`;
        const what = email ? "click a link of this funnel" : "read an email of this funnel";
        const message = `People enter “${name}” when they ${what}, but ${gone}. Choose another there, or nobody will enter it by that.`;
        return [{ nodeId: email?.id ?? null, level: "warns" as const, message }];
      }),
    );
}
