"use client";

import { PurchaseFields } from "../purchase-fields";
import type { KindProps } from "./kind-props";
import { SinceFields } from "./since-fields";

export function PurchasedFields({ test, flow, readOnly, atEntry, onChange }: KindProps<"purchased">) {
  return (
    <>
      <PurchaseFields value={test} change={(next) => onChange(next)} readOnly={readOnly} />
      <SinceFields
        value={test.since}
        flow={flow}
        readOnly={readOnly}
        atEntry={atEntry}
        onChange={(since) => onChange({ ...test, since })}
      />
    </>
  );
}
