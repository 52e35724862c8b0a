import { expect, test } from "vitest";
import { missingPlatformPackages } from "../../scripts/package-lock.mjs";

test("a platform's package that the lock lacks is named, wherever Node would look for it", () => {
  const packages = {
    "": { optionalDependencies: { chrome: "1" } },
    "node_modules/outer": {
      version: "1.0.0",
      optionalDependencies: { "@outer/mac": "1", "@outer/linux": "1" },
    },
    "node_modules/outer/node_modules/@scope/inner": {
      version: "2.0.0",
      optionalDependencies: { binary: "1" },
    },
    "node_modules/outer/node_modules/binary": { version: "1.0.0" },
    "node_modules/@outer/linux": { version: "1.0.0" },
  };
  expect(missingPlatformPackages({ packages })).toEqual([
    "package.json lacks chrome",
    "outer@1.0.0 lacks @outer/mac",
  ]);
});
