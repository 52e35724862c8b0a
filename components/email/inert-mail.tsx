"use client";

import { useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";

/** Mail in a frame that can run nothing and open nothing, scaled down where there is less room than `width`. */
export function InertMail({ html, width }: { html: string; width: number }) {
  const room = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width, height: 400 });
  useEffect(() => {
    if (!room.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(room.current);
    return () => observer.disconnect();
  }, []);
  // Nothing, as long as it is out of sight.
  const scale = Math.min(1, size.width / width) || 1;
  return (
    <div ref={room} className="relative h-full min-h-80 overflow-hidden">
      <iframe
        title="The email"
        sandbox=""
        srcDoc={inertMail(html)}
        style={{
          width,
          height: size.height / scale,
          transform: `scale(${scale})`,
          left: Math.max(0, (size.width - width) / 2),
        }}
        className={cn("absolute top-0 origin-top-left rounded-lg border border-line bg-[white]")}
      />
    </div>
  );
}

/** Links ask for a window of their own, which the frame may not open: a press on them does nothing. */
export const inertMail = (html: string): string =>
  /<head[^>]*>/i.test(html)
    ? html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`)
    : `<base target="_blank">${html}`;
