import { emulatorCommand } from "../../../lib/bin/commands/emulator";
import { createEmulator } from "../../../lib/emulator/emulator";
import type { SeedFile } from "../../../lib/emulator/seed/seed";
import { readProjectFile, tableRowsBelow } from "../../support/docs/markdown";

const page = readProjectFile("docs/emulator.md");

function examplesBelow(heading: string): readonly unknown[] {
  const section = page.slice(page.indexOf(`\n${heading}\n`));
  const end = section.indexOf("\n## ", 1);
  const blocks = (end === -1 ? section : section.slice(0, end)).matchAll(/^```json\n([\s\S]*?)^```$/gm);
  return [...blocks].map((match): unknown => JSON.parse(match[1]!));
}

/** The value in backticks that a cell begins with. */
function codeOf(cell: string | undefined): string {
  return /^`([^`]+)`/.exec(cell ?? "")?.[1] ?? "";
}

test("the table of options is that of the command", () => {
  const [, ...rows] = tableRowsBelow(page, "## Options");
  expect(rows.map(([option]) => codeOf(option))).toEqual(emulatorCommand().options.map(({ flags }) => flags));
});

test("options that have a default are documented with it", () => {
  const [, ...rows] = tableRowsBelow(page, "## Options");
  const documented = new Map(rows.map(([option, value]) => [codeOf(option), codeOf(value)]));
  for (const { flags, defaultValue } of emulatorCommand().options) {
    if (defaultValue !== undefined) expect([flags, documented.get(flags)]).toEqual([flags, String(defaultValue)]);
  }
});

test("the example seed is one the emulator takes", () => {
  const [seed] = examplesBelow("## Seed");
  const emulator = createEmulator({ seed: seed as SeedFile });
  expect(JSON.stringify(emulator.instances())).toContain('"half-made"');
});

test("the example rules, and every effect of the table, are ones the emulator takes", () => {
  const [rules] = examplesBelow("## Faults");
  const [, ...rows] = tableRowsBelow(page, "## Faults");
  const emulator = createEmulator();
  emulator.setFaults(rules);
  const effects = rows.map(([effect]) => JSON.parse(codeOf(effect)) as unknown);
  expect(effects).toHaveLength(10);
  for (const effect of effects) emulator.setFaults([{ on: { operation: "action" }, do: effect }]);
  expect(() => emulator.setFaults([{ on: { operation: "action" }, do: { explode: true } }])).toThrow(/explode/);
});

test("the example rule for lists, and both effects of the table, are ones the emulator takes", () => {
  const [rules] = examplesBelow("## Lists That Lag");
  const [, ...rows] = tableRowsBelow(page, "## Lists That Lag");
  const emulator = createEmulator();
  emulator.setFaults(rules);
  const effects = rows.map(([effect]) => JSON.parse(codeOf(effect)) as unknown);
  expect(effects).toHaveLength(2);
  for (const effect of effects) {
    for (const operation of ["list", "tasks"]) emulator.setFaults([{ on: { operation }, do: effect }]);
  }
});
