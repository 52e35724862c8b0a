"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import type { Result } from "@/lib/result";
import { Button } from "../ui/button";
import { type Address, type AddressActions, AudienceAddress } from "./audience-address";
import { AddressDialog } from "./audience-address-dialog";
import { people } from "./people-count";

type File = "meta" | "google" | "removed";
type Audience = { name: string; on: number; silent: number; off: number; address: Address | null };

type AudienceListProps = AddressActions & {
  audiences: readonly Audience[];
  /** Viewers only look. */
  mayMake: boolean;
  demo: boolean;
  makeFile(input: { name: string; file: File }): Promise<Result<{ rows: number; csv: string }, string>>;
};

/** Each ad audience with who is on it, its files, and the web address that is told of it. */
export function AudienceList({ audiences, mayMake, demo, makeFile, ...actions }: AudienceListProps) {
  return (
    <div className="flex flex-col gap-3">
      {mayMake ? null : (
        <p className="text-sm text-ink-soft">An editor or an owner makes the files and sets addresses.</p>
      )}
      <ul aria-label="Ad audiences" className="divide-y divide-line rounded-lg border border-line bg-surface">
        {audiences.map((one) => (
          <li key={one.name} className="flex flex-col gap-3 p-4">
            <h2 className="text-base font-semibold wrap-anywhere">{one.name}</h2>
            <p className="text-pretty text-ink-soft">
              {`${people(one.on)} in its files.`}
              {one.silent > 0 ? ` ${people(one.silent)} left out, who did not agree to advertising.` : ""}
              {one.off > 0 ? ` ${people(one.off)} to be removed at the ad networks.` : ""}
            </p>
            {mayMake ? <Files audience={one} makeFile={makeFile} /> : null}
            <AudienceAddress audience={one} mayChange={mayMake} demo={demo} {...actions} />
          </li>
        ))}
      </ul>
      {mayMake ? (
        <AnotherAudience saveAddress={actions.saveAddress} demo={demo} className="-ml-2.5 self-start" />
      ) : null}
    </div>
  );
}

/** For an audience that nobody is on yet. */
export function AnotherAudience({
  saveAddress,
  demo,
  className,
}: Pick<AddressActions, "saveAddress"> & { demo: boolean; className?: string }) {
  return (
    <AddressDialog name={null} on={0} url="" save={saveAddress} demo={demo}>
      <Button variant="ghost" className={className}>
        Tell a web address of another audience
      </Button>
    </AddressDialog>
  );
}

function Files({ audience, makeFile }: { audience: Audience } & Pick<AudienceListProps, "makeFile">) {
  const [busy, setBusy] = useState<File | null>(null);
  const [said, setSaid] = useState("");
  const make = async (file: File) => {
    setBusy(file);
    setSaid("");
    const made = await makeFile({ name: audience.name, file }).catch(() => null);
    setBusy(null);
    if (!made) setSaid("The server did not answer. Nothing was downloaded; try again.");
    else if (!made.ok) setSaid(made.message);
    else {
      save(`${audience.name.replace(/[^\p{L}\p{N}]+/gu, "-")}-${file}.csv`, made.value.csv);
      setSaid(`Downloaded: ${people(made.value.rows)}.`);
    }
  };
  const files: [File, string, boolean][] = [
    ["meta", "For Meta", audience.on > 0],
    ["google", "For Google", audience.on > 0],
    ["removed", "To remove", audience.off > 0],
  ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      {files.map(([file, label, any]) => (
        <Button key={file} size="sm" disabled={!any || busy !== null} onClick={() => void make(file)}>
          <Download aria-hidden />
          {label}
          <span className="sr-only">{`: ${audience.name}`}</span>
        </Button>
      ))}
      <p role="status" className="text-sm text-ink-soft">
        {said}
      </p>
    </div>
  );
}

function save(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
