import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/**
 * A head that stays in sight, a first column that names the row and takes the room left over, figures at the right.
 * Below 1280 px it scrolls sideways inside itself and the first column stays; above, what does not fit would be
 * cut off, so a table of more than eight columns asks for `className="xl:overflow-auto"`.
 */
export function Table({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      className={cn(
        "relative overflow-x-auto rounded-lg border border-line bg-surface xl:overflow-clip",
        className,
      )}
    >
      <table className="w-full border-separate border-spacing-0 text-left text-base">{children}</table>
    </section>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead>
      <tr>{children}</tr>
    </thead>
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="[&>tr:last-child>*]:border-b-0">{children}</tbody>;
}

type CellProps = {
  /** Figures stand at the right, so that they can be compared. */
  figure?: boolean;
};

/** Head of a column. Give `aria-sort` when the table is sorted by it. */
export function Th({ figure, className, ...rest }: ComponentProps<"th"> & CellProps) {
  return (
    <th
      scope="col"
      {...rest}
      className={cn(
        "sticky top-0 z-10 h-9 border-b border-line bg-surface px-3 text-xs font-medium whitespace-nowrap text-ink-soft first:left-0 first:z-20 first:pl-4 last:pr-4",
        figure && "text-right",
        className,
      )}
    />
  );
}

/** `selected` marks the row with more than colour: it also sets aria-selected. */
export function Tr({ selected, className, ...rest }: ComponentProps<"tr"> & { selected?: boolean }) {
  return (
    <tr
      aria-selected={selected}
      {...rest}
      className={cn(
        "group/row [--row:var(--color-surface)] hover:[--row:color-mix(in_oklab,var(--color-ink)_3%,var(--color-surface))]",
        "aria-selected:[--row:var(--color-accent-soft)]",
        className,
      )}
    />
  );
}

const cell = "h-11 border-b border-line bg-(--row) px-3 transition-colors first:pl-4 last:pr-4";

/** The row's name. A link inside it opens the row; `after:absolute after:inset-0` on it makes the cell the target. */
export function RowHead({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="row"
      {...rest}
      className={cn(
        cell,
        "sticky left-0 z-10 w-full max-w-0 min-w-44 text-left sm:min-w-48 font-medium text-ink [&_a:hover]:underline [&_a]:underline-offset-2",
        className,
      )}
    />
  );
}

export function Td({ figure, className, ...rest }: ComponentProps<"td"> & CellProps) {
  return <td {...rest} className={cn(cell, "text-ink-soft", figure && "text-right text-ink", className)} />;
}
