import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Wordmark } from "@/components/shell/mark";
import { Link } from "@/components/ui/link";
import { Buttons } from "./_sections/buttons";
import { Feedback } from "./_sections/feedback";
import { Fields } from "./_sections/fields";
import { Foundations } from "./_sections/foundations";
import { Lists } from "./_sections/lists";
import { Overlays } from "./_sections/overlays";
import { ThemeChoice } from "./_sections/theme-choice";

export const metadata: Metadata = { title: "Gallery", robots: { index: false } };

/** A new group of parts is one entry here. */
const sections: { id: string; title: string; content: ReactNode }[] = [
  { id: "foundations", title: "Colour, type, tiles", content: <Foundations /> },
  { id: "buttons", title: "Buttons", content: <Buttons /> },
  { id: "fields", title: "Fields", content: <Fields /> },
  { id: "overlays", title: "Dialogs, menus, tabs", content: <Overlays /> },
  { id: "feedback", title: "Feedback", content: <Feedback /> },
  { id: "lists", title: "Lists and empty states", content: <Lists /> },
];

/** Every part of the interface in its states, for the people who build it. Absent from a production build. */
export default function GalleryPage() {
  if (process.env.NODE_ENV === "production") notFound();
  return (
    <main className="mx-auto flex max-w-5xl flex-col gap-10 px-4 py-8 sm:px-8">
      <header className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="flex items-center gap-3">
          <Wordmark />
          <span className="text-ink-soft">Gallery</span>
        </h1>
        <ThemeChoice />
      </header>
      <nav aria-label="Sections" className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {sections.map((section) => (
          <a
            key={section.id}
            href={`#${section.id}`}
            className="text-ink-soft underline-offset-2 hover:underline"
          >
            {section.title}
          </a>
        ))}
        <Link href="/gallery/studio" className="text-accent underline-offset-2 hover:underline">
          Studio frame
        </Link>
        <Link href="/gallery/sign-in" className="text-accent underline-offset-2 hover:underline">
          Sign-in frame
        </Link>
      </nav>
      {sections.map((section) => (
        <section
          key={section.id}
          id={section.id}
          aria-labelledby={`${section.id}-title`}
          className="flex flex-col gap-5"
        >
          <h2 id={`${section.id}-title`} className="border-b border-line pb-2 text-lg font-semibold">
            {section.title}
          </h2>
          {section.content}
        </section>
      ))}
    </main>
  );
}
