import { expect, test } from "vitest";
import { reachOf } from "./reach-of";

test.each([
  ["http://localhost:3000", "machine"],
  ["http://app.localhost:3000", "machine"],
  ["http://127.0.0.1:3000", "machine"],
  ["http://127.1:3000", "machine"],
  ["http://0.0.0.0", "machine"],
  ["http://[::1]:3000", "machine"],
  ["http://192.168.1.20:3000", "network"],
  ["http://10.0.0.1", "network"],
  ["http://172.20.0.1", "network"],
  ["http://[fd00::1]", "network"],
  ["http://[fe80::1]", "network"],
  ["http://studio.local:3000", "network"],
  ["http://nas", "network"],
  ["https://funnels.mill.example", "everyone"],
  ["https://172.32.0.1", "everyone"],
  ["https://localhost.example.org", "everyone"],
  ["https://10.example.org", "everyone"],
  ["https://[2001:db8::1]", "everyone"],
])("%s reaches: %s", (address, reach) => {
  expect(reachOf(address)).toBe(reach);
});
