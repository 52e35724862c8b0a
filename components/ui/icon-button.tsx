import { Button, type ButtonProps } from "./button";
import { cn } from "./cn";
import { Tooltip } from "./tooltip";

type IconButtonProps = Omit<ButtonProps, "children" | "aria-label" | "title"> & {
  /** What pressing it does, as a verb: "Delete step". Read aloud and shown on hover. */
  label: string;
  children: ButtonProps["children"];
  side?: "top" | "right" | "bottom" | "left";
};

const square = {
  sm: "w-7 px-0 pointer-coarse:w-10",
  md: "w-8 px-0 pointer-coarse:w-10",
  lg: "w-10 px-0 pointer-coarse:w-11",
};

export function IconButton({
  label,
  side,
  size = "md",
  variant = "ghost",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} side={side}>
      <Button
        aria-label={label}
        size={size}
        variant={variant}
        className={cn(square[size ?? "md"], className)}
        {...rest}
      />
    </Tooltip>
  );
}
