import { z } from "zod";
import { address, type Call, isFromSdk, signedHeaders } from "./call";
import { checkCron } from "./cron";
import { instant, type Sql } from "./postgres";
import { type FunctionConfig, functionConfig, syncAnswer } from "./protocol";
import { canonicalJson } from "./sign";

/** A function asks for something this server does not do. Trying again does not help. */
export class UnsupportedFunction extends Error {
  override name = "UnsupportedFunction";
}

/** Asks the SDK for its functions (an in-band sync) and stores them. Throws if the SDK cannot be reached. */
export async function syncFunctions(
  sql: Sql,
  call: Call,
  key: string,
  now: number,
): Promise<FunctionConfig[]> {
  const configs = await askForFunctions(call, key);
  const rows = configs.map((config) => ({
    id: config.id,
    config,
    event_names: config.triggers.flatMap((trigger) => ("event" in trigger ? [trigger.event] : [])),
    max_attempts: (config.steps.step.retries?.attempts ?? 4) + 1,
  }));
  const crons = configs.flatMap(({ id, triggers }) =>
    triggers.flatMap((trigger) => ("cron" in trigger ? [{ function_id: id, expression: trigger.cron }] : [])),
  );
  await sql.begin(async (tx) => {
    await tx`
      insert into inngest_local.functions (id, config, event_names, max_attempts)
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as x(id text, config json, event_names text[], max_attempts int)
      order by id
      on conflict (id) do update set config = excluded.config, event_names = excluded.event_names,
        max_attempts = excluded.max_attempts, retired = false
      where functions.retired or functions.config::text <> excluded.config::text`;
    await tx`
      update inngest_local.functions set retired = true
      where not retired and not id = any(${rows.map(({ id }) => id)}::text[])`;
    // A trigger that is new today has missed no fire time.
    await tx`
      insert into inngest_local.crons (function_id, expression, last_fire_at)
      select function_id, expression, ${instant(now)}
      from json_to_recordset(${JSON.stringify(crons)}::text::json) as x(function_id text, expression text)
      on conflict do nothing`;
    await tx`
      delete from inngest_local.crons
      where not function_id || ' ' || expression = any(${crons.map((c) => `${c.function_id} ${c.expression}`)}::text[])`;
  });
  return configs;
}

async function askForFunctions(call: Call, key: string): Promise<FunctionConfig[]> {
  const body = canonicalJson({ url: address });
  const headers = {
    ...signedHeaders(body, key),
    "x-inngest-sync-kind": "in_band",
    "x-inngest-server-kind": "cloud",
  };
  const response = await call(new Request(address, { method: "PUT", body, headers }));
  const text = await response.text();
  if (response.status !== 200 || !isFromSdk(response.headers, text, key)) {
    throw new Error(`The Inngest handler answered ${response.status} to a sync`);
  }
  return syncAnswer.parse(JSON.parse(text)).functions.map(readConfig);
}

function readConfig(given: unknown): FunctionConfig {
  const parsed = functionConfig.safeParse(given);
  if (parsed.success) {
    for (const trigger of parsed.data.triggers) if ("cron" in trigger) checkCron(trigger.cron);
    return parsed.data;
  }
  const id = z.object({ id: z.string() }).safeParse(given).data?.id ?? "a function";
  throw new UnsupportedFunction(
    `The embedded Inngest server cannot run ${id}:\n${z.prettifyError(parsed.error)}\nUse a real Inngest for it (INNGEST_*).`,
  );
}
