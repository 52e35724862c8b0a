"use client";

import { Copy, Trash2, X } from "lucide-react";
import { type FocusEvent, useCallback, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { setDates, setEntry, setRules } from "@/lib/flow/edit";
import type { FlowNode } from "@/lib/flow/flow";
import { graphOf } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import { runs } from "@/lib/nodes/definitions";
import { formFor } from "@/lib/nodes/forms";
import { NodeIcon } from "@/lib/nodes/icons";
import { sentenceOf } from "./canvas-view";
import type { EditorActions } from "./contract";
import { useEditor, useEditorState } from "./editor-context";
import { removeWithUndo } from "./remove-with-undo";

/** The settings of one step, beside a canvas that stays live; on a phone it rises from below. */
export function Panel({ previewEmail }: Pick<EditorActions, "previewEmail">) {
  const openNode = useEditorState((state) => state.openNode);
  const node = useEditorState((state) =>
    openNode ? graphOf(state.history.present).node(openNode) : undefined,
  );
  const [wide, setWide] = useState(false);
  if (!node) return null;
  return (
    <OpenPanel
      key={node.id}
      node={node}
      wide={wide && node.type === "email"}
      setWide={setWide}
      previewEmail={previewEmail}
    />
  );
}

type OpenPanelProps = Pick<EditorActions, "previewEmail"> & {
  node: FlowNode;
  wide: boolean;
  setWide(wide: boolean): void;
};

function OpenPanel({ node, wide, setWide, previewEmail }: OpenPanelProps) {
  const editor = useEditor();
  const flow = useEditorState((state) => state.history.present);
  const canEdit = useEditorState((state) => state.canEdit);
  const surroundings = useEditorState((state) => state.surroundings);
  const formSlug = useEditorState((state) => state.funnel.formSlug);
  const funnelId = useEditorState((state) => state.funnel.id);
  const preview = useCallback(
    (input: Pick<Parameters<typeof previewEmail>[0], "settings">) =>
      previewEmail({ funnelId, dates: flow.dates ?? [], ...input }),
    [previewEmail, funnelId, flow.dates],
  );
  const reveal = useEditorState((state) => state.reveal);
  const fields = useRef<HTMLDivElement>(null);
  const name = nameOf(flow, node.id);
  const sentence = sentenceOf(flow, node);
  const Form = formFor(node.type);

  useEffect(() => {
    if (reveal?.focus !== "panel" || reveal.nodeId !== node.id) return;
    // The name comes first in the panel, but what one came to write is the form.
    const form = fields.current?.querySelector<HTMLElement>("[data-form]");
    const first = firstField(form);
    if (first || !form?.querySelector("[role=status]")) {
      (first ?? firstField(fields.current))?.focus();
      return;
    }
    // The form is still loading. Whoever has gone elsewhere meanwhile is left there.
    const here = document.activeElement;
    const loads = new MutationObserver(() => {
      const field = firstField(form);
      if (!field) return;
      loads.disconnect();
      if (document.activeElement === here) field.focus();
    });
    loads.observe(form, { childList: true, subtree: true });
    return () => loads.disconnect();
  }, [reveal, node.id]);

  // A panel that goes away while a field has the focus hears no blur.
  useEffect(() => () => editor.typingEnds(), [editor]);

  const onFocus = (event: FocusEvent<HTMLElement>) => {
    if (isTyped(event.target)) editor.typingBegins();
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (isTyped(event.target)) editor.typingEnds();
  };
  const put = (data: FlowNode["data"]) => editor.configure(node.id, data);
  const close = () => editor.store.setState({ openNode: null, reveal: { nodeId: node.id, focus: "card" } });

  return (
    <section
      aria-label={`Settings of ${name}`}
      data-inset="right"
      onFocus={onFocus}
      onBlur={onBlur}
      onKeyDown={(event) => {
        // What floats over the panel is its child in React only; its Escape is its own.
        const own = event.currentTarget.contains(event.target as Node);
        if (event.key !== "Escape" || !own || event.defaultPrevented) return;
        event.preventDefault();
        close();
      }}
      className={cn(
        "absolute inset-y-2 right-2 z-20 flex animate-sheet-in flex-col overflow-hidden rounded-xl bg-raised shadow-float [--from:24px_0]",
        wide ? "w-[min(880px,calc(100%-16px))]" : "w-[380px]",
        "max-md:inset-x-0 max-md:top-auto max-md:bottom-0 max-md:h-[68%] max-md:w-full max-md:rounded-b-none max-md:[--from:0_40%]",
      )}
    >
      <header className="flex items-start gap-3 border-b border-line py-3 pr-12 pl-4">
        <NodeIcon type={node.type} />
        <div className="min-w-0">
          <p className="text-xs font-medium text-ink-soft">{name}</p>
          <h2 className="line-clamp-4 text-base font-semibold text-pretty wrap-anywhere text-ink">
            {sentence}
          </h2>
        </div>
        <IconButton
          label="Close settings"
          className="absolute top-2.5 right-2.5 text-ink-soft"
          onClick={close}
        >
          <X />
        </IconButton>
      </header>
      <div ref={fields} className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <NodeProblems id={node.id} />
        <div data-form className={cn("flex flex-col gap-4 p-4", wide && "min-h-0 flex-1")}>
          <Form
            nodeId={node.id}
            settings={node.data}
            change={put}
            readOnly={!canEdit}
            flow={flow}
            changeEntry={(entry) => editor.editField(setEntry, entry)}
            changeDates={(dates) => editor.editField(setDates, dates)}
            changeRules={(rules) => editor.editField(setRules, rules)}
            surroundings={surroundings}
            formSlug={formSlug}
            previewEmail={preview}
            wide={wide}
            setWide={setWide}
          />
        </div>
        {wide ? null : (
          <div className="border-t border-line p-4">
            <Field
              label="Name of this step"
              optional
              help={runs(node.type) ? "Conditions, results and people’s histories use it." : undefined}
            >
              <Input
                value={node.data.name ?? ""}
                maxLength={60}
                readOnly={!canEdit}
                placeholder={name}
                onChange={(event) => {
                  const { name: _name, ...rest } = node.data;
                  put(
                    (event.target.value ? { ...rest, name: event.target.value } : rest) as FlowNode["data"],
                  );
                }}
              />
            </Field>
          </div>
        )}
      </div>
      {canEdit ? (
        <footer className="flex justify-between gap-2 border-t border-line px-3 py-2 pb-[max(--spacing(2),env(safe-area-inset-bottom))]">
          <Button variant="ghost" size="sm" onClick={() => editor.duplicate(new Set([node.id]))}>
            <Copy aria-hidden />
            Duplicate
          </Button>
          <Button
            variant="ghost"
            size="sm"
            className="text-bad hover:bg-bad/8"
            onClick={() => removeWithUndo(editor, [node.id])}
          >
            <Trash2 aria-hidden />
            Delete step
          </Button>
        </footer>
      ) : null}
    </section>
  );
}

function NodeProblems({ id }: { id: string }) {
  const all = useEditorState((state) => state.issues);
  const issues = all.filter((issue) => issue.nodeId === id);
  if (issues.length === 0) return null;
  return (
    <ul
      aria-label="To mend in this step"
      className="flex flex-col gap-1 border-b border-line bg-attention/8 px-4 py-2.5"
    >
      {issues.map((issue) => (
        <li key={issue.message} className="text-sm text-pretty text-ink">
          {issue.message}
        </li>
      ))}
    </ul>
  );
}

const FIELDS =
  "input:not([type=hidden]):not([disabled]), select, textarea, [contenteditable=true], [role=radio][aria-checked=true]";

const firstField = (within: HTMLElement | null | undefined): HTMLElement | null =>
  within?.querySelector<HTMLElement>(FIELDS) ?? null;

/** Whether what is done in this field is typed, letter by letter. */
function isTyped(target: EventTarget): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "hidden"].includes(target.type);
}
