"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { audienceFile } from "@/db/queries/audiences";
import { engine } from "@/lib/engine/current";
import { setAudienceAddress, tellAudienceAgain } from "@/lib/engine/set-audience-address";
import { callReach } from "@/lib/engine/web/call-reach";
import { audienceSettings } from "@/lib/nodes/audience/definition";
import { addressProblem } from "@/lib/nodes/webhook/address";
import { webhookSettings } from "@/lib/nodes/webhook/definition";
import { ok, problem } from "@/lib/result";

const name = audienceSettings.shape.audience
  .unwrap()
  .min(1, "Name the ad audience, just as the steps of your funnels write it.");

/** The contents of one file of an ad audience, as CSV. An audience nobody is on has a header alone. */
export const makeAudienceFile = action(
  z.strictObject({ name: z.string().min(1).max(100), file: z.enum(["meta", "google", "removed"]) }),
  { role: "editor" },
  async (input, { workspaceId }) => ok(await audienceFile(db(), { ...input, workspaceId })),
);

/** Gives an audience the address that is told of it; an empty one takes it away. `first`: only where it has none. */
export const saveAudienceAddress = action(
  z.strictObject({ name, url: webhookSettings.shape.url.unwrap(), first: z.boolean().default(false) }),
  { role: "editor" },
  async ({ name, url, first }, { workspaceId }) => {
    const wrong = url && addressProblem(url, callReach());
    if (wrong) return problem("bad-address", wrong);
    const set = await setAudienceAddress(engine(), { workspaceId, name, url: url || null, first });
    return set ? ok(null) : problem("taken", `“${name}” has an address already. Change it there.`);
  },
);

/** Lets an address be told again what it did not take. */
export const tellAddressAgain = action(
  z.strictObject({ name }),
  { role: "editor" },
  async (asked, { workspaceId }) => {
    await tellAudienceAgain(engine(), { workspaceId, ...asked });
    return ok(null);
  },
);
