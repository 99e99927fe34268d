/**
 * `npm test [-- ARGUMENTS OF JEST]` and, with `--all`, `npm run test:all`: builds, runs lanes of `__tests__` with Jest, and finally names
 * the lanes that did not run. `--selectProjects LANE…` or a path in a lane chooses other lanes than the usual ones.
 */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { findProgram } from "../__tests__/support/programs/needed-programs";
import { requireTerraform } from "../lib/testing/terraform/terraform-program";
import { parseArguments } from "./test/arguments";
import { closingLines } from "./test/closing-lines";
import { lanes } from "./test/lanes";
import { jestArguments, planRun } from "./test/plan-run";
import { variableOf } from "../lib/domain/environment";

/** Most objects of tests are garbage at once: with this much room fewer are copied. Jest passes the option to its workers. */
const roomyNursery = "--max-semi-space-size=64";

const root = resolve(__dirname, "..");

async function main(args: readonly string[]): Promise<number> {
  const { wish, forJest } = parseArguments(args, Object.keys(lanes), root);
  // A missing Terraform does not leave lanes out: without it, the rest of the command is not worth the wait.
  const plan = planRun(lanes, wish, (program) => program === "terraform" || findProgram(program) !== undefined);
  if (plan.lanes.some((lane) => lanes[lane]!.needs.includes("terraform"))) {
    const program = variableOf(process.env, "TERRAFORM_BINARY_NAME") ?? "terraform";
    requireTerraform(program, "The suite", "Install it, or name it with TERRAFORM_BINARY_NAME.");
  }
  const code = plan.lanes.length === 0 ? 0 : await buildAndTest(jestArguments(forJest, plan.lanes));
  // The lines go to stderr like Jest's own summary: stdout is for `--json`.
  for (const line of closingLines(lanes, plan, process.env)) console.error(line);
  return code === 0 && plan.failing.length > 0 ? 1 : code;
}

async function buildAndTest(args: readonly string[]): Promise<number> {
  const built = await runNode(require.resolve("tsx/cli"), "scripts/build.ts");
  return built === 0 ? runNode(roomyNursery, require.resolve("jest/bin/jest"), ...args) : built;
}

/** Runs a Node.js program in the repository, with this terminal. Answers its exit code; a signal to this process is passed on to it. */
function runNode(...args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) => done(code ?? 1));
  });
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (failure: unknown) => {
    console.error(failure instanceof Error ? failure.message : failure);
    process.exitCode = 1;
  },
);
