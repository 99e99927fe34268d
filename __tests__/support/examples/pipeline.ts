import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ExampleProject } from "./project";

/** One command of a pipeline, as it is written, with the variables it sees. */
export interface PipelineStep {
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A job of a GitHub workflow or of a GitLab pipeline; what other actions do (checkout, set-up) is left out. */
export interface PipelineJob {
  readonly name: string;
  readonly steps: readonly PipelineStep[];
}

interface GithubWorkflow {
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
 * The jobs of a GitHub workflow, once for each value of a matrix of one dimension. `contexts` gives what stands between
 * `${{` and `}}` its values; throws for anything else.
 */
export function githubJobs(file: string, contexts: Readonly<Record<string, string>>): readonly PipelineJob[] {
  const { jobs } = parse(readFileSync(file, "utf8")) as GithubWorkflow;
  return Object.entries(jobs).flatMap(([name, { env = {}, strategy, steps }]) => {
    const [dimension] = Object.entries(strategy?.matrix ?? {});
    const variants = dimension?.[1].map((value) => ({ [`matrix.${dimension[0]}`]: value })) ?? [{}];
    return variants.map((variant) => {
      const fill = (text: string): string => filled(text, { ...contexts, ...variant });
      const suffix = Object.values(variant).map((value) => `-${value}`);
      return {
        name: name + suffix.join(""),
        steps: steps.flatMap(({ run, env: own = {} }) =>
          run === undefined ? [] : [{ command: fill(run), environment: mapValues({ ...env, ...own }, fill) }],
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
  const names = Object.keys(pipeline).filter((name) => !name.startsWith(".") && !gitlabKeywords.includes(name));
  return names.map((name) => {
    const job = pipeline[name]!;
    const template = job.extends === undefined ? {} : pipeline[job.extends]!;
    const whole: GitlabJob = { ...pipeline["default"], ...template, ...job };
    const environment = { ...template.variables, ...job.variables };
    const scripts = [[...(whole.before_script ?? []), ...(whole.script ?? [])], whole.after_script ?? []];
    return {
      name,
      steps: scripts.filter((lines) => lines.length > 0).map((lines) => ({ command: lines.join("\n"), environment })),
    };
  });
}

export interface StepEnd {
  readonly command: string;
  readonly code: number | null;
  readonly output: string;
}

/** Runs a job as its runner would: steps in order, each in a bash that stops at the first failure, all of them to the end. */
export async function runJob(
  job: PipelineJob,
  project: ExampleProject,
  environment: Readonly<Record<string, string>>,
): Promise<readonly StepEnd[]> {
  const ends: StepEnd[] = [];
  for (const step of job.steps) {
    const command = step.command.replace(/^npm ci.*$/m, ":"); // What it would install is there already.
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

/** Puts a program in front of PATH that writes its arguments, and the files among them, into `<name>.log` beside itself. */
export function stubProgram(project: ExampleProject, name: string): { calls(): string } {
  const stubs = join(project.folder, "..", "stubs");
  mkdirSync(stubs, { recursive: true });
  const log = join(stubs, `${name}.log`);
  const script = `#!/bin/sh\nfor each in "$@"; do\n  printf '%s\\n' "$each"\n  file=\${each##*@}\n  [ ! -f "$file" ] || cat "$file"\ndone >> ${JSON.stringify(log)}\n`;
  writeFileSync(join(stubs, name), script);
  writeFileSync(log, "");
  chmodSync(join(stubs, name), 0o755);
  return { calls: () => readFileSync(log, "utf8") };
}

function mapValues(values: Readonly<Record<string, string>>, map: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
