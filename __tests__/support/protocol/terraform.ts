import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";

/** Address of the fake provider. */
export const PROBE = "probe.invalid/probe/probe";

export interface TerraformRun {
  readonly code: number | null;
  /** stdout and stderr as they came. */
  readonly output: string;
}

/** A working folder of the real Terraform, away from the user's own settings, caches and networks. */
export interface TerraformFolder {
  readonly folder: string;
  write(configuration: string): void;
  /** Puts an `sh` launcher where init finds the fake provider. */
  installProbe(bundleFile: string): void;
  start(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): { child: ChildProcess; done: Promise<TerraformRun> };
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<TerraformRun>;
  remove(): void;
}

export function createTerraformFolder(): TerraformFolder {
  const folder = mkdtempSync(join(tmpdir(), "terraform-"));

  const start: TerraformFolder["start"] = (args, env = {}) => {
    const child = spawn("terraform", args, {
      cwd: folder,
      env: {
        PATH: process.env["PATH"],
        HOME: folder,
        TMPDIR: folder,
        CHECKPOINT_DISABLE: "1",
        TF_IN_AUTOMATION: "1",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const done = once(child, "close").then(
      ([code]) => ({ code: code as number | null, output }),
      (error: unknown) => {
        throw new Error("These tests need the terraform command on PATH.", { cause: error });
      },
    );
    return { child, done };
  };

  return {
    folder,
    write: (configuration) => writeFileSync(join(folder, "main.tf"), configuration),
    installProbe: (bundleFile) => {
      const goArch = arch() === "x64" ? "amd64" : arch();
      const target = join(folder, "terraform.d", "plugins", PROBE, "0.0.1", `${platform()}_${goArch}`);
      mkdirSync(target, { recursive: true });
      const launcher = join(target, "terraform-provider-probe");
      writeFileSync(launcher, `#!/bin/sh\nexec '${process.execPath}' '${bundleFile}'\n`);
      chmodSync(launcher, 0o755);
    },
    start,
    run: (args, env) => start(args, env).done,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
