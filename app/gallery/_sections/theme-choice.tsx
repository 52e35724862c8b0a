"use client";

import { remember, useRemembered } from "@/components/shell/remembered";
import { Select } from "@/components/ui/select";

export function ThemeChoice() {
  const theme = useRemembered("theme") ?? "system";
  return (
    <Select
      aria-label="Theme"
      className="w-40"
      value={theme}
      onChange={(event) => remember("theme", event.target.value === "system" ? null : event.target.value)}
      options={[
        { value: "system", label: "As the system" },
        { value: "light", label: "Light" },
        { value: "dark", label: "Dark" },
      ]}
    />
  );
}
