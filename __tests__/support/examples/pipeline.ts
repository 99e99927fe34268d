import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ExampleProject } from "./project";

/** One command of a pipeline, as it is written, with the variables it sees. */
export interface PipelineStep {
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A job of a GitHub workflow or of a GitLab pipeline, without the steps of other actions (checkout, set-up). */
export interface PipelineJob {
  readonly name: string;
  /** The conditions for its run, in GitLab's words; empty without a condition. */
  readonly rules: readonly string[];
  readonly steps: readonly PipelineStep[];
}

interface GithubWorkflow {
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly env?: Readonly<Record<string, string>>;
        readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
        readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
      }
    >
  >;
}

/**
 * The jobs of a GitHub workflow, once for each value of a matrix of one dimension. `contexts` gives the values of texts between `${{` and
 * `}}`; throws for any other text.
 */
export function githubJobs(file: string, contexts: Readonly<Record<string, string>>): readonly PipelineJob[] {
  const { env: ofWorkflow = {}, jobs } = parse(readFileSync(file, "utf8")) as GithubWorkflow;
  return Object.entries(jobs).flatMap(([name, { env = {}, strategy, steps }]) => {
    const [dimension] = Object.entries(strategy?.matrix ?? {});
    const variants = dimension?.[1].map((value) => ({ [`matrix.${dimension[0]}`]: value })) ?? [{}];
    return variants.map((variant) => {
      const fill = (text: string): string => filled(text, { ...contexts, ...variant });
      const suffix = Object.values(variant).map((value) => `-${value}`);
      return {
        name: name + suffix.join(""),
        rules: [],
        steps: steps.flatMap(({ run, env: own = {} }) =>
          run === undefined
            ? []
            : [{ command: fill(run), environment: mapValues({ ...ofWorkflow, ...env, ...own }, fill) }],
        ),
      };
    });
  });
}

function filled(text: string, contexts: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{\s*([\w.]+)\s*\}\}/g, (_, name: string) => {
    const value = contexts[name];
    if (value === undefined) throw new Error(`the workflow uses ${name}, which the test gives no value`);
    return value;
  });
}

interface GitlabJob {
  readonly rules?: readonly { readonly if: string }[];
  readonly extends?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
}

const gitlabKeywords: readonly string[] = ["image", "stages", "default", "variables", "workflow", "include"];

/** The jobs of a `.gitlab-ci.yml`; lines of one script share a shell, as they do there. */
export function gitlabJobs(file: string): readonly PipelineJob[] {
  const pipeline = parse(readFileSync(file, "utf8")) as Readonly<Record<string, GitlabJob>>;
  const ofPipeline = (pipeline["variables"] ?? {}) as Readonly<Record<string, string>>;
  const names = Object.keys(pipeline).filter((name) => !name.startsWith(".") && !gitlabKeywords.includes(name));
  return names.map((name) => {
    const job = pipeline[name]!;
    const template = job.extends === undefined ? {} : pipeline[job.extends]!;
    const whole: GitlabJob = { ...pipeline["default"], ...template, ...job };
    const environment = { ...ofPipeline, ...template.variables, ...job.variables };
    const scripts = [[...(whole.before_script ?? []), ...(whole.script ?? [])], whole.after_script ?? []];
    return {
      name,
      rules: (whole.rules ?? []).map((rule) => rule.if),
      steps: scripts.filter((lines) => lines.length > 0).map((lines) => ({ command: lines.join("\n"), environment })),
    };
  });
}

export interface StepEnd {
  readonly command: string;
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs a job as its runner would: with a home that has nothing of the job before, steps in order, each in a bash that stops at the first
 * failure, all of them to the end.
 */
export async function runJob(
  job: PipelineJob,
  project: ExampleProject,
  environment: Readonly<Record<string, string>>,
): Promise<readonly StepEnd[]> {
  const ends: StepEnd[] = [];
  rmSync(join(project.environment["HOME"]!, ".terraformrc"), { force: true });
  for (const step of job.steps) {
    const command = step.command.replace(/^npm ci.*$/m, ":"); // The packages that it would install are there already.
    const own = mapValues(step.environment, (text) =>
      text.replace(/\$(\w+)/g, (_, name: string) => environment[name] ?? ""),
    );
    ends.push(await runBash(command, project, { ...own, ...environment }));
  }
  return ends;
}

function runBash(
  command: string,
  project: ExampleProject,
  environment: Readonly<Record<string, string>>,
): Promise<StepEnd> {
  const env = { ...project.environment, ...environment };
  const path = `${join(project.folder, "..", "stubs")}:${env["PATH"] ?? ""}`;
  const child = spawn("bash", ["-e", "-o", "pipefail", "-c", command], {
    cwd: project.folder,
    env: { ...env, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ command, code, output }));
  });
}

/** A program that stands in front of PATH. */
interface Stub {
  /** The arguments of its calls, and the files among them. */
  calls(): string;
  /** Sets its output for calls with `question` among the arguments. */
  answer(text: string): void;
}

export function stubProgram(project: ExampleProject, name: string, question: string): Stub {
  const stubs = join(project.folder, "..", "stubs");
  mkdirSync(stubs, { recursive: true });
  const log = join(stubs, `${name}.log`);
  const answer = join(stubs, `${name}.answer`);
  const lines = [
    "#!/bin/sh",
    'for each in "$@"; do',
    "  printf '%s\\n' \"$each\"",
    "  file=${each##*@}",
    '  [ ! -f "$file" ] || cat "$file"',
    `done >> ${JSON.stringify(log)}`,
    `case "$*" in *${question}*) cat ${JSON.stringify(answer)} ;; esac`,
  ];
  writeFileSync(join(stubs, name), lines.join("\n"));
  chmodSync(join(stubs, name), 0o755);
  for (const file of [log, answer]) writeFileSync(file, "");
  return { calls: () => readFileSync(log, "utf8"), answer: (text) => writeFileSync(answer, text) };
}

/** A program that stands in front of PATH and refuses to be called. */
export function forbidProgram(project: ExampleProject, name: string): void {
  const stubs = join(project.folder, "..", "stubs");
  mkdirSync(stubs, { recursive: true });
  writeFileSync(join(stubs, name), `#!/bin/sh\necho ${JSON.stringify(`${name} was called`)} >&2\nexit 1\n`);
  chmodSync(join(stubs, name), 0o755);
}

function mapValues(values: Readonly<Record<string, string>>, map: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
