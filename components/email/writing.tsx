"use client";

import "./surface.css";
import { Eye, PenLine } from "lucide-react";
import { useMemo } from "react";
import { FunnelDates } from "@/components/editor/fields/funnel-dates";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { type FunnelDate, MOST_DATES } from "@/lib/flow/funnel-dates";
import { lineText } from "@/lib/mail/document";
import type { FormProps } from "@/lib/nodes/form-props";
import { BodySurface } from "./body-surface";
import { DatesOfFunnel } from "./dates-here";
import { LineInput } from "./line-input";
import { MailPreview } from "./mail-preview";
import { WhenItGoes } from "./when-it-goes";
import { WhoSends } from "./who-sends";

/** Everything one writes for an email, with a preview beside it when there is room. */
export function Writing(props: FormProps<"email">) {
  const { settings, change, readOnly, surroundings, previewEmail, wide, setWide } = props;
  const subject = lineText(settings.subject);
  const { flow, changeDates } = props;
  const { dates = [] } = flow;
  const here = useMemo(() => {
    const { dates = [] } = flow;
    const full = readOnly || dates.length >= MOST_DATES;
    return { dates, add: full ? null : (date: FunnelDate) => changeDates([...dates, date]) };
  }, [flow, readOnly, changeDates]);
  return (
    <DatesOfFunnel value={here}>
      <div
        className={cn(
          "flex flex-col gap-4",
          wide && "min-h-0 flex-1 md:grid md:grid-cols-[minmax(0,380px)_minmax(0,1fr)] md:gap-6",
        )}
      >
        <div
          className={cn("flex flex-col gap-4", wide && "min-h-0 overflow-y-auto px-1 -mx-1 max-md:hidden")}
        >
          <Field
            label="Subject"
            aside={subject.length > 0 ? `${subject.length} characters` : undefined}
            help={subject.length > 60 ? "Phones show about the first 40 characters." : undefined}
          >
            <LineInput
              value={settings.subject}
              longest={200}
              readOnly={readOnly}
              placeholder="What it is about, in a few words"
              onChange={(next) => change({ ...settings, subject: next })}
            />
          </Field>
          <Field label="Preview text" optional help="Stands behind the subject in most mailboxes.">
            <LineInput
              value={settings.preview}
              longest={300}
              readOnly={readOnly}
              placeholder="One sentence that makes them open it"
              onChange={(next) => change({ ...settings, preview: next })}
            />
          </Field>
          <div className="flex flex-col gap-1.5">
            <div className="flex items-center justify-between">
              <span className="text-sm font-medium text-ink">Text</span>
              <Button
                size="sm"
                variant="ghost"
                aria-pressed={wide}
                className="-my-1 text-accent"
                onClick={() => setWide(!wide)}
              >
                <Eye aria-hidden />
                {wide ? "Hide preview" : "Preview"}
              </Button>
            </div>
            <BodySurface
              value={settings.body}
              readOnly={readOnly}
              label="Text"
              placeholder="Write as you would to one person."
              onChange={(next) => change({ ...settings, body: next })}
            />
          </div>
          <Field label="Kind of email">
            <RadioGroup
              value={settings.kind}
              disabled={readOnly}
              onValueChange={(kind) =>
                change({ ...settings, kind: kind === "service" ? "service" : "marketing" })
              }
              options={[
                {
                  value: "marketing",
                  label: "Marketing",
                  help: "Goes to people who agreed to it, with an unsubscribe link and your postal address.",
                },
                {
                  value: "service",
                  label: "Service",
                  help: "Something they need or asked for: a receipt, a login, a download.",
                  more: (
                    <Field label="Why they need it" help="Kept with the email.">
                      <Input
                        value={settings.reason}
                        maxLength={200}
                        readOnly={readOnly}
                        placeholder="The receipt they asked for"
                        onChange={(event) => change({ ...settings, reason: event.target.value })}
                      />
                    </Field>
                  ),
                },
              ]}
            />
          </Field>
          <WhoSends settings={settings} change={change} readOnly={readOnly} surroundings={surroundings} />
          <WhenItGoes {...props} />
          {dates.length > 0 && settings.useful?.until !== "funnel" ? (
            <FunnelDates
              dates={dates}
              onChange={changeDates}
              readOnly={readOnly}
              surroundings={surroundings}
            />
          ) : null}
        </div>
        {wide ? (
          <div className="flex min-h-0 flex-1 flex-col gap-3">
            <Button
              size="sm"
              variant="ghost"
              className="self-start text-accent md:hidden"
              onClick={() => setWide(false)}
            >
              <PenLine aria-hidden />
              Back to writing
            </Button>
            <MailPreview settings={settings} sender={surroundings.sender} previewEmail={previewEmail} />
          </div>
        ) : null}
      </div>
    </DatesOfFunnel>
  );
}
