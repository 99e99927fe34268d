import { asObject } from "../json-reader";
import type { JsonObject } from "../json-reader";
import type { Environment } from "./settings";

/** The files of this machine. */
export interface FilePort {
  /** The text of a file; `undefined` when there is none, or none that can be read. Never throws. */
  readFile(path: string): string | undefined;
}

type CloudLookup =
  | { readonly kind: "found"; readonly entry: JsonObject }
  /** `text` is a full sentence. */
  | { readonly kind: "problem"; readonly text: string };

/**
 * Finds an entry of clouds.yaml, completed by secure.yaml. Each is searched in the working directory, ~/.config/openstack and
 * /etc/openstack, as .yaml, .yml or .json; OS_CLIENT_CONFIG_FILE and OS_CLIENT_SECURE_FILE name them outright. Reads files
 * through the port, and loads the YAML parser only when it gets here.
 */
export async function findCloud(name: string, environment: Environment, files: FilePort): Promise<CloudLookup> {
  const cloudsPaths = searchPaths("clouds", environment["OS_CLIENT_CONFIG_FILE"], environment);
  const clouds = await readClouds(cloudsPaths, files);
  if (clouds === undefined)
    return { kind: "problem", text: `No clouds.yaml was found; looked for ${cloudsPaths.join(", ")}.` };
  if (clouds.kind === "problem") return clouds;
  const secure = await readClouds(searchPaths("secure", environment["OS_CLIENT_SECURE_FILE"], environment), files);
  if (secure?.kind === "problem") return secure;
  const entry = Object.hasOwn(clouds.clouds, name) ? asObject(clouds.clouds[name]) : undefined;
  if (entry === undefined) {
    const known = Object.keys(clouds.clouds).map((known) => JSON.stringify(known));
    const list = known.length === 0 ? "no entry" : known.join(", ");
    return { kind: "problem", text: `${clouds.path} has no cloud ${JSON.stringify(name)}; it has ${list}.` };
  }
  return { kind: "found", entry: mergeDeep(entry, asObject(secure?.clouds[name]) ?? {}) };
}

function searchPaths(base: string, override: string | undefined, environment: Environment): readonly string[] {
  if (override !== undefined && override !== "") return [override];
  const home = environment["HOME"] ?? environment["USERPROFILE"];
  const folders = ["", ...(home === undefined || home === "" ? [] : [`${home}/.config/openstack/`]), "/etc/openstack/"];
  return folders.flatMap((folder) => [".yaml", ".yml", ".json"].map((ending) => `${folder}${base}${ending}`));
}

type CloudsFile =
  | { readonly kind: "read"; readonly path: string; readonly clouds: JsonObject }
  | { readonly kind: "problem"; readonly text: string };

/** The first of the files that exists; `undefined` when none does. */
async function readClouds(paths: readonly string[], files: FilePort): Promise<CloudsFile | undefined> {
  for (const path of paths) {
    const text = files.readFile(path);
    if (text === undefined) continue;
    const { parseDocument, visit } = await import("yaml");
    // Without pretty errors: those quote the lines around the fault, and the lines hold passwords.
    const document = parseDocument(text, { prettyErrors: false });
    const [fault] = document.errors;
    if (fault !== undefined) {
      return { kind: "problem", text: `${path} is not YAML (${fault.code} at character ${String(fault.pos[0])}).` };
    }
    // As written: a password 007 or a project id of digits must not be read as a number and printed as another.
    visit(document, {
      Scalar: (_, scalar) => {
        if (typeof scalar.value === "number") scalar.value = scalar.source ?? scalar.value;
      },
    });
    const clouds = asObject(asObject(toPlainValue(document))?.["clouds"]);
    return clouds === undefined
      ? { kind: "problem", text: `${path} has no map "clouds" at its top.` }
      : { kind: "read", path, clouds };
  }
  return undefined;
}

/** The document's value; `undefined` when its aliases cannot be resolved. */
function toPlainValue(document: { toJS(): unknown }): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined;
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
