import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFlow } from "@/lib/flow/arbitrary";
import { emptyFlow, type Flow, type FlowNode, strictFlow } from "@/lib/flow/flow";
import { linksOf } from "@/lib/mail/links";
import { definitionFor, nodeTypes } from "@/lib/nodes/definitions";
import { drawing, end, mail, onForm, wait } from "@/tests/engine/drawings";
import { sharedTemplate } from "./share";
import { templateFile } from "./template-file";

const origin = "https://funnels.mill.example";
const share = (flow: Flow, name = "Welcome") => sharedTemplate({ name, flow }, { origin });

/** Every place of a template where anything may stand. What is not listed here has not been thought about. */
const ALLOWED = new Set(
  `
  format version name
  flow.entry.rule flow.entry.property flow.entry.days
  flow.dates[].name flow.dates[].date flow.dates[].time flow.dates[].zone flow.dates[].kind flow.dates[].days flow.dates[].hours
  flow.edges[].id flow.edges[].source flow.edges[].sourceHandle flow.edges[].target
  flow.nodes[].id flow.nodes[].type flow.nodes[].position.x flow.nodes[].position.y
  trigger.name trigger.on trigger.event trigger.tag trigger.field.field trigger.field.to
  trigger.where[].property trigger.where[].is trigger.where[].value
  trigger.purchase.product trigger.purchase.atLeast trigger.purchase.currency
  trigger.page.is trigger.page.address
  trigger.mail.does trigger.mail.address
  trigger.date.field trigger.date.yearly trigger.date.days trigger.date.time
  trigger.schedule.every trigger.schedule.date trigger.schedule.weekdays[] trigger.schedule.day trigger.schedule.time
  trigger.hook.email trigger.hook.contactName trigger.hook.id
  trigger.form.title trigger.form.text trigger.form.button trigger.form.askName trigger.form.consent trigger.form.thanks
  email.name email.kind email.reason
  email.subject[].type email.subject[].text email.subject[].path email.subject[].fallback
  email.preview[].type email.preview[].text email.preview[].path email.preview[].fallback
  email.body[].type email.body[].level email.body[].ordered email.body[].label email.body[].align
  email.body[].src email.body[].alt email.body[].width email.body[].link email.body[].link.path
  email.body[].content[].type email.body[].content[].text email.body[].content[].path email.body[].content[].fallback
  email.body[].content[].bold email.body[].content[].italic email.body[].content[].underline
  email.body[].content[].link email.body[].content[].link.path
  email.body[].items[][].type email.body[].items[][].text email.body[].items[][].path email.body[].items[][].fallback
  email.body[].items[][].bold email.body[].items[][].italic email.body[].items[][].underline
  email.body[].items[][].link email.body[].items[][].link.path
  email.subject[].as email.preview[].as email.body[].content[].as email.body[].items[][].as
  email.body[].list email.body[].most email.body[].more
  email.body[].content[].level email.body[].content[].ordered email.body[].content[].label
  email.body[].content[].align email.body[].content[].src email.body[].content[].alt email.body[].content[].width
  email.body[].content[].picture
  email.body[].content[].content[].type email.body[].content[].content[].text email.body[].content[].content[].path email.body[].content[].content[].fallback
  email.body[].content[].content[].as email.body[].content[].content[].bold email.body[].content[].content[].italic
  email.body[].content[].content[].underline email.body[].content[].content[].link email.body[].content[].content[].link.path
  email.body[].content[].aside[].type email.body[].content[].aside[].text email.body[].content[].aside[].path email.body[].content[].aside[].fallback
  email.body[].content[].aside[].as email.body[].content[].aside[].bold email.body[].content[].aside[].italic
  email.body[].content[].aside[].underline email.body[].content[].aside[].link email.body[].content[].aside[].link.path
  email.body[].content[].items[][].type email.body[].content[].items[][].text email.body[].content[].items[][].path email.body[].content[].items[][].fallback
  email.body[].content[].items[][].as email.body[].content[].items[][].bold email.body[].content[].items[][].italic
  email.body[].content[].items[][].underline email.body[].content[].items[][].link email.body[].content[].items[][].link.path
  wait.name wait.forMs wait.until.kind wait.until.days wait.until.time wait.until.weekdays[]
  wait.until.date wait.until.zone wait.until.past wait.until.day
  wait.until.of wait.until.named wait.until.minutes wait.until.event wait.until.same wait.until.since wait.until.atMostMs wait.until.forMs
  condition.name condition.patienceMs
  update-contact.name update-contact.changes[].do update-contact.changes[].tag update-contact.changes[].field
  update-contact.changes[].value update-contact.changes[].by
  split.name split.paths[].id split.paths[].share split.paths[].nothing
  branch.name branch.rules[].id branch.rules[].label
  goal.name goal.what goal.product goal.atLeast goal.currency goal.event goal.where[].property goal.where[].is goal.where[].value
  goal.tag goal.email goal.link goal.value goal.catches goal.waitMs goal.otherwise
  jump.name jump.to jump.most jump.funnel audience.name audience.does audience.audience webhook.name webhook.url notify.name notify.to notify.note end.name end.reason note.name note.text
  `
    .trim()
    .split(/\s+/),
);

for (const link of [...ALLOWED].filter((place) => /^email\.body.*\.link$/.test(place))) {
  for (const place of ["to", "to.path", "until", "afterwards"]) ALLOWED.add(`${link}.${place}`);
}

/** Each kind of test of a rule, wherever a rule stands. */
const TESTED =
  "test email link product atLeast currency not since.from since.email event where[].property where[].is where[].value times tag field is value property goal";
for (const rule of ["condition.rule", "branch.rules[].rule", "flow.rules.onlyIf", "flow.rules.except"]) {
  for (const place of ["match", "groups[].match"]) ALLOWED.add(`${rule}.${place}`);
  for (const place of TESTED.split(" ")) ALLOWED.add(`${rule}.groups[].tests[].${place}`);
}
const LEAVING =
  "purchased purchased.product purchased.atLeast purchased.currency events[].event events[].where[].property events[].where[].is events[].where[].value";
for (const place of ["onlyIf", "except", ...LEAVING.split(" ").map((one) => `leave.${one}`)]) {
  ALLOWED.add(`flow.rules.${place}`);
}

/** The places of a document where a text, number or truth stands: "flow.edges[].id", "email.body[].src". */
function places(value: unknown, at = ""): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one) => {
      const node = at === "flow.nodes" ? (one as FlowNode) : null;
      if (!node) return places(one, `${at}[]`);
      const { data, ...rest } = node;
      return [...places(rest, `${at}[]`), ...places(data, node.type)];
    });
  }
  if (value === null || typeof value !== "object") return [at];
  return Object.entries(value).flatMap(([key, inner]) => places(inner, at === "" ? key : `${at}.${key}`));
}

/** As on a new card: which funnel, which email, which link. */
const UNTOLD = /^trigger\.mail\.(funnelId|nodeId|link|named\.(funnel|email|link))$/;

const unthought = (flow: Flow): string[] => {
  const file = JSON.parse(templateFile(share(flow)));
  for (const { type, data } of file.flow.nodes) {
    if (type !== "trigger" || !data.mail) continue;
    const { does: _, address: __, ...untold } = data.mail;
    expect(untold).toEqual({
      funnelId: null,
      nodeId: null,
      link: null,
      named: { funnel: "", email: "", link: "" },
    });
  }
  return [...new Set(places(file).filter((place) => !ALLOWED.has(place) && !UNTOLD.test(place)))];
};

describe("what goes along", () => {
  test("is on the list, whatever is drawn", () => {
    fc.assert(
      fc.property(anyFlow(), (flow) => {
        expect(unthought(flow)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("is decided for every setting of every type of step", () => {
    for (const type of nodeTypes) {
      const { settings, goesAlong } = definitionFor(type);
      const { shape } = settings as unknown as { shape: Record<string, unknown> };
      expect(Object.keys(goesAlong).sort(), type).toEqual(Object.keys(shape).sort());
    }
  });

  test("is steps, lines and the entry rule of a funnel. Is something new private?", () => {
    expect(Object.keys(emptyFlow()).sort()).toEqual(["edges", "entry", "nodes"]);
  });

  test("of a step's settings only those that may; the others are as on a new card", () => {
    const definition = definitionFor("end");
    const { goesAlong } = definition as { goesAlong: Record<string, boolean> };
    const flow = drawing({ t: onForm(), bye: end("secret") }, ["t > bye"]);
    try {
      goesAlong.reason = false;
      expect(share(flow).flow.nodes[1]?.data).toEqual(definition.initial());
    } finally {
      goesAlong.reason = true;
    }
    expect(share(flow).flow.nodes[1]?.data).toEqual({ reason: "secret" });
  });

  test("is neither the address that a webhook calls nor the teammate who is told", () => {
    const flow = drawing(
      {
        t: onForm(),
        call: { type: "webhook", data: { url: "https://crm.example.org/?key=secret" } },
        tell: { type: "notify", data: { to: "maria@example.org", note: "Call them." } },
      },
      ["t > call > tell"],
    );
    const [, call, tell] = share(flow).flow.nodes;
    expect([call?.data, tell?.data]).toEqual([{ url: "" }, { to: "", note: "Call them." }]);
  });

  test("is not which other funnel's email starts it", () => {
    const own = "00000000-0000-4000-8000-000000000001";
    const named = { funnel: "Our own", email: "Secret letter", link: "Hidden" };
    const chosen = { funnelId: own, nodeId: "our-email", link: "l1", address: "mill.example", named };
    const flow = drawing({ t: { type: "trigger", data: { on: "mail", mail: chosen } }, bye: end() }, [
      "t > bye",
    ]);
    const file = templateFile(share(flow));
    for (const word of [own, "our-email", "l1", ...Object.values(named)]) expect(file).not.toContain(word);
    expect(share(flow).flow.nodes[0]?.data).toMatchObject({ on: "mail", mail: { address: "" } });
  });

  test("is an address that starts it only where the funnel's own emails show it anyway", () => {
    const started = (address: string) =>
      drawing(
        {
          t: { type: "trigger", data: { on: "mail", mail: { does: "clicked", address } } },
          hello: mail("Hello", {
            body: [{ type: "button", label: "Look", link: "https://mill.example/Spring" }],
          }),
        },
        ["t > hello"],
      );
    const along = (address: string) => share(started(address)).flow.nodes[0]?.data;
    expect(along("mill.example/spring")).toMatchObject({ mail: { address: "mill.example/spring" } });
    expect(along("mill.example/secret-offer")).toMatchObject({ mail: { does: "clicked", address: "" } });
  });
});

/** A funnel with a secret in every place where this installation could have put one. */
const SECRET = "Zaunkonig";
function stuffed(): Flow {
  const home = `${origin}/f/${SECRET}-1a2b`;
  const flow = drawing(
    {
      [`${SECRET}-t`]: onForm(),
      [`${SECRET}-hello`]: mail("Hello", {
        body: [
          {
            type: "paragraph",
            content: [{ type: "text", text: `Sign up at ${home}, or ${home.slice(8)}.` }],
          },
          { type: "button", label: "The form", link: home },
          { type: "button", label: "The mirror", link: `https://mirror.example/?to=${home}` },
          { type: "button", label: "The store", link: `https://${SECRET}:pass@shop.example/` },
          { type: "button", label: "Elsewhere", link: "https://example.org/look" },
          { type: "image", src: `${origin}/pictures/${SECRET}.png`, alt: "Us" },
        ],
      }),
      [`${SECRET}-ask`]: {
        type: "condition",
        data: {
          rule: {
            groups: [
              { tests: [{ test: "clicked", email: `${SECRET}-hello`, link: null }] },
              { tests: [{ test: "opened", email: `${SECRET}-hello` }] },
            ],
          },
        },
      },
      [`${SECRET}-w`]: wait(60_000),
    },
    [`${SECRET}-t > ${SECRET}-hello > ${SECRET}-ask`, `${SECRET}-ask:yes > ${SECRET}-w`],
  );
  const extra = {
    workspaceId: SECRET,
    createdBy: SECRET,
    nodes: flow.nodes.map((node) => ({
      ...node,
      measured: SECRET,
      data: {
        ...node.data,
        sender: SECRET,
        replyTo: SECRET,
        apiKey: SECRET,
        webhook: `https://${SECRET}.example`,
      },
    })),
    edges: flow.edges.map((edge) => ({ ...edge, data: SECRET })),
  };
  return { ...flow, ...extra } as Flow;
}

describe("a funnel stuffed with secrets", () => {
  test("gives none of them away", () => {
    expect(unthought(stuffed())).toEqual([]);
    const file = templateFile(share(stuffed(), `Welcome, see ${origin}/t/${SECRET}`));
    expect(file).not.toContain(SECRET);
    expect(file).not.toContain(new URL(origin).host);
    expect(file, "what leads elsewhere stays").toContain("https://example.org/look");
  });

  test("keeps its shape: the same steps and lines under new ids, and references that follow", () => {
    const { flow } = share(stuffed());
    expect(flow.nodes.map(({ id }) => id)).toEqual(["trigger-1", "email-2", "condition-3", "wait-4"]);
    expect(flow.edges.map(({ id, source, target }) => [id, source, target])).toEqual([
      ["trigger-1-next", "trigger-1", "email-2"],
      ["email-2-next", "email-2", "condition-3"],
      ["condition-3-yes", "condition-3", "wait-4"],
    ]);
    expect(definitionFor("condition").references?.(flow.nodes[2]?.data)).toEqual(["email-2", "email-2"]);
  });
});

test("a condition still asks about the same link after its address was hidden; one that is gone becomes any link", () => {
  const urls = [
    `${origin}/f/one`,
    `${origin}/f/two`,
    "https://user:pw@shop.example/",
    "https://example.org/look",
  ];
  const late = { to: `${origin}/f/two`, until: "ends", afterwards: `${origin}/f/one` };
  const links = [...urls, late];
  const hello = mail("Hello", { body: links.map((link) => ({ type: "button", label: "Go", link })) });
  const body = (hello.data as { body: Parameters<typeof linksOf>[0] }).body;
  const keys = linksOf(body).map(({ key }) => key);
  const tests = [...keys, "gone"].map((link) => ({ test: "clicked", email: "m", link }));
  const flow = drawing(
    { t: onForm(), m: hello, ask: { type: "condition", data: { rule: { groups: [{ tests }] } } } },
    ["t > m > ask"],
  );
  const dates: Flow["dates"] = [
    { name: "ends", kind: "days", days: 3, time: "23:59" },
    { name: "soon", kind: "hours", hours: 2 },
    { name: "close", date: "2026-03-20", time: "18:00", zone: null },
  ];
  expect(unthought({ ...flow, dates })).toEqual([]);
  const shared = share({ ...flow, dates }).flow;
  expect(shared.dates).toEqual(dates);
  const after = shared.nodes[1]?.type === "email" ? linksOf(shared.nodes[1].data.body) : [];
  expect(after.map(({ target }) => target)).toEqual([
    "https://your-website.example/1",
    "https://your-website.example/2",
    "https://example.org/look",
    { to: "https://your-website.example/2", until: "ends", afterwards: "https://your-website.example/1" },
  ]);
  const asked = shared.nodes[2]?.type === "condition" ? shared.nodes[2].data.rule.groups[0]?.tests : [];
  expect(asked?.map((one) => "link" in one && one.link)).toEqual([...after.map(({ key }) => key), null]);
});

test("sharing what was shared changes nothing, and what is shared is a drawing", () => {
  fc.assert(
    fc.property(anyFlow(), (flow) => {
      const once = share(flow);
      expect(strictFlow.parse(structuredClone(once.flow))).toEqual(once.flow);
      expect(sharedTemplate(once, { origin })).toEqual(once);
    }),
    { numRuns: 200 },
  );
});
