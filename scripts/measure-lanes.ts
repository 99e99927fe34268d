/**
 * `npx tsx scripts/measure-lanes.ts [LANE…]`: runs each lane alone and writes its times into `__tests__/lanes.json`; `npm run docs` then
 * puts them on the page. Run it after `npm run build`, on an idle machine.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { format, resolveConfig } from "prettier";
import type { Lane } from "./test/lanes";
import { parseTimes } from "./test/parse-times";

const root = resolve(__dirname, "..");
const file = resolve(root, "__tests__/lanes.json");

async function main(chosen: readonly string[]): Promise<void> {
  const table = JSON.parse(readFileSync(file, "utf8")) as Record<string, Lane>;
  for (const lane of chosen.length === 0 ? Object.keys(table) : chosen) {
    const measured = measure(lane);
    console.log(`${lane}: ${measured.wallSeconds} s, ${measured.cpuSeconds} s of processor time`);
    table[lane] = { ...table[lane]!, ...measured };
    const options = await resolveConfig(file);
    writeFileSync(file, await format(JSON.stringify(table), { ...options, parser: "json" }));
  }
}

function measure(lane: string): Required<Pick<Lane, "wallSeconds" | "cpuSeconds">> {
  const begunMs = performance.now();
  const jest = `"${process.execPath}" node_modules/jest/bin/jest.js --silent --selectProjects "$1" >&2`;
  const { status, stdout } = spawnSync("sh", ["-c", `${jest} && times`, "sh", lane], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`The lane ${lane} failed; what it takes is not known.`);
  const wallSeconds = Math.round((performance.now() - begunMs) / 1_000);
  return { wallSeconds, cpuSeconds: Math.round(parseTimes(stdout)) };
}

main(process.argv.slice(2)).catch((failure: unknown) => {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exitCode = 1;
});
