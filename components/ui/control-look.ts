/** The box shared by everything one types or chooses in. */
export const controlLook = [
  "w-full min-w-0 rounded-md border border-line-strong/80 bg-raised text-base text-ink",
  "transition-[border-color,background-color] hover:border-line-strong",
  "focus-visible:border-accent focus-visible:outline-offset-[-1px]",
  "aria-invalid:border-bad aria-invalid:focus-visible:outline-bad",
  // Not `read-only:`, which also means every select.
  "[&[readonly]]:bg-paper [&[readonly]]:text-ink-soft [&[readonly]]:hover:border-line-strong/80",
  "disabled:bg-paper disabled:text-ink-soft disabled:hover:border-line-strong/80",
].join(" ");
