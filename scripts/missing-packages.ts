/**
 * `npx tsx scripts/missing-packages.ts`: prints the Debian packages of the programs that lanes need and this machine lacks. For .ci/run.
 */
import { debianPackageOf, findProgram } from "../__tests__/support/programs/needed-programs";
import { lanes } from "./test/lanes";

const needed = new Set(Object.values(lanes).flatMap(({ needs }) => needs));
const missing = [...needed].filter((program) => findProgram(program) === undefined);
console.log(missing.flatMap((program) => debianPackageOf(program) ?? []).join(" "));
