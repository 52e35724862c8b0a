"use client";

import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import { useLayoutEffect } from "react";
import { Failure } from "@/components/shell/failure";
import "./globals.css";

/** Stands in for the root layout when that itself failed, so it brings its own document. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  // The script of the root layout that does it is not there.
  useLayoutEffect(rememberedTheme, []);
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <Failure error={error} retry={retry} />
      </body>
    </html>
  );
}

function rememberedTheme() {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's preference holds then.
  }
}
