"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useRef, useState } from "react";

/** What is searched for: at once in the list, and in the address, so that it can be kept and sent. */
export function useAsked(): [asked: string, ask: (asked: string) => void] {
  const path = usePathname();
  const params = useSearchParams();
  const inAddress = params.get("q") ?? "";
  const [asked, setAsked] = useState(inAddress);
  const [followed, setFollowed] = useState(inAddress);
  const written = useRef<ReturnType<typeof setTimeout>>(undefined);
  // A link elsewhere (the rail) leads to another search: it holds. Our own writing comes back as what is typed already.
  if (inAddress !== followed) {
    setFollowed(inAddress);
    setAsked(inAddress);
  }
  const ask = (next: string) => {
    setAsked(next);
    clearTimeout(written.current);
    // Browsers allow only so many addresses in half a minute.
    written.current = setTimeout(() => {
      const kept = new URLSearchParams(params);
      if (next.trim()) kept.set("q", next);
      else kept.delete("q");
      setFollowed(kept.get("q") ?? "");
      window.history.replaceState(null, "", kept.size > 0 ? `${path}?${kept}` : path);
    }, 250);
  };
  return [asked, ask];
}
