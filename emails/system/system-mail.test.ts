import { expect, test } from "vitest";
import { type SystemMailName, type SystemMailProps, systemMails } from "../index";
import { renderSystemMail } from "../render-system-mail";

const names = Object.keys(systemMails) as SystemMailName[];

test.each(names)("%s renders to a subject, HTML and text that carry its address", async (name) => {
  const props: SystemMailProps[typeof name] = systemMails[name].PreviewProps;
  const { subject, html, text } = await renderSystemMail(name, props);
  expect(subject).not.toBe("");
  expect(html).toContain(`href="${props.url}"`);
  expect(text).toContain(props.url);
  expect(html + text).not.toMatch(/[\uFDD0-\uFDEF]|undefined|\[object|unsubscribe/i);
});

test("names are words, and one that advertises is left out", async () => {
  const { subject, html, text } = await renderSystemMail("invitation", {
    ...systemMails.invitation.PreviewProps,
    inviterName: "<b>Maria</b>\r\nBcc: a@example.org",
    workspaceName: "Claim your prize at https://evil.example",
  });
  expect(subject).toBe("<b>Maria</b> Bcc: a@example.org invites you to a workspace");
  expect(html).toContain("&lt;b&gt;Maria&lt;/b&gt;");
  expect(html + text).not.toContain("evil.example");
});

test("an address that is none is refused", async () => {
  const props = { ...systemMails["password-reset"].PreviewProps, url: "javascript:alert(1)" };
  await expect(renderSystemMail("password-reset", props)).rejects.toThrow();
});
