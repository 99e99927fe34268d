import { createHash } from "node:crypto";

/**
 * Terraform's `h1:` hash of a provider package: SHA-256 over one line per file, "<sha256 of the content> <name>", sorted by name. Modes and
 * times do not count, and a zip has the hash of its content. Pure. (golang.org/x/mod/sumdb/dirhash, Hash1, as Terraform's lock file uses
 * it.)
 */
export function packageHash(files: ReadonlyMap<string, Uint8Array>): string {
  const lines = [...files]
    .sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    .map(([name, content]) => `${sha256(content).toString("hex")}  ${name}\n`);
  return `h1:${sha256(Buffer.from(lines.join(""))).toString("base64")}`;
}

function sha256(content: Uint8Array): Buffer {
  return createHash("sha256").update(content).digest();
}
