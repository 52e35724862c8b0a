import "server-only";
import { headers } from "next/headers";
import { auth } from "./auth";

/** Signs somebody in whose account was just made: sets the cookie on the answer of the action that calls it. */
export async function enter({ email, password }: { email: string; password: string }): Promise<void> {
  await auth().api.signInEmail({ body: { email, password }, headers: await headers() });
}
