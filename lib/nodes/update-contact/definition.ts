import type { Topic } from "@/lib/flow/world";
import type { Cause, NodeDefinition } from "../contract";
import { resolved } from "./resolve";
import { sayChanges, tellChanges, unfinished } from "./say";
import { type UpdateContactSettings, updateContactSettings } from "./settings";

export const updateContact = {
  type: "update-contact",
  label: "Update contact",
  hint: "Tags and fields of the person",
  icon: "user-pen",
  group: "people",
  settings: updateContactSettings,
  initial: () => updateContactSettings.parse({}),
  exits: () => [{ id: "next", label: "Next", mayStayOpen: true }],
  summary: ({ changes }) => sayChanges(changes),
  issues: ({ changes }) => unfinished(changes),
  goesAlong: { name: true, changes: true },
  causes: ({ changes }) =>
    changes.flatMap((one): Cause[] => {
      if ("tag" in one) {
        const event = one.do === "add-tag" ? "tag.added" : "tag.removed";
        return one.tag === "" ? [] : [{ event, properties: { tag: one.tag } }];
      }
      // What a number comes to is not known before.
      const value = one.do === "set-field" ? { value: one.value } : { value: null };
      return one.field === "" ? [] : [{ event: "field.changed", properties: { field: one.field, ...value } }];
    }),
  // What is so already is left alone, and numbers are counted from what they are.
  reads: ({ changes }) =>
    changes.flatMap((one): Topic[] => {
      if ("tag" in one) return one.tag === "" ? [] : [{ topic: "tag", tag: one.tag }];
      return one.field === "" ? [] : [{ topic: "field", field: one.field }];
    }),
  visit({ changes }, _at, world) {
    const all = resolved(changes, world);
    const real = all.flatMap((one) => one?.change ?? []);
    return {
      answer: "leave",
      by: "next",
      because: {
        v: 1,
        why: "changed",
        items: all.flatMap((one, index) =>
          one
            ? [
                {
                  topic: one.topic,
                  test: `changes.${index}`,
                  value: one.value,
                  at: one.change ? world.now : null,
                },
              ]
            : [],
        ),
      },
      ...(real.length > 0 ? { effects: [{ kind: "change" as const, key: "change", changes: real }] } : {}),
    };
  },
  tells: ({ changes }, { because }) => tellChanges(changes, because),
} satisfies NodeDefinition<"update-contact", UpdateContactSettings>;
