import { type ChildProcess, execFileSync, spawn } from "node:child_process";

/** The program under test besides ours. `TERRAFORM_BINARY` names another one, e.g. OpenTofu's. */
export const terraformBinary = process.env["TERRAFORM_BINARY"] ?? "terraform";

const minimum = [1, 5] as const;

/** Throws one clear sentence when there is no usable terraform: acceptance tests cannot say anything then. */
export function requireTerraform(): string {
  let text: string;
  try {
    text = execFileSync(terraformBinary, ["version", "-json"], { encoding: "utf8", env: quietEnvironment({}) });
  } catch {
    throw new Error(
      `The acceptance tests need terraform >= ${minimum.join(".")} on PATH, and "${terraformBinary}" cannot be started. Install it, or name it with TERRAFORM_BINARY.`,
    );
  }
  const version = (JSON.parse(text) as { terraform_version: string }).terraform_version;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < minimum[0] || (major === minimum[0] && minor < minimum[1])) {
    throw new Error(`The acceptance tests need terraform >= ${minimum.join(".")}, found ${version}.`);
  }
  return version;
}

/** The environment without whatever this machine sets for Terraform, the cloud or proxies. */
export function quietEnvironment(extra: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(TF_|OS_|HW_|DMS_|CDKTF_|.*_proxy$)/i.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...extra };
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout and stderr as they would stand in a log. */
  readonly output: string;
}

/** A terraform command that is under way. */
export interface RunningTerraform {
  readonly process: ChildProcess;
  readonly finished: Promise<Run>;
}

export function startTerraform(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): RunningTerraform {
  const child = spawn(terraformBinary, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
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
