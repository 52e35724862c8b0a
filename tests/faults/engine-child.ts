/**
 * A process that runs the engine as a process of the app does, with shorter leases, so that it can be killed, stopped and
 * started again within seconds. Its parent tells it by `FAULT` where to die; nothing of that is in the app's own code.
 */
import { db } from "@/db/client";
import { engine } from "@/lib/engine/current";
import { startEngine } from "@/lib/engine/start";
import { resendTransport } from "@/lib/engine/transport/resend";
import type { ChildSettings, Order } from "./child";

const { leaseMs, deadAfterMs, perSecond, single, resendUrl, at, secret }: ChildSettings = JSON.parse(
  process.env.FAULT ?? "{}",
);

function transportOf() {
  const { sendBatch, ...one } = resendTransport({
    apiKey: "re_test",
    baseUrl: resendUrl,
    patienceMs: leaseMs / 2,
  });
  return single || !sendBatch ? one : { ...one, sendBatch };
}

const own = engine();
own.leaseMs = leaseMs;
own.accounts = own.accounts.map((account) =>
  account.transport
    ? {
        ...account,
        perSecond,
        transport: transportOf(),
      }
    : account,
);

/** Ends, or stops, this very process at once; what it was about to do is not done. */
async function strike(how: "SIGKILL" | "SIGSTOP"): Promise<void> {
  process.kill(process.pid, how);
  // A signal to oneself comes a little later.
  await new Promise((resolve) => setTimeout(resolve, how === "SIGKILL" ? 60_000 : 20));
}

if (at) {
  const { place, how } = at;
  let struck = false;
  const strikeOnce = async () => {
    if (struck) return;
    struck = true;
    process.send?.({ struck: place });
    await strike(how);
  };
  const really = globalThis.fetch;
  globalThis.fetch = async (...given: Parameters<typeof fetch>) => {
    const url = String(given[0] instanceof Request ? given[0].url : given[0]);
    if (!url.startsWith(resendUrl)) return really(...given);
    if (place === "before the call") await strikeOnce();
    const response = await really(...given);
    if (place === "after the answer") {
      await response.clone().text();
      await strikeOnce();
    }
    return response;
  };
  const hint = own.hint;
  own.hint = async (hints) => {
    // Whoever's mail is settled is woken, and here nothing else wakes anybody in this process.
    if (place === "after the mark" && hints.some(({ name }) => name === "enrollment/woken"))
      await strikeOnce();
    return hint(hints);
  };
}

process.on("message", async (order: Order) => {
  // Loaded when they are asked for: what writes emails takes half as long to load as all the rest.
  if (order.do === "publish") {
    const { publish } = await import("@/lib/engine/publish");
    await publish(db(), order.input);
  } else {
    const { takeDelivery } = await import("@/app/api/webhooks/resend/take-delivery");
    const request = new Request("http://localhost/api/webhooks/resend", {
      method: "POST",
      body: order.body,
      headers: order.headers,
    });
    await takeDelivery(request, { secret });
  }
  process.send?.({ done: order.do });
});
// Whoever started it has gone: nobody needs it any more.
process.on("disconnect", () => process.exit());

const running = await startEngine({ deadAfterMs });
await running.ready;
// As a new deployment ends the old one.
process.once("SIGTERM", async () => {
  await running.stop();
  process.exit();
});
process.send?.({ ready: true });
