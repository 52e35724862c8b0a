import { answer, refuse } from "@/app/_server/api";
import { readBytes } from "@/app/_server/read-bytes";
import { isAway } from "@/db/is-away";
import { engine } from "@/lib/engine/current";
import { type HookProblem, takeHook } from "@/lib/engine/take-hook";
import { env } from "@/lib/env";

const MOST_KB = 64;

const STATUS: Record<HookProblem, number> = {
  unknown: 404,
  "not-live": 409,
  "not-signed": 401,
  "not-fitting": 422,
};

/** Where another service calls a trigger. Its signature, or the secret it carries, is the authority. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ slug: string }> },
): Promise<Response> {
  const { slug } = await params;
  const bytes = await readBytes(request, MOST_KB * 1024);
  if (!bytes) return refuse(413, "too_large", `The body is larger than ${MOST_KB} KB.`);
  try {
    const taken = await takeHook(engine(), {
      slug,
      raw: new TextDecoder().decode(bytes),
      headers: request.headers,
      appSecret: env().APP_SECRET,
    });
    if (taken.ok) return answer(202, { result: taken.value.duplicate ? "duplicate" : "taken" });
    return refuse(STATUS[taken.problem], taken.problem.replace("-", "_"), taken.message);
  } catch (error) {
    if (!isAway(error)) throw error;
    const response = refuse(503, "try_again", "Nothing was taken in. Send it again.");
    response.headers.set("Retry-After", "30");
    return response;
  }
}
