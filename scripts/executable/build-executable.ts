import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executableAssets, executableProgram } from "../lazy-parts";

/** The ingredients of one executable. */
export interface Ingredients {
  /** The parts of a program from `bundle`. */
  readonly parts: readonly string[];
  /** The Node.js that makes the executable and is part of it. */
  readonly node: string;
  readonly file: string;
}

/**
 * Makes an executable of a bundled program: a copy of Node.js with the program, compiled, and its later parts as assets. The executable
 * itself does the work of the script's `launcherHead`: it takes no options of Node.js from the environment.
 */
export function buildExecutable({ parts, node, file }: Ingredients): void {
  const work = mkdtempSync(join(tmpdir(), "dms-executable-"));
  try {
    const write = (name: string, text: string): string => {
      const path = join(work, name);
      writeFileSync(path, text, "latin1");
      return path;
    };
    const assets = [...executableAssets(parts)].map(([name, code], index) => [name, write(`part-${index}`, code)]);
    const config = write(
      "sea.json",
      JSON.stringify({
        main: write("program.cjs", executableProgram(parts)),
        output: file,
        executable: node,
        disableExperimentalSEAWarning: true,
        useCodeCache: true,
        execArgvExtension: "none",
        assets: Object.fromEntries(assets) as Readonly<Record<string, string>>,
      }),
    );
    mkdirSync(join(file, ".."), { recursive: true });
    execFileSync(node, ["--build-sea", config], { stdio: ["ignore", 2, 2], env: { PATH: process.env["PATH"] } });
    // The added parts have broken the signature of Node.js, without which macOS does not start a program.
    if (process.platform === "darwin")
      execFileSync("codesign", ["--force", "--sign", "-", file], { stdio: ["ignore", 2, 2] });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
