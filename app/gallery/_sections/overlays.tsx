"use client";

import { Copy, Ellipsis, Pause, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { DropdownMenu, MenuItem, MenuLine } from "@/components/ui/dropdown-menu";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { Sheet } from "@/components/ui/sheet";
import { Tabs } from "@/components/ui/tabs";
import { Tooltip } from "@/components/ui/tooltip";

export function Overlays() {
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <Dialog
          title="Publish “Spring course”"
          description="312 people who match today will enter now. The first email goes out tomorrow at 09:00, their time."
          trigger={<Button variant="primary">Open a dialog</Button>}
          footer={
            <>
              <DialogClose>
                <Button>Keep editing</Button>
              </DialogClose>
              <DialogClose>
                <Button variant="primary">Publish</Button>
              </DialogClose>
            </>
          }
        >
          <Field label="Type 312 to publish" help="Because more than 200 people get mail at once.">
            <Input inputMode="numeric" />
          </Field>
        </Dialog>
        <Sheet
          title="Wait 2 days, until 09:00"
          description="Wait"
          trigger={<Button>Open a sheet</Button>}
          footer={
            <DialogClose>
              <Button variant="primary">Done</Button>
            </DialogClose>
          }
        >
          <Field label="Name" optional>
            <Input />
          </Field>
          <Field label="Until" help="In each person’s own time zone.">
            <Input type="time" defaultValue="09:00" />
          </Field>
        </Sheet>
        <Popover label="Filter" trigger={<Button>Open a popover</Button>}>
          <Field label="Tag">
            <Input placeholder="customer" />
          </Field>
        </Popover>
        <DropdownMenu
          trigger={
            <IconButton label="More for this funnel" variant="quiet">
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<Copy aria-hidden />} aside="Ctrl D">
            Duplicate
          </MenuItem>
          <MenuItem icon={<Pause aria-hidden />} disabled>
            Pause
          </MenuItem>
          <MenuLine />
          <MenuItem icon={<Trash2 aria-hidden />} danger>
            Delete
          </MenuItem>
        </DropdownMenu>
        <Tooltip content="Nobody has reached this step yet">
          <Button variant="ghost">Hover or focus me</Button>
        </Tooltip>
      </div>
      <Tabs
        label="Funnel"
        tabs={[
          { value: "build", label: "Build", content: <p>The canvas.</p> },
          { value: "results", label: "Results", content: <p>Counts always show.</p> },
          { value: "people", label: "People", content: <p>Who is where, and why.</p> },
          { value: "history", label: "History", content: <p>Versions.</p>, disabled: true },
        ]}
      />
    </div>
  );
}
