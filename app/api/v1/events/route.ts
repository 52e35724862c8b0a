import { sendEvents } from "@/app/_rest/events";
import { apiRoute, refuse } from "@/app/_server/api";
import { declarationsOf } from "@/app/_server/declarations-of";
import { engine } from "@/lib/engine/current";
import type { FactInput } from "@/lib/engine/fact-input";
import type { Ingested, IngestInput } from "@/lib/engine/ingest";
import { ingestAll } from "@/lib/engine/ingest-all";

/** 202 when something in it is new, 200 when every id was seen before. */
export const POST = apiRoute(sendEvents, async ({ workspaceId, body, answer }) => {
  const [facts, way] = Array.isArray(body)
    ? [body, []]
    : "events" in body
      ? [body.events, ["events"]]
      : [[body], null];
  const result = await ingestAll(engine(), { workspaceId, inputs: facts.map(ingestInputOf) });
  if (!result.ok) {
    const isEarly = result.problem === "too-early";
    const path = [...(way ? [...way, result.index] : []), isEarly ? "occurredAt" : "contactId"];
    return isEarly
      ? refuse(400, "too_early", result.message, path)
      : refuse(404, "not_found", result.message, path);
  }
  const taken = result.value.map((one, index) => said(facts[index], one));
  const [first] = taken;
  const status = taken.every(({ duplicate }) => duplicate) ? 200 : 202;
  return answer(status, way === null && first ? first : { events: taken });
});

const said = (fact: FactInput | undefined, { contactId, duplicate, enrollments }: Ingested) => ({
  id: fact?.id ?? "",
  contactId,
  duplicate,
  enrollments,
});

function ingestInputOf({ contact, occurredAt, ...input }: FactInput): IngestInput {
  const { consent, ...about } = contact ?? {};
  return {
    ...input,
    occurredAt: occurredAt === undefined ? undefined : Date.parse(occurredAt),
    contact: about,
    declarations: declarationsOf(consent),
  };
}
