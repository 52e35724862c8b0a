/** Underlined words on a line; the line scrolls sideways when a phone is too narrow for them. */
export const tabListLook =
  "flex gap-5 max-sm:gap-3 max-[23.5rem]:gap-1.5 overflow-x-auto border-b border-line px-0.5 [scrollbar-width:none]";

export const tabLook = [
  "relative -mb-px h-9 shrink-0 border-b-2 border-transparent text-base font-medium whitespace-nowrap text-ink-soft max-[23.5rem]:text-sm pointer-coarse:h-11 pointer-coarse:min-w-10 pointer-coarse:justify-center",
  "transition-colors hover:text-ink focus-visible:rounded-sm focus-visible:outline-offset-[-2px] disabled:opacity-50",
  "data-[state=active]:border-accent data-[state=active]:text-ink",
  "aria-[current=page]:border-accent aria-[current=page]:text-ink",
].join(" ");
