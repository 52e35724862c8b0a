import { addressOf, isClosing, isWebAddress, type LinkTarget } from "./document";

/** Where the links of a template lead until somebody puts in their own page. The name can never be registered. */
export const STAND_IN_SITE = "https://your-website.example";

/** Whether a link still leads to the stand-in, also once it has closed, and so to nothing. */
export function isStandIn(target: LinkTarget): boolean {
  const to = addressOf(target);
  const written = [typeof to === "string" ? to : "", isClosing(target) ? target.afterwards : ""];
  return written.some((one) => isWebAddress(one.trim()) && new URL(one.trim()).host === HOST);
}

const HOST = new URL(STAND_IN_SITE).host;
