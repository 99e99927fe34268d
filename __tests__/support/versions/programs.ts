import { spawnSync } from "node:child_process";
import { delimiter } from "node:path";
import { variableOf } from "../../../lib/domain/environment";
import { requireTerraform } from "../../../lib/testing/terraform/terraform-program";
import { terraformBinary } from "../acceptance/terraform";
import { type CarriedVersion, terraformOf } from "./terraform-library";

/** A Terraform, or an OpenTofu, that the lane `versions` runs. */
export interface VersionedProgram {
  /** As it calls itself, such as "Terraform 1.14.9". */
  readonly title: string;
  readonly isOpenTofu: boolean;
  /** Major and minor number. */
  readonly version: readonly [number, number];
  /** The path of the program; installs it where that is still to be done. */
  readonly program: () => Promise<string>;
}

/**
 * The programs to run a story on: versions that are installed on demand, and those that `DMS_TERRAFORMS` names (a list of paths, as PATH
 * is). Throws a sentence for a path that is not a program.
 */
export function programsUnderTest(carried: readonly CarriedVersion[]): readonly VersionedProgram[] {
  const named = (variableOf(process.env, "DMS_TERRAFORMS") ?? "").split(delimiter).filter((path) => path !== "");
  return [...carried.map(carriedProgram), ...named.map(namedProgram)];
}

/** Each version of each program once, the first of them. */
export function distinctPrograms(programs: readonly VersionedProgram[]): readonly VersionedProgram[] {
  const names = programs.map(nameOf);
  return programs.filter((program, index) => names.indexOf(nameOf(program)) === index);
}

/** Its name and whole version, such as "OpenTofu 1.12.6". */
export function nameOf({ title }: VersionedProgram): string {
  return title.split(" ").slice(0, 2).join(" ");
}

/** The one that every other lane runs. */
export function programOnPath(): VersionedProgram {
  return namedProgram(terraformBinary);
}

/** Whether it is not older than this. OpenTofu counts on its own. */
export function isAtLeast({ version: [major, minor] }: VersionedProgram, least: readonly [number, number]): boolean {
  return major > least[0] || (major === least[0] && minor >= least[1]);
}

/** Terraform has actions from 1.14 on; OpenTofu has none. */
export function hasActions(program: VersionedProgram): boolean {
  return !program.isOpenTofu && isAtLeast(program, [1, 14]);
}

function carriedProgram(version: CarriedVersion): VersionedProgram {
  return {
    title: `Terraform ${version}`,
    isOpenTofu: false,
    version: numbersOf(version),
    program: async () => {
      const program = await terraformOf(version);
      const found = versionOf(program);
      if (found !== version) throw new Error(`${program} is Terraform ${found}, not ${version}. Remove its folder.`);
      return program;
    },
  };
}

function namedProgram(program: string): VersionedProgram {
  const version = versionOf(program);
  const { stdout } = spawnSync(program, ["version"], { encoding: "utf8" });
  const isOpenTofu = /^OpenTofu v/m.test(stdout);
  return {
    title: `${isOpenTofu ? "OpenTofu" : "Terraform"} ${version} (${program})`,
    isOpenTofu,
    version: numbersOf(version),
    program: () => Promise.resolve(program),
  };
}

function versionOf(program: string): string {
  return requireTerraform(program, "The lane versions", "Name programs with DMS_TERRAFORMS, as in PATH.");
}

function numbersOf(version: string): readonly [number, number] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return [major, minor];
}
