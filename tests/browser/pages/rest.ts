import type { App } from "../app";

/** Calls the REST of the app as its owner's program would. A refusal throws. */
export async function call<Answer = { id: string }>(
  { baseUrl, demo }: App,
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`${baseUrl}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${demo.apiKey}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

type Step = { id: string; type: string; position: { x: number; y: number }; data: Record<string, unknown> };

export const step = (id: string, type: string, data: Record<string, unknown>): Step => ({
  id,
  type,
  position: { x: 0, y: 0 },
  data,
});

/** An email. What somebody has asked for needs no consent and no postal address. */
export const letter = (id: string, name: string, data: Record<string, unknown> = {}): Step =>
  step(id, "email", {
    name,
    kind: "service",
    reason: "the course they have booked",
    subject: [{ type: "text", text: `${name} to you` }],
    body: [{ type: "paragraph", content: [{ type: "text", text: `Words of ${name}.` }] }],
    ...data,
  });

/** Steps one under the other, and lines like "t > hello > pause.timeout > bye". */
export const drawing = (steps: Step[], ...ways: string[]) => ({
  nodes: steps.map((one, at) => ({ ...one, position: { x: 0, y: at * 160 } })),
  edges: ways.flatMap((way) => {
    const places = way.split(" > ").map((place) => place.split("."));
    return places.slice(1).map(([target], at) => {
      const [source, sourceHandle = "next"] = places[at] ?? [];
      return { id: `${source}-${sourceHandle}`, source, sourceHandle, target };
    });
  }),
  entry: { rule: "once" },
});

/** Makes a funnel and publishes it. Answers its id. */
export async function liveFunnel(
  app: App,
  name: string,
  flow: ReturnType<typeof drawing> & { dates?: Record<string, unknown>[] },
): Promise<string> {
  const { id } = await call(app, "POST", "/funnels", { name, flow });
  await call(app, "POST", `/funnels/${id}/publish`, {});
  return id;
}

/** The same happens to each of them. Their names are their addresses, too. */
export const happens = (app: App, name: string, people: readonly string[], contact: object = {}) =>
  call(
    app,
    "POST",
    "/events",
    people.map((who) => ({
      id: `${name}-${who}`,
      name,
      email: `${who.toLowerCase()}@people.example`,
      contact: { name: who, ...contact },
    })),
  );
