"use client";

import { useSyncExternalStore } from "react";

/** What this browser remembers: "theme" (light, dark; absent = system) and "rail" (narrow; absent = wide). */
type Key = "theme" | "rail";

const changed = "funnelwright:remembered";

/** Sets it on <html>, where the style sheet reads it, and keeps it for the next visit. Null forgets. */
export function remember(key: Key, value: string | null) {
  if (value === null) delete document.documentElement.dataset[key];
  else document.documentElement.dataset[key] = value;
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage may be forbidden; the choice then holds until the page is left.
  }
  window.dispatchEvent(new Event(changed));
}

/** The present value; null on the server and during the first paint. */
export function useRemembered(key: Key): string | null {
  return useSyncExternalStore(
    subscribe,
    () => document.documentElement.dataset[key] ?? null,
    () => null,
  );
}

function subscribe(notify: () => void) {
  window.addEventListener(changed, notify);
  return () => window.removeEventListener(changed, notify);
}
