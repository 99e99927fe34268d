import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { visibleLine } from "../../domain/texts/visible-line";

/** The end of a terraform command. */
export interface Run {
  /** Exit code; `null` if the command was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout and stderr as in a log. */
  readonly output: string;
}

/** A terraform command that is under way. */
export interface RunningTerraform {
  readonly process: ChildProcess;
  readonly finished: Promise<Run>;
}

/** Oldest Terraform that supports the output of the constructs. */
const minimum = [1, 5] as const;

/**
 * The version of the program, terraform or OpenTofu. Starts it. Throws one sentence if it cannot be started, does not print its version or
 * is too old; `needs` begins that sentence.
 */
export function requireTerraform(program: string, needs: string, advice: string): string {
  const wanted = `${needs} needs terraform >= ${minimum.join(".")} on PATH`;
  const { status, stdout, stderr, error } = spawnSync(program, ["version", "-json"], {
    encoding: "utf8",
    // Arguments of the environment are for other commands, and this one refuses them.
    env: { ...process.env, TF_CLI_ARGS: "", TF_CLI_ARGS_version: "", CHECKPOINT_DISABLE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error !== undefined) throw new Error(`${wanted}, and "${program}" cannot be started. ${advice}`);
  const version = versionIn(stdout);
  if (version === undefined) {
    const printed = visibleLine(`${stdout} ${stderr}`.trim(), longestQuote);
    throw new Error(
      `${wanted}, and "${program} version -json" ended with ${String(status)} and printed: ${printed}. ${advice}`,
    );
  }
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < minimum[0] || (major === minimum[0] && minor < minimum[1])) {
    throw new Error(`${wanted}, found ${version}. ${advice}`);
  }
  return version;
}

/** Most UTF-16 units of a program's text that an error quotes. */
const longestQuote = 500;

/** The version in stdout. OpenTofu prints warnings of its configuration before the JSON. */
function versionIn(stdout: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(stdout.slice(stdout.search(/^\{/m))) as Record<string, unknown>;
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Starts terraform as the leader of its own process group, so that a Ctrl-C in the terminal does not reach it. */
export function startTerraform(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): RunningTerraform {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let stdout = "";
  let stderr = "";
  let output = "";
  child.stdout.on("data", (part: Buffer) => {
    stdout += part.toString();
    output += part.toString();
  });
  child.stderr.on("data", (part: Buffer) => {
    stderr += part.toString();
    output += part.toString();
  });
  const finished = new Promise<Run>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr, output }));
  });
  return { process: child, finished };
}
