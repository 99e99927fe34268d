import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Run, type RunningTerraform, startTerraform } from "./terraform-program";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string>>;

/** A provider that terraform attaches to during one command, instead of starting one. */
export interface AttachedProvider {
  /** The value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  readonly close: () => Promise<void>;
}

/** Serves a provider to one command, which runs in `cwd` with `env`. The provider is reachable when this returns. */
export type AttachProvider = (command: { readonly env: Environment; readonly cwd: string }) => AttachedProvider;

interface TerraformFolderOptions {
  /** The program: terraform or OpenTofu. */
  readonly program: string;
  /** Beginning of the temporary folder's name. */
  readonly prefix: string;
  /** The whole environment of commands, except HOME. */
  readonly environment: Environment;
  /** @default an own, empty folder */
  readonly home?: string | undefined;
  /** @default terraform starts the providers that `init` has found */
  readonly attach?: AttachProvider;
}

/** Folder and environment of one command. */
interface CommandOptions {
  /** @default the folder itself */
  readonly cwd?: string;
  /** Further variables, which override the folder's environment. */
  readonly env?: Environment;
  /** Lets terraform start its providers even if one could be attached. */
  readonly detached?: true;
}

/** A temporary folder in which the real terraform runs, with an environment without variables of this machine. */
export interface TerraformFolder {
  /** An absolute path. */
  readonly folder: string;
  readonly environment: Environment;
  readonly start: (args: readonly string[], options?: CommandOptions) => RunningTerraform;
  readonly run: (args: readonly string[], options?: CommandOptions) => Promise<Run>;
  /** Kills the running commands with their providers, and removes the folder. */
  readonly dispose: () => Promise<void>;
}

/** Makes the folder. Starts no program. */
export function createTerraformFolder(options: TerraformFolderOptions): TerraformFolder {
  const folder = mkdtempSync(join(tmpdir(), options.prefix));
  const ownHome = join(folder, "home");
  mkdirSync(ownHome);
  const environment = { ...options.environment, HOME: options.home ?? ownHome };
  const underWay = new Set<RunningTerraform>();

  const start: TerraformFolder["start"] = (args, { cwd = folder, env = {}, detached } = {}) => {
    const command = { args, cwd, env: { ...environment, ...env } };
    const running = startCommand(options.program, command, detached === true ? undefined : options.attach);
    underWay.add(running);
    const forget = (): void => void underWay.delete(running);
    running.finished.then(forget, forget);
    return running;
  };
  return {
    folder,
    environment,
    start,
    run: (args, command) => start(args, command).finished,
    dispose: async () => {
      const ended = [...underWay].map(({ finished }) => finished.catch(() => undefined));
      for (const running of underWay) killGroup(running);
      await Promise.all(ended);
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

function startCommand(
  program: string,
  { args, cwd, env }: { readonly args: readonly string[]; readonly cwd: string; readonly env: Environment },
  attach: AttachProvider | undefined,
): RunningTerraform {
  const attached = attach?.({ env, cwd });
  if (attached === undefined) return startTerraform(program, args, cwd, env);
  const running = startTerraform(program, args, cwd, { ...env, TF_REATTACH_PROVIDERS: attached.reattach });
  return { process: running.process, finished: running.finished.finally(() => attached.close()) };
}

/** Ends terraform with the providers that it started. */
function killGroup({ process: child }: RunningTerraform): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group has already ended.
  }
}
