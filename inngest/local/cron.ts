import { startRuns, storeEvents, wakeChannel } from "./events";
import { newId } from "./ids";
import { instant, type Sql, type Surroundings } from "./postgres";
import type { FunctionConfig } from "./protocol";

const minute = 60_000;
const day = 24 * 60 * minute;

/** minute, hour, day of month, month, day of week; lowest and highest of each. */
const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** Throws unless this is a cron expression of five numeric fields, which are read in UTC. */
export function checkCron(expression: string): void {
  fieldsOf(expression);
}

/** The latest fire time (ms) at or before `now`, if there is one within the last four years. */
export function lastFire(expression: string, now: number): number | undefined {
  const fields = fieldsOf(expression);
  const today = Math.floor(now / day) * day;
  for (let start = today; start > today - 4 * 366 * day; start -= day) {
    if (!isDay(fields, new Date(start))) continue;
    const latest = start === today ? Math.floor((now - start) / minute) : 24 * 60 - 1;
    for (let at = latest; at >= 0; at--) {
      if (fields.hour.has(Math.floor(at / 60)) && fields.minute.has(at % 60)) return start + at * minute;
    }
  }
  return undefined;
}

type Fields = ReturnType<typeof fieldsOf>;

/** As cron has always had it: if both days are given, either will do. */
function isDay({ monthDay, month, weekDay, anyMonthDay, anyWeekDay }: Fields, date: Date): boolean {
  if (!month.has(date.getUTCMonth() + 1)) return false;
  const inMonth = monthDay.has(date.getUTCDate());
  const inWeek = weekDay.has(date.getUTCDay());
  return anyMonthDay || anyWeekDay ? inMonth && inWeek : inMonth || inWeek;
}

function fieldsOf(expression: string) {
  const parts = expression.trim().split(/\s+/);
  const [minute, hour, monthDay, month, weekDay] = ranges.map(([low, high], i) =>
    valuesOf(parts[i] ?? "", low, high),
  );
  if (parts.length !== 5 || !minute || !hour || !monthDay || !month || !weekDay) {
    throw new Error(`"${expression}" is not a cron expression of five numeric fields`);
  }
  if (weekDay.has(7)) weekDay.add(0);
  return {
    minute,
    hour,
    monthDay,
    month,
    weekDay,
    anyMonthDay: /^\*/.test(parts[2] ?? ""),
    anyWeekDay: /^\*/.test(parts[4] ?? ""),
  };
}

/** The numbers of one field: a list of values and ranges with optional steps. Undefined if it is not one. */
function valuesOf(field: string, low: number, high: number): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, from, to, step] = match;
    const first = from === undefined ? low : Number(from);
    const last = to !== undefined ? Number(to) : from === undefined || step !== undefined ? high : first;
    const by = step === undefined ? 1 : Number(step);
    if (first < low || last > high || first > last || by < 1) return undefined;
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values;
}

/**
 * Starts what has come due. However many processes do this, a fire time starts one run: the row remembers it.
 * Fire times missed while nothing ran are made up by one run, for the latest of them.
 */
export async function fireCrons({ sql, now }: Surroundings): Promise<void> {
  const crons = await sql<{ config: FunctionConfig; expression: string; last: number }[]>`
    select functions.config, crons.expression, extract(epoch from crons.last_fire_at)::float8 * 1000 as last
    from inngest_local.crons join inngest_local.functions on functions.id = crons.function_id
    where not functions.retired`;
  for (const { config, expression, last } of crons) {
    const at = lastFire(expression, now());
    if (at !== undefined && at > last) await fire(sql, config, expression, at, now());
  }
}

async function fire(
  sql: Sql,
  config: FunctionConfig,
  expression: string,
  at: number,
  now: number,
): Promise<void> {
  await sql.begin(async (tx) => {
    const [first] = await tx`
      update inngest_local.crons set last_fire_at = ${instant(at)}
      where function_id = ${config.id} and expression = ${expression} and last_fire_at < ${instant(at)}
      returning function_id`;
    if (!first) return;
    const fireAt = new Date(at).toISOString().replace(".000", "");
    const data = { cron: expression, fireAt, scheduledAt: fireAt };
    const payload = { id: fireAt, name: "inngest/scheduled.timer", data, ts: at, user: {} };
    const event = { id: newId(now), payload };
    await storeEvents(tx, [{ ...event, keys: [] }], now);
    await startRuns(tx, [{ config, event }], now);
    await tx`select pg_notify(${wakeChannel}, '')`;
  });
}
