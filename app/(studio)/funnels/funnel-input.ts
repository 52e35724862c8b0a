import "server-only";
import { z } from "zod";
import { LONGEST_NAME } from "@/lib/flow/copy-name";
import { problem } from "@/lib/result";

export const funnelId = z.uuid();

export const funnelName = z
  .string()
  .trim()
  .min(1, "Give the funnel a name.")
  .max(LONGEST_NAME, `A name has at most ${LONGEST_NAME} characters.`);

export const gone = () => problem("not-found", "This funnel does not exist any more.");
