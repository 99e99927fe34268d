/**
 * `npm run bench`: the provider's cost compared to Terraform itself, measured in the same run, and the number of calls of a large restart.
 * Prints a table and the expectations; exits with 1 if one is not met.
 */
import { cpus } from "node:os";
import { maxIdsPerBatch } from "../lib/domain/limits";
import { type Comparison, ratio } from "./compared";
import { describeComparisons } from "./comparison-table";
import { Workspaces } from "./fleet-workspace";
import { measureShapes } from "./many-resources";
import { countRestartCalls, type RestartCalls } from "./restart-calls";
import { describeShapes, expectShapes } from "./shapes-table";
import { measureStartUp } from "./start-up";
import { measureCommands } from "./whole-commands";

/** A plan may take this many times Terraform's own time for the same values. */
const planBudget = 8;

interface Expectation {
  readonly text: string;
  readonly met: boolean;
}

async function main(): Promise<void> {
  const workspaces = new Workspaces();
  try {
    print(`Node.js ${process.versions.node}, ${cpus().length} processors. Medians in milliseconds.`, "");
    const comparisons = [
      await measureStartUp(21, workspaces.folder),
      ...(await measureCommands(workspaces, { size: 1, runs: 15, commands: ["plan", "apply"] })),
      ...(await measureCommands(workspaces, { size: 500, runs: 5, commands: ["plan", "apply"] })),
      ...(await measureCommands(workspaces, { size: 10_000, runs: 3, commands: ["plan"] })),
    ];
    print(...describeComparisons(comparisons), "");
    const calls = await countRestartCalls(workspaces, 500);
    print(...describeCalls(calls), "");
    const shapes = await measureShapes(workspaces, 100, 5);
    print(...describeShapes(shapes), "");

    const expectations = [...expectPlans(comparisons), ...expectCalls(calls), ...expectShapes(shapes)];
    print(...expectations.map(({ text, met }) => `${met ? "as expected" : "NOT MET    "}  ${text}`));
    if (!expectations.every(({ met }) => met)) process.exitCode = 1;
  } finally {
    await workspaces.remove();
  }
}

function describeCalls({ size, tookMs, posts, lists, singleReads }: RestartCalls): readonly string[] {
  return [
    `One apply that restarts ${size} instances: ${posts} POST, ${lists} listings, ${singleReads} single reads;`,
    `${(tookMs / 1_000).toFixed(1)} s, of which the emulated restarts are up to half a second.`,
  ];
}

function expectPlans(comparisons: readonly Comparison[]): readonly Expectation[] {
  return comparisons
    .filter(({ name }) => name.startsWith("terraform plan"))
    .map((comparison) => ({
      text: `${comparison.name}: at most ${planBudget} times the floor`,
      met: ratio(comparison) <= planBudget,
    }));
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
