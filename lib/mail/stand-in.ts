import { addressOf, isWebAddress, type LinkTarget } from "./document";

/** Where the links of a template lead until somebody puts in their own page. The name can never be registered. */
export const STAND_IN_SITE = "https://your-website.example";

/** Whether a link still leads to the stand-in, and so to nothing. */
export function isStandIn(target: LinkTarget): boolean {
  const to = addressOf(target);
  if (typeof to !== "string" || !isWebAddress(to.trim())) return false;
  const { host } = new URL(to.trim());
  return host === new URL(STAND_IN_SITE).host;
}
