import { shownValue } from "../../../domain/texts/shown-value";
import { asObject, type JsonObject } from "../../answers/json-reader";
import { type Environment, pathVariableOf } from "../../../domain/environment";
import { settings } from "./settings";

/** The files of this machine. */
export interface FilePort {
  /** The text of a file; `undefined` if it does not exist or cannot be read. Never throws. */
  readFile(path: string): string | undefined;
  /** The names in a folder; `undefined` if it does not exist or cannot be read. Never throws. @default no folder can be read */
  readFolder?(path: string): readonly string[] | undefined;
}

type CloudLookup =
  | { readonly kind: "found"; readonly entry: JsonObject }
  /** `text` is a full sentence. */
  | { readonly kind: "problem"; readonly text: string };

/**
 * Finds an entry of clouds.yaml, completed by secure.yaml. Each is searched in the working directory, ~/.config/openstack and
 * /etc/openstack, as .yaml, .yml or .json; OS_CLIENT_CONFIG_FILE and OS_CLIENT_SECURE_FILE name them directly. Reads files through the
 * port, and loads the YAML parser only here.
 */
export async function findCloud(name: string, environment: Environment, files: FilePort): Promise<CloudLookup> {
  const cloudsPaths = searchPaths("clouds", pathVariableOf(environment, "OS_CLIENT_CONFIG_FILE"), environment);
  const clouds = await readFirst(cloudsPaths, files);
  if (clouds === undefined)
    return { kind: "problem", text: `No clouds.yaml was found; looked for ${cloudsPaths.join(", ")}.` };
  if (clouds.kind === "foreign") return { kind: "problem", text: `${clouds.path} has no map "clouds" at its top.` };
  if (clouds.kind === "problem") return clouds;
  const secure = await readSecure(environment, files);
  if (secure?.kind === "problem") return secure;
  if (!Object.hasOwn(clouds.clouds, name)) {
    const known = Object.keys(clouds.clouds).map((known) => JSON.stringify(known));
    const list = known.length === 0 ? "no entry" : known.join(", ");
    return { kind: "problem", text: `${clouds.path} has no cloud ${shownValue(name)}; it has ${list}.` };
  }
  const entry = clouds.clouds[name];
  // The entry in secure.yaml may be absent or empty.
  const completion = (secure !== undefined && Object.hasOwn(secure.clouds, name) ? secure.clouds[name] : {}) ?? {};
  const objections = [
    [clouds.path, objectToEntry(entry)],
    [secure?.path ?? "", objectToEntry(completion)],
  ] as const;
  for (const [path, objection] of objections) {
    if (objection === undefined) continue;
    return { kind: "problem", text: `The cloud ${JSON.stringify(name)} of ${path} ${objection}.` };
  }
  return { kind: "found", entry: mergeDeep(asObject(entry) ?? {}, asObject(completion) ?? {}) };
}

function searchPaths(base: string, override: string | undefined, environment: Environment): readonly string[] {
  if (override !== undefined) return [override];
  const home = pathVariableOf(environment, "HOME") ?? pathVariableOf(environment, "USERPROFILE");
  const folders = ["", ...(home === undefined ? [] : [`${home}/.config/openstack/`]), "/etc/openstack/"];
  return folders.flatMap((folder) => [".yaml", ".yml", ".json"].map((ending) => `${folder}${base}${ending}`));
}

type CloudsFile =
  | { readonly kind: "read"; readonly path: string; readonly clouds: JsonObject }
  /** A file without `clouds`: it has only comments or belongs to another tool. */
  | { readonly kind: "foreign"; readonly path: string }
  | { readonly kind: "problem"; readonly text: string };

/** The first existing file; `undefined` if no file exists. */
async function readFirst(paths: readonly string[], files: FilePort): Promise<CloudsFile | undefined> {
  for (const path of paths) {
    const text = files.readFile(path);
    if (text !== undefined) return parseClouds(path, text);
  }
  return undefined;
}

/** The first secure.yaml that has `clouds`. Others are ignored, because many tools use this name. */
async function readSecure(
  environment: Environment,
  files: FilePort,
): Promise<Exclude<CloudsFile, { kind: "foreign" }> | undefined> {
  for (const path of searchPaths("secure", pathVariableOf(environment, "OS_CLIENT_SECURE_FILE"), environment)) {
    const file = await readFirst([path], files);
    if (file !== undefined && file.kind !== "foreign") return file;
  }
  return undefined;
}

async function parseClouds(path: string, text: string): Promise<CloudsFile> {
  const { parseDocument, visit } = await import("yaml");
  // Pretty errors are off, because they quote the lines around the fault, which contain passwords. The merge key `<<` is on: YAML 1.2 no
  // longer has it, but OpenStack's tools still read it.
  const document = parseDocument(text, { prettyErrors: false, merge: true });
  const [fault] = document.errors;
  if (fault !== undefined) {
    return { kind: "problem", text: `${path} is not YAML (${fault.code} at character ${String(fault.pos[0])}).` };
  }
  // Scalars stay as written: a password 007 or a project id of digits must not become a number that prints differently.
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === "number") scalar.value = scalar.source ?? scalar.value;
    },
  });
  const content = toPlainValue(document);
  if (content.kind === "problem") return { kind: "problem", text: `${path} ${content.text}` };
  const value = asObject(content.value)?.["clouds"] ?? undefined;
  if (value === undefined) return { kind: "foreign", path };
  const clouds = asObject(value);
  return clouds === undefined
    ? { kind: "problem", text: `"clouds" at the top of ${path} is not a map.` }
    : { kind: "read", path, clouds };
}

function toPlainValue(document: {
  toJS(): unknown;
}): { readonly kind: "value"; readonly value: unknown } | { readonly kind: "problem"; readonly text: string } {
  try {
    return { kind: "value", value: document.toJS() };
  } catch {
    // The thrown error may quote the file.
    return { kind: "problem", text: "has an alias or a merge key (<<) that does not lead to a usable value." };
  }
}

function mergeDeep(base: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...base };
  for (const [field, value] of Object.entries(over)) {
    const [below, above] = [asObject(merged[field]), asObject(value)];
    merged[field] = below !== undefined && above !== undefined ? mergeDeep(below, above) : value;
  }
  return merged;
}

/** The words that turn certificate checks off or on, in YAML 1.1 and 1.2. */
export const verifyWords = { off: /^(false|no|off|0)$/i, on: /^(true|yes|on|1)$/i } as const;

/**
 * The fault of an entry of clouds.yaml, as a clause; `undefined` without one. A field that would be ignored or would count as missing is a
 * fault. Only the value of `verify` is quoted: any other may be a secret. Pure.
 */
function objectToEntry(entry: unknown): string | undefined {
  const map = asObject(entry);
  if (map === undefined) return `is ${describeKind(entry)}; allowed is a map`;
  if (isSet(map["auth"]) && asObject(map["auth"]) === undefined) {
    return `has auth, which is ${describeKind(map["auth"])}; allowed is a map`;
  }
  const paths = Object.values(settings).flatMap(({ cloudPaths }) => cloudPaths);
  const wrong = paths.find((path) => isSet(valueAt(map, path)) && typeof valueAt(map, path) === "object");
  if (wrong !== undefined) {
    return `has ${wrong.join(".")}, which is ${describeKind(valueAt(map, wrong))}; allowed is a string`;
  }
  return objectToVerify(map["verify"]);
}

function objectToVerify(value: unknown): string | undefined {
  const isKnown = [verifyWords.off, verifyWords.on, /^$/].some((words) => words.test(String(value)));
  if (!isSet(value) || (typeof value !== "object" && isKnown)) return undefined;
  const received = typeof value === "object" ? describeKind(value) : JSON.stringify(value);
  return `has verify, which is ${received}; allowed are true and false`;
}

/** Whether a field has a value: a field without a text after its colon has none. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function valueAt(map: JsonObject, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, field) => asObject(value)?.[field], map);
}

function describeKind(value: unknown): string {
  if (!isSet(value)) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a map" : "a string";
}
