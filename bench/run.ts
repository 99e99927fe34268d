/**
 * `npm run bench`: what the provider costs next to Terraform itself, measured in the same run, how many calls a large restart and one
 * fleet in many resources or projects take, and how quick the emulator is with a large fleet. Prints a table and each goal, met or not;
 * exits with 1 when one is not met. `--only one,500` measures no more than that; `--null FILE` measures a null provider, by the path of its
 * program, beside ours.
 */
import { cpus } from "node:os";
import { maxIdsPerBatch } from "../lib/domain/instance";
import { readChoices, type Choices, type Section } from "./choices";
import type { Comparison, Turns } from "./compared";
import { describeComparisons } from "./comparison-table";
import { expectAnswers, measureEmulator } from "./emulator-answers";
import { Workspaces } from "./fleet-workspace";
import { type Expectation, expectGoals } from "./goals";
import { countProjectLists, expectProjectLists } from "./many-projects";
import { measureShapes } from "./many-resources";
import { expectMemory, measureMemory } from "./provider-memory";
import { countRestartCalls, type RestartCalls } from "./restart-calls";
import { describeShapes, expectShapes } from "./shapes-table";
import { measureStartUp } from "./start-up";
import {
  measureCommands,
  measureGrowth,
  measureGrowthOfMap,
  measureNextToMap,
  measureNextToNull,
} from "./whole-commands";

async function main(): Promise<void> {
  const choices = readChoices(process.argv.slice(2));
  const workspaces = new Workspaces();
  try {
    print(
      `Node.js ${process.versions.node}, ${cpus().length} processors. Medians in milliseconds by the clock: compare the ratios.`,
      "",
    );
    const comparisons = await measureComparisons(workspaces, choices);
    if (comparisons.length > 0) print(...describeComparisons(comparisons), "");
    const met = [...expectGoals(comparisons), ...(await measureCalls(workspaces, choices))];
    print(...met.map(({ text, met }) => `${met ? "met    " : "NOT MET"}  ${text}`));
    if (!met.every((each) => each.met)) process.exitCode = 1;
  } finally {
    await workspaces.remove();
  }
}

/** A row of the table takes a minute at most on any machine, and the last turn that it began. */
const upTo = (atMost: number): Turns => ({ atMost, withinMs: 60_000 });

async function measureComparisons(workspaces: Workspaces, choices: Choices): Promise<readonly Comparison[]> {
  const found: Comparison[] = [];
  const has = (section: Section): boolean => isNext(section, choices);
  if (has("start-up")) found.push(await measureStartUp(upTo(21), workspaces.folder));
  if (has("one")) {
    found.push(...(await measureCommands(workspaces, { size: 1, turns: upTo(15), commands: ["plan", "apply"] })));
    if (choices.nullProvider !== undefined)
      found.push(await measureNextToNull(workspaces, choices.nullProvider, upTo(25)));
  }
  if (has("500"))
    found.push(...(await measureCommands(workspaces, { size: 500, turns: upTo(15), commands: ["plan", "apply"] })));
  if (has("10000")) {
    found.push(...(await measureCommands(workspaces, { size: 10_000, turns: upTo(3), commands: ["plan"] })));
    found.push(await measureNextToMap(workspaces, 10_000, upTo(3)));
    found.push(await measureGrowth(workspaces, 10_000, upTo(3)));
    found.push(await measureGrowthOfMap(workspaces, 10_000, upTo(3)));
  }
  return found;
}

/** Whether a section is wanted. Tells on stderr that it begins: the table comes at the end. */
function isNext(section: Section, { sections }: Choices): boolean {
  const isWanted = sections.includes(section);
  if (isWanted) process.stderr.write(`measuring ${section} …\n`);
  return isWanted;
}

/** Counts calls and asks the emulator. Prints the calls, and returns all expectations. */
async function measureCalls(workspaces: Workspaces, choices: Choices): Promise<readonly Expectation[]> {
  const expectations: Expectation[] = [];
  if (isNext("restart", choices)) {
    const calls = await countRestartCalls(workspaces, 500);
    print(...describeCalls(calls), "");
    expectations.push(...expectCalls(calls));
  }
  if (isNext("shapes", choices)) {
    const shapes = await measureShapes(workspaces, 100, 5);
    print(...describeShapes(shapes), "");
    expectations.push(...expectShapes(shapes));
  }
  if (isNext("memory", choices)) expectations.push(...expectMemory(await measureMemory(workspaces, 10_000)));
  if (isNext("projects", choices)) expectations.push(...expectProjectLists(await countProjectLists(workspaces, 30)));
  if (isNext("emulator", choices)) expectations.push(...expectAnswers(await measureEmulator(10_000, 15)));
  return expectations;
}

function describeCalls({ size, tookMs, posts, lists, singleReads }: RestartCalls): readonly string[] {
  return [
    `One apply that restarts ${size} instances: ${posts} POST, ${lists} listings, ${singleReads} single reads;`,
    `${(tookMs / 1_000).toFixed(1)} s, of which the emulated restarts are up to half a second.`,
  ];
}

function expectCalls({ size, posts, largestBatch, eachOnce }: RestartCalls): readonly Expectation[] {
  const batches = Math.ceil(size / maxIdsPerBatch);
  return [
    {
      text: `${size} restarts in ${batches} POSTs of at most ${maxIdsPerBatch} ids`,
      met: posts === batches && largestBatch <= maxIdsPerBatch,
    },
    { text: "every instance in exactly one of them", met: eachOnce },
  ];
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

main().catch((failure: unknown) => {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exitCode = 1;
});
