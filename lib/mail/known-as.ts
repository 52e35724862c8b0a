/** How readers know a business: as their mail says it is from, whatever its team calls the workspace. */
export const knownAs = (settings: { name: string; senderName: string } | null): string =>
  settings?.senderName || settings?.name || "";
