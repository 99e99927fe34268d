import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { quietEnvironment } from "../../../lib/testing/environment";

const root = resolve(__dirname, "../../..");

/** A copy of an example, with this package installed in it as users get it: from the tarball. */
export interface ExampleProject {
  readonly folder: string;
  /** For programs that run in it; nothing of this machine's clouds and settings is in it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Copies files of other examples beside its own, so that they are checked with this one. */
  add(...files: readonly string[]): void;
  remove(): void;
}

/** Copies `examples/<name>` and installs its dependencies from what is here. Throws when dist/ has not been built. */
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

/** node_modules of links to the packages here, and of this package unpacked. */
function installFromTarball(folder: string): void {
  const modules = join(folder, "node_modules");
  const programs = join(modules, ".bin");
  mkdirSync(programs, { recursive: true });
  const own = join(modules, "cdktf-dms-lifecycle");
  mkdirSync(own);
  execFileSync("tar", ["-xzf", packTarball(folder), "--strip-components=1", "-C", own]);
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (!name.startsWith(".")) symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  for (const name of readdirSync(join(root, "node_modules", ".bin"))) {
    symlinkSync(join(root, "node_modules", ".bin", name), join(programs, name));
  }
  symlinkSync(join(own, "dist", "bin", "dms-lifecycle.cjs"), join(programs, "dms-lifecycle"));
}

function packTarball(folder: string): string {
  const env = { ...process.env, npm_config_cache: resolve(folder, "../npm") };
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", resolve(folder, "..")];
  return resolve(folder, "..", execFileSync("npm", args, { cwd: root, env, encoding: "utf8" }).trim());
}
