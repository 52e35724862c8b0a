import "server-only";
import { headers } from "next/headers";
import { db } from "@/db/client";
import { takeTurn } from "@/db/queries/rate-limits";

const turns = { most: 20, windowMs: 15 * 60 * 1000 };

/** Whether the caller's address may do `what` once more: 20 times in a quarter of an hour. */
export async function callerMay(what: string): Promise<boolean> {
  const address = (await headers()).get("x-forwarded-for") ?? "unknown";
  return takeTurn(db(), `${what}:${address.slice(0, 100)}`, turns);
}
