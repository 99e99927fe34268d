import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { damagedProgram } from "../../framework/rules/damaged-program";

/** The place of a part in the file of parts: its first byte, its length, and its SHA-256 in base64. */
export type PartPlace = readonly [start: number, length: number, digest: string];

/**
 * The code of a part. The file must be as long as all parts; no byte of the others is read. Throws an error with a line for the user if the
 * file is missing, cut or damaged.
 */
export function readPart(file: string, places: readonly PartPlace[], index: number): string {
  const handle = open(file);
  try {
    const { size } = fstatSync(handle);
    const whole = places.reduce((sum, [, length]) => sum + length, 0);
    if (size !== whole) throw incomplete(file, `has ${size} bytes instead of ${whole}`);
    const [start, length, digest] = places[index] ?? [0, 0, ""];
    const bytes = Buffer.allocUnsafe(length);
    readSync(handle, bytes, 0, length, start);
    if (createHash("sha256").update(bytes).digest("base64") !== digest) throw incomplete(file, "has other content");
    return bytes.toString("latin1");
  } finally {
    closeSync(handle);
  }
}

function open(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw incomplete(file, code === "ENOENT" ? "is missing" : `cannot be read (${code})`);
  }
}

function incomplete(file: string, problem: string): Error {
  return damagedProgram(
    `${file} ${problem}: the package of the provider is damaged. Delete the folder .terraform/providers and run ` +
      "terraform init; if that does not help, reinstall the npm package that contains the provider.",
  );
}
