"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Result } from "@/lib/result";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { toast } from "../ui/toaster";
import { AddressDialog } from "./audience-address-dialog";
import { people } from "./people-count";

export type Address = {
  host: string;
  /** Null for viewers: an address may hold a secret. */
  url: string | null;
  waiting: number;
  failed: number;
  reason: string | null;
};

export type AddressActions = {
  /** `first`: only where it has none. */
  saveAddress(input: { name: string; url: string; first: boolean }): Promise<Result<null, string>>;
  tellAgain(input: { name: string }): Promise<Result<null>>;
};

type AudienceAddressProps = AddressActions & {
  audience: { name: string; on: number; address: Address | null };
  mayChange: boolean;
  /** The demo workspace calls nobody. */
  demo: boolean;
};

/** Which web address is told of an audience, and whether it listens. */
export function AudienceAddress({ audience, mayChange, demo, ...actions }: AudienceAddressProps) {
  const { name, on, address } = audience;
  if (!address) {
    return mayChange ? (
      <AddressDialog name={name} on={on} url="" save={actions.saveAddress} demo={demo}>
        <Button size="sm" variant="ghost" className="-ml-2.5 self-start">
          Tell a web address
          <span className="sr-only">{` of ${name}`}</span>
        </Button>
      </AddressDialog>
    ) : null;
  }
  const { host, url, waiting, failed, reason } = address;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm wrap-anywhere text-ink-soft">
        {demo
          ? `${host} would be told of everybody who comes on it or goes off. The demo workspace calls nobody.`
          : `${host} is told of everybody who comes on it or goes off.`}
        {waiting > 0 && !reason && !demo ? ` ${people(waiting)} to go.` : ""}{" "}
        {url === null ? null : (
          <AddressDialog name={name} on={on} url={url} save={actions.saveAddress} demo={demo}>
            <Button size="sm" variant="ghost">
              Change
              <span className="sr-only">{` the address of ${name}`}</span>
            </Button>
          </AddressDialog>
        )}
      </p>
      {reason && !demo ? (
        <Banner
          tone={failed > 0 ? "bad" : "attention"}
          title={failed > 0 ? `${host} was not told of ${people(failed)}` : `${host} does not take it yet`}
          action={mayChange ? <TellAgain name={name} tellAgain={actions.tellAgain} /> : undefined}
        >
          {`${reason} `}
          {waiting > 0
            ? `${people(waiting)} to go; it is tried again, each of them for four hours at least. `
            : ""}
          {failed > 0 ? "There they may still be as they were. " : ""}
          {mayChange
            ? "Mend the service or change the address, then tell it again."
            : "An editor or an owner can tell it again."}
        </Banner>
      ) : null}
    </div>
  );
}

function TellAgain({ name, tellAgain }: { name: string } & Pick<AddressActions, "tellAgain">) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const again = async () => {
    setBusy(true);
    setProblem(null);
    const done = await tellAgain({ name }).catch(() => null);
    setBusy(false);
    if (!done?.ok) setProblem(done?.message ?? "The server did not answer. Nobody was told; try again.");
    else toast(`“${name}” is told again`, { tone: "good" });
    router.refresh();
  };
  return (
    <>
      <Button size="sm" pending={busy} onClick={() => void again()}>
        Tell it again
        <span className="sr-only">{`: ${name}`}</span>
      </Button>
      <p role="status" className={problem ? "text-sm text-bad" : "sr-only"}>
        {problem ?? ""}
      </p>
    </>
  );
}
