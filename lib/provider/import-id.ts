import { connectionRules } from "../domain/connection/connection";
import { idKey } from "../domain/instance";

// The id that `terraform import` is given for instances: `ID,ID`, `NAME=ID,…` or `PROJECT/ID,…`.

export interface Import {
  /** `undefined`: the provider's. */
  readonly projectId: string | undefined;
  readonly entries: readonly Imported[];
}

export interface Imported {
  readonly name: string | undefined;
  readonly id: string;
}

/** `undefined` when it is not a list of distinct ids with distinct names. Pure. */
export function parseImportId(text: string): Import | undefined {
  const projectId = projectIdBefore(text);
  const entries = parseEntries(projectId === undefined ? text : text.slice(projectId.length + 1));
  return entries === undefined ? undefined : { projectId: projectId === "" ? undefined : projectId, entries };
}

/** The text before the first slash; empty: the provider's project. A key of `by_key`, `NAME/ID=ID`, is a name. */
function projectIdBefore(text: string): string | undefined {
  const [first = ""] = text.split(",");
  const slash = first.indexOf("/");
  if (slash === 0) return "";
  if (slash < 0 || !connectionRules.projectId.allows(first.slice(0, slash))) return undefined;
  const { name, id } = parseEntry(first);
  return name?.endsWith(`/${id}`) === true ? undefined : first.slice(0, slash);
}

function parseEntry(part: string): Imported {
  const separator = part.lastIndexOf("=");
  const name = separator < 0 ? undefined : part.slice(0, separator).trim();
  return { name, id: part.slice(separator + 1).trim() };
}

function parseEntries(text: string): readonly Imported[] | undefined {
  const entries = text.split(",").map(parseEntry);
  const ids = new Set(entries.map(({ id }) => idKey(id)));
  const names = entries.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const valid = entries.every(({ name, id }) => name !== "" && /^[A-Za-z0-9._-]{1,64}$/.test(id));
  return valid && ids.size === entries.length && new Set(names).size === names.length ? entries : undefined;
}
