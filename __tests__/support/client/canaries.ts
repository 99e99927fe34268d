import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { inflateRawSync } from "node:zlib";

/** Where something was found. */
export interface Sighting {
  readonly canary: string;
  readonly spelling: string;
  /** File or stream. */
  readonly place: string;
}

/** Every way in which a secret may stand in a text or file: as it is, as JSON, in URLs and forms, in base64 and hexadecimal. */
export function spellingsOf(secret: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(secret, "utf8");
  const spellings = new Map([
    ["plain", secret],
    ["JSON", asJson(secret)],
    ["JSON as Go writes it", escaped(secret, /[<>&]/g)],
    ["JSON, ASCII only", escaped(secret, /[\u0080-\uffff]/g)],
    ["JSON within JSON", asJson(asJson(secret))],
    ["percent-encoded", encodeURIComponent(secret)],
    ["form-encoded", new URLSearchParams({ "": secret }).toString().slice(1)],
    ["hexadecimal", bytes.toString("hex")],
  ]);
  // The same bytes look different in base64 depending on how many stand before them.
  for (const before of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const inner = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    spellings.set(`base64 after ${before}`, inner);
    spellings.set(`base64url after ${before}`, inner.replaceAll("+", "-").replaceAll("/", "_"));
  }
  return spellings;
}

/** As it stands between the quotes of a JSON string. */
function asJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As JSON, with some characters as `\uXXXX` that need not be. */
function escaped(text: string, characters: RegExp): string {
  const asCode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return asJson(text).replace(characters, asCode);
}

/** Looks for every spelling of every secret in named texts. */
export function findCanaries(
  secrets: Readonly<Record<string, string>>,
  places: ReadonlyMap<string, string>,
): readonly Sighting[] {
  const sought = Object.entries(secrets).map(([canary, secret]) => [canary, [...spellingsOf(secret)]] as const);
  return [...places].flatMap(([place, text]) =>
    sought.flatMap(([canary, spellings]) =>
      spellings.filter(([, spelled]) => text.includes(spelled)).map(([spelling]) => ({ canary, spelling, place })),
    ),
  );
}

/** Every file below a folder by its path there; of zip files (such as plan files) also each entry. Folders in `without` are left out. */
export function filesBelow(folder: string, without: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = join(folder, name);
    if (without.some((left) => name === left || name.startsWith(`${left}/`))) continue;
    const content = contentOf(file);
    if (content === undefined) continue;
    found.set(relative(folder, file), content.toString("utf8"));
    for (const [entry, inside] of zipEntries(content)) found.set(`${name} → ${entry}`, inside);
  }
  return found;
}

/** `undefined`: not a file, or gone since it was listed, as drafts of a process that is still at work are. */
function contentOf(file: string): Buffer | undefined {
  try {
    return statSync(file).isFile() ? readFileSync(file) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The texts in a zip file by their names; empty if it is not a zip file. (PKWARE APPNOTE 4.3: central directory and local headers.) */
function zipEntries(content: Buffer): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  const end = content.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (!content.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004", "latin1")) || end < 0) return entries;
  let at = content.readUInt32LE(end + 16);
  for (let left = content.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => content.readUInt16LE(at + field));
    const name = content.subarray(at + 46, at + 46 + nameLength!).toString("utf8");
    entries.set(name, entryText(content, at));
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  return entries;
}

function entryText(content: Buffer, directoryAt: number): string {
  const method = content.readUInt16LE(directoryAt + 10);
  const packedLength = content.readUInt32LE(directoryAt + 20);
  const localAt = content.readUInt32LE(directoryAt + 42);
  const dataAt = localAt + 30 + content.readUInt16LE(localAt + 26) + content.readUInt16LE(localAt + 28);
  const packed = content.subarray(dataAt, dataAt + packedLength);
  return (method === 0 ? packed : inflateRawSync(packed)).toString("utf8");
}
