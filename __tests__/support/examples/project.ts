import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { quietEnvironment } from "../../../lib/testing/environment";
import { wayToRegistry } from "../jest/suite-environment";

const root = resolve(__dirname, "../../..");

/** A folder of its own for a user's project. */
export interface Project {
  readonly folder: string;
  /** For programs that run in it, without this machine's clouds and settings. */
  readonly environment: Readonly<Record<string, string>>;
  remove(): void;
}

/** A copy of an example, with this package installed in it as users get it: from the tarball. */
export interface ExampleProject extends Project {
  /** Copies files of other examples beside its own, so that they are checked with this one. */
  add(...files: readonly string[]): void;
}

/** Copies `examples/<name>` and installs its dependencies from this repository. Throws when dist/ has not been built. */
export function createExampleProject(name: string): ExampleProject {
  const place = mkdtempSync(join(tmpdir(), "dms-example-"));
  const folder = join(place, name);
  cpSync(join(root, "examples", name), folder, { recursive: true });
  installFromTarball(folder);
  mkdirSync(join(place, "home"));
  return {
    folder,
    environment: quietEnvironment({
      HOME: join(place, "home"),
      CI: "1",
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "true",
      npm_config_offline: "true",
      npm_config_update_notifier: "false",
    }),
    add: (...files) => {
      for (const file of files) {
        cpSync(join(root, "examples", file), join(folder, file.replaceAll("/", "-")));
      }
    },
    remove: () => rmSync(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

/**
 * An empty folder with this package's tarball in it, and the way to npm's registry and cache. Throws when dist/ has not been built.
 */
export function createEmptyProject(name: string): Project {
  const place = mkdtempSync(join(tmpdir(), "dms-example-"));
  const folder = join(place, name);
  mkdirSync(join(place, "home"));
  mkdirSync(folder);
  packTarball(folder, folder);
  const { HOME: home = homedir(), ...way } = wayToRegistry();
  return {
    folder,
    environment: quietEnvironment({
      npm_config_userconfig: join(home, ".npmrc"),
      npm_config_cache: join(home, ".npm"),
      ...way,
      HOME: join(place, "home"),
      CI: "1",
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "true",
      npm_config_prefer_offline: "true",
      npm_config_update_notifier: "false",
    }),
    remove: () => rmSync(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

/** node_modules of links to the packages here, and of this package unpacked. */
function installFromTarball(folder: string): void {
  const modules = join(folder, "node_modules");
  const programs = join(modules, ".bin");
  mkdirSync(programs, { recursive: true });
  const own = join(modules, "cdktf-dms-lifecycle");
  mkdirSync(own);
  execFileSync("tar", ["-xzf", packTarball(folder, resolve(folder, "..")), "--strip-components=1", "-C", own]);
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (!name.startsWith(".")) symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  for (const name of readdirSync(join(root, "node_modules", ".bin"))) {
    symlinkSync(join(root, "node_modules", ".bin", name), join(programs, name));
  }
  symlinkSync(join(own, "dist", "bin", "dms-lifecycle.cjs"), join(programs, "dms-lifecycle"));
}

function packTarball(folder: string, destination: string): string {
  const env = { ...process.env, npm_config_cache: resolve(folder, "../npm") };
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", destination];
  return resolve(destination, execFileSync("npm", args, { cwd: root, env, encoding: "utf8" }).trim());
}
