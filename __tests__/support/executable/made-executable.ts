import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { variableOf } from "../../../lib/domain/environment";
import { wayToRegistry } from "../jest/suite-environment";

const repository = resolve(__dirname, "../../..");

/** The files that `npm run executable` leaves. Paths are absolute. */
export interface MadeExecutable {
  readonly file: string;
  readonly release: string;
}

/** Makes the executable of this repository, or takes the one in the folder that `EXECUTABLE_UNDER_TEST` names. */
export async function madeExecutable(): Promise<MadeExecutable> {
  const given = variableOf(process.env, "EXECUTABLE_UNDER_TEST");
  const folder = given === undefined ? join(repository, "dist", "executable") : resolve(repository, given);
  if (given === undefined) {
    await promisify(execFile)("npm", ["run", "--silent", "executable"], {
      cwd: repository,
      env: { ...process.env, ...wayToRegistry() },
    });
  }
  const name = readdirSync(folder).find((each) => each.startsWith("terraform-provider-dms_v"));
  if (name === undefined) throw new Error(`There is no executable in ${folder}.`);
  return { file: join(folder, name), release: join(folder, "release") };
}
