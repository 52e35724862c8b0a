import http from "node:http";
import { quantile } from "../numbers";

export type Request = {
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: string;
};
export type Hammered = {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  statuses: Map<number, number>;
};

/** So many requests at a time over kept connections, one after the other on each, for so long. */
export async function hammer(
  baseUrl: string,
  next: () => Request,
  { atOnce = 16, ms = 5_000 }: { atOnce?: number; ms?: number } = {},
): Promise<Hammered> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  const took: number[] = [];
  const statuses = new Map<number, number>();
  const begun = performance.now();
  const end = begun + ms;
  const worker = async () => {
    while (performance.now() < end) {
      const at = performance.now();
      const status = await once(agent, baseUrl, next());
      took.push(performance.now() - at);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - begun) / 1_000;
  agent.destroy();
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(took, share));
  return { perSecond: took.length / seconds, p50: p50 ?? 0, p95: p95 ?? 0, p99: p99 ?? 0, statuses };
}

function once(agent: http.Agent, baseUrl: string, { method, path, headers, body }: Request): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(baseUrl + path, { method, agent, headers: headers ?? {} }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
      response.once("error", reject);
    });
    request.once("error", reject);
    request.end(body);
  });
}
