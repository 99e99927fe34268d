import { variableOf } from "../../../lib/domain/environment";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that some lanes start beside Node.js, npm and a POSIX shell. */
export type NeededProgram = "terraform" | "chromium" | "postgresql" | "python" | "bash" | "curl" | "tar";

/** Where programs are looked for. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** Names in a folder; empty when there is no such folder. */
  readonly list: (folder: string) => readonly string[];
}

interface Program {
  readonly title: string;
  /** Names of which each is enough, or names that are all needed. */
  readonly names: readonly string[];
  readonly areAllNeeded?: true;
  /** Environment variable that names another program. */
  readonly variable?: string;
  /** Debian keeps the programs of each version in a folder of its own, below this one. */
  readonly versionsBelow?: string;
  /** The package of Debian that brings it, or a page that explains how to install it. */
  readonly install: { readonly debian: string } | { readonly page: string };
}

const programs: Readonly<Record<NeededProgram, Program>> = {
  terraform: {
    title: "terraform",
    names: ["terraform"],
    variable: "TERRAFORM_BINARY_NAME",
    install: { page: "https://developer.hashicorp.com/terraform/install" },
  },
  chromium: {
    title: "Chromium",
    names: ["chromium", "chromium-browser", "google-chrome"],
    variable: "CHROMIUM_BINARY",
    install: { debian: "chromium" },
  },
  postgresql: {
    title: "PostgreSQL (initdb, pg_ctl and createdb)",
    names: ["initdb", "pg_ctl", "createdb"],
    areAllNeeded: true,
    versionsBelow: "/usr/lib/postgresql",
    install: { debian: "postgresql" },
  },
  python: { title: "Python 3 with venv", names: ["python3"], install: { debian: "python3-venv" } },
  bash: { title: "bash", names: ["bash"], install: { debian: "bash" } },
  curl: { title: "curl", names: ["curl"], install: { debian: "curl" } },
  tar: { title: "tar", names: ["tar"], install: { debian: "tar" } },
};

/** Its name in messages and pages. */
export function titleOf(program: NeededProgram): string {
  return programs[program].title;
}

/** The path of a program, or the folder of several that belong together. Reads folders of this machine. */
export function findProgram(program: NeededProgram, machine: Machine = thisMachine()): string | undefined {
  const { names, areAllNeeded = false, variable, versionsBelow } = programs[program];
  const named = variable === undefined ? undefined : variableOf(machine.env, variable);
  if (named !== undefined && named.includes("/")) return machine.exists(named) ? named : undefined;
  const versions = versionsBelow === undefined ? [] : machine.list(versionsBelow);
  const folders = [
    ...[...versions].sort((one, other) => Number(other) - Number(one)).map((name) => join(versionsBelow!, name, "bin")),
    ...(machine.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""),
  ];
  if (areAllNeeded) return folders.find((folder) => names.every((name) => machine.exists(join(folder, name))));
  return (named === undefined ? names : [named])
    .flatMap((name) => folders.flatMap((folder) => [join(folder, name), join(folder, `${name}.exe`)]))
    .find((path) => machine.exists(path));
}

/** One sentence or two for people whose machine lacks it. */
export function describeMissing(program: NeededProgram, env: Machine["env"] = process.env): string {
  const { title, variable, install } = programs[program];
  const named = variable === undefined ? undefined : env[variable];
  const place = named === undefined ? "on PATH" : `where ${variable!} says (${named})`;
  const other = variable === undefined ? "" : `, or name it with ${variable}`;
  const how = "page" in install ? install.page : `Debian: apt-get install -y ${install.debian}`;
  return `${title} is needed, and it is not ${place}. Install it (${how})${other}.`;
}

/** The package of Debian that brings a program; `undefined` where Debian has none. */
export function debianPackageOf(program: NeededProgram): string | undefined {
  const { install } = programs[program];
  return "debian" in install ? install.debian : undefined;
}

/** The path of a program, or the folder of several that belong together. Throws a sentence with the remedy where it is missing. */
export function requireProgram(program: NeededProgram): string {
  const found = findProgram(program);
  if (found === undefined) throw new Error(describeMissing(program));
  return found;
}

function thisMachine(): Machine {
  return {
    env: process.env,
    exists: existsSync,
    list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
  };
}
