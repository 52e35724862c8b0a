import { bench } from "vitest";
import { compileEmail } from "@/emails/compile";
import { everyBlock } from "@/emails/sample-letters";
import { fillEmail } from "@/lib/mail/fill";
import { sampleValues } from "@/lib/mail/samples";

// Run with: npx vitest bench bench/fill.bench.ts
const compiled = await compileEmail(everyBlock);
const values = sampleValues(everyBlock);
const place = {
  link: (key: string) => `https://app.example/c/${key}`,
  pixelUrl: "https://app.example/o/1",
  unsubscribeUrl: "https://app.example/u/1",
  postalAddress: "Trail & Co.\n1 Hill Road",
};

bench(`fill one email of ${Math.round(compiled.html.length / 1024)} KB`, () => {
  fillEmail(compiled, values, place);
});
