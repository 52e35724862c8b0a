import { expect, test } from "vitest";
import { dateName, freeDateName } from "./date-name";

test("one more date is called what no date is called, whichever were removed before", () => {
  const dates: { name: string }[] = [];
  const add = () => dates.push({ name: freeDateName(dates, ["open", "close", "date"]) });
  for (let n = 0; n < 6; n++) add();
  expect(dates.map(({ name }) => name)).toEqual(["open", "close", "date", "date_2", "date_3", "date_4"]);
  dates.splice(3, 1);
  add();
  expect(dates.at(-1)?.name).toBe("date_2");
  for (let n = 0; n < 15; n++) dates.splice(n % dates.length, n % 2, { name: `date_${n + 2}` });
  for (let n = 0; n < 20; n++) {
    const name = freeDateName(dates, ["open", "close", "date"]);
    expect(dates.some((one) => one.name === name)).toBe(false);
    expect(dateName.safeParse(name).success).toBe(true);
    dates.push({ name });
  }
});
