import "server-only";
import { headers } from "next/headers";
import { db } from "@/db/client";
import { takeTurn } from "@/db/queries/rate-limits";

const turns = { most: 20, windowMs: 15 * 60 * 1000 };

/** Whether the caller's address may do `what` once more: 20 times in a quarter of an hour. */
export async function callerMay(what: string): Promise<boolean> {
  return takeTurn(db(), `${what}:${callerAddress(await headers())}`, turns);
}

/**
 * The address that the nearest proxy saw, or Next itself without one: the last entry. What stands before it a
 * caller may have made up.
 */
export const callerAddress = (headers: Headers): string =>
  headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) ?? "unknown";
