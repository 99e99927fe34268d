import { createHash } from "node:crypto";
import { build } from "esbuild";
import type { PartPlace } from "../lib/bin/boot/read-part";

/** A program in two files. */
interface BootedProgram {
  /** Loads the first part. */
  readonly main: string;
  /** All parts, one after the other. ASCII. */
  readonly parts: string;
}

/**
 * A bundled program as a small file that Node.js reads at every start, and beside it the file `partsName` with the parts, of which it reads
 * those that are asked for. The compiled code of them is kept for the next process: `boot` of `lib/bin`.
 * @param guard code that every Node.js can read; Node.js since version 6 can read the rest
 */
export async function bootedProgram(
  root: string,
  parts: readonly string[],
  partsName: string,
  guard: string,
): Promise<BootedProgram> {
  const given = { partsName, places: placesOf(parts), key: keyOf(parts) };
  const main = `"use strict";${guard}
((module,exports)=>{${await bootText(root)}
module.exports.boot(Object.assign({file:__filename,others:require},${JSON.stringify(given)}))("part:0");
})({exports:{}});
`;
  return { main, parts: parts.join("") };
}

function placesOf(parts: readonly string[]): readonly PartPlace[] {
  let start = 0;
  return parts.map((part) => {
    start += part.length;
    return [start - part.length, part.length, createHash("sha256").update(part, "latin1").digest("base64")];
  });
}

/** Another text for every other program. */
function keyOf(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

async function bootText(root: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["lib/bin/boot/boot.ts"],
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "es2015",
    minify: true,
    legalComments: "none",
    charset: "ascii",
    preserveSymlinks: true,
    logLevel: "error",
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error("esbuild wrote nothing for lib/bin/boot/boot.ts");
  return output.text.trim();
}
