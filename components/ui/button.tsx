import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { Spinner } from "./spinner";

export const buttonLook = cva(
  [
    "relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none",
    "transition-[background-color,border-color,color,opacity] [&_svg]:shrink-0",
    "disabled:opacity-50 aria-disabled:opacity-50",
  ],
  {
    variants: {
      variant: {
        primary:
          "bg-accent text-on-accent hover:bg-accent/90 active:bg-accent/80 disabled:hover:bg-accent aria-disabled:hover:bg-accent",
        quiet:
          "border border-line-strong/80 bg-raised text-ink hover:border-line-strong hover:bg-[color-mix(in_oklab,var(--color-ink)_4%,var(--color-raised))] active:bg-[color-mix(in_oklab,var(--color-ink)_8%,var(--color-raised))] disabled:hover:bg-raised",
        ghost: "text-ink hover:bg-ink/6 active:bg-ink/10 disabled:hover:bg-transparent",
        danger: "bg-bad text-on-bad hover:bg-bad/90 active:bg-bad/80 disabled:hover:bg-bad",
      },
      size: {
        sm: "h-7 px-2.5 text-sm pointer-coarse:h-10 [&_svg]:size-3.5",
        md: "h-8 px-3 text-base pointer-coarse:h-10 [&_svg]:size-4",
        lg: "h-10 px-4 text-base pointer-coarse:h-11 [&_svg]:size-4",
      },
    },
    defaultVariants: { variant: "quiet", size: "md" },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonLook> & {
    /** Work is under way: the words give place to a spinner, the width stays, a second press does nothing. */
    pending?: boolean;
    /** Puts the look on the only child, usually a link. */
    asChild?: boolean;
  };

/** `type` is "button" unless said otherwise, so that a button in a form never submits by accident. */
export function Button({
  variant,
  size,
  pending = false,
  asChild = false,
  disabled,
  className,
  children,
  ...rest
}: ButtonProps) {
  const look = cn(buttonLook({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={look} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={look}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      {...rest}
    >
      {pending ? (
        <>
          <span className="invisible inline-flex items-center gap-1.5" aria-hidden>
            {children}
          </span>
          <span className="sr-only">{children}</span>
          <Spinner className="absolute" />
        </>
      ) : (
        children
      )}
    </button>
  );
}
