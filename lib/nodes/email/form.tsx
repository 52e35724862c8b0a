"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import type { FormProps } from "../form-props";

// The writing surface is large and lives in the browser alone; it comes when the first email is opened.
const Writing = dynamic(() => import("@/components/email/writing").then((part) => part.Writing), {
  ssr: false,
  loading: () => (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-8 w-full" />
      <Skeleton className="h-8 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  ),
});

export function EmailForm(props: FormProps<"email">) {
  return <Writing {...props} />;
}
