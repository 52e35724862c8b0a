import { answer, apiRoute, refuse } from "@/app/_server/api";
import { engine } from "@/lib/engine/current";
import { type FactInput, factInput } from "@/lib/engine/fact-input";
import { type IngestInput, ingest } from "@/lib/engine/ingest";

/** Takes in one event about one contact. 202 when it is new, 200 when its id was seen before. */
export const POST = apiRoute({ schema: factInput }, async ({ workspaceId, input }) => {
  const result = await ingest(engine(), { workspaceId, input: factOf(input) });
  if (!result.ok) return refuse(result.problem === "no-contact" ? 404 : 400, result.problem, result.message);
  const { duplicate, contactId, enrollments } = result.value;
  return answer(duplicate ? 200 : 202, { id: input.id, contactId, duplicate, enrollments });
});

function factOf({ contact, occurredAt, ...input }: FactInput): IngestInput {
  const { consent, ...about } = contact ?? {};
  const declared = (purpose: "marketing" | "measuring", given: boolean | undefined) =>
    given === undefined || !consent
      ? []
      : [{ purpose, given, source: `api: ${consent.source}`, wording: consent.wording }];
  return {
    ...input,
    occurredAt: occurredAt === undefined ? undefined : Date.parse(occurredAt),
    contact: about,
    declarations: [
      ...declared("marketing", consent?.marketing),
      ...declared("measuring", consent?.measuring),
    ],
  };
}
