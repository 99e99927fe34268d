import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { wayToRegistry } from "../jest/suite-environment";

export const repository = resolve(__dirname, "../../..");

/** A packed package, as `npm publish` would send it. */
export interface Tarball {
  readonly file: string;
  /** Bytes when unpacked. */
  readonly size: number;
  /** Paths inside, sorted. */
  readonly contents: readonly string[];
}

/** The packages that a package.json wants. */
export interface Wanted {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const run = promisify(execFile);
const quietNpm = {
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_update_notifier: "false",
  npm_config_loglevel: "error",
  npm_config_logs_max: "0",
  npm_config_fetch_retries: "1",
  npm_config_fetch_timeout: "20000",
};

/** Runs npm, npx or node, and returns its output. Throws when it fails or takes a minute. */
export async function runTool(
  command: "npm" | "npx" | "node",
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await run(command, args, {
    cwd,
    env: { ...process.env, ...wayToRegistry(), ...quietNpm, ...env },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return stdout;
}

/** Packs the files of the build into `folder`. */
export async function packPackage(folder: string): Promise<Tarball> {
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  return tarballOf(folder, await runTool("npm", args, repository));
}

/** The same as the package for cdktn, by the command that a release runs. */
export async function packForCdktn(folder: string): Promise<Tarball> {
  const args = ["run", "--silent", "--ignore-scripts", "pack:cdktn", "--", folder];
  return tarballOf(folder, await runTool("npm", args, repository));
}

function tarballOf(folder: string, printed: string): Tarball {
  const [packed] = JSON.parse(printed) as readonly {
    readonly filename: string;
    readonly unpackedSize: number;
    readonly files: readonly { readonly path: string }[];
  }[];
  const contents = packed!.files.map(({ path }) => path).sort();
  return { file: join(folder, packed!.filename), size: packed!.unpackedSize, contents };
}

/** The version of a package that the repository works with: npm has it in its cache. */
export function versionHere(name: string): string {
  const manifest = readFileSync(join(repository, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/**
 * Makes `folder` a new project and installs the packages that it wants, from the npm cache and the registry. Throws one sentence when the
 * registry does not answer.
 */
export async function installProject(
  folder: string,
  wanted: Wanted,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "fresh", private: true, ...wanted }));
  try {
    await runTool("npm", ["install", "--prefer-offline", "--ignore-scripts"], folder, env);
  } catch (failure) {
    if (await reachesRegistry(folder, env)) throw failure;
    throw new Error(
      "npm's registry cannot be reached, and npm's cache does not hold all that the project of this test installs. " +
        "Run the test once where the registry can be reached (npm config get registry).",
      { cause: failure },
    );
  }
}

// npm's own words do not show this: without a registry it finds versions in conflict.
function reachesRegistry(folder: string, env: Readonly<Record<string, string>>): Promise<boolean> {
  return runTool("npm", ["view", "constructs", "name", "--prefer-online", "--fetch-retries=0"], folder, env).then(
    () => true,
    () => false,
  );
}

/** Where cdktf lies in a project, under whichever of its names: one path for each copy. */
export function copiesOfCdktf(project: string): readonly string[] {
  return readdirSync(project, { recursive: true, encoding: "utf8" }).filter((path) =>
    /(^|\/)node_modules\/cdkt[fn]$/.test(path.replaceAll("\\", "/")),
  );
}
