import { idKey } from "../domain/instance";
import { describePlace, jsonFault } from "../domain/texts/json-fault";
import { UsageError } from "./usage-error";
import type { NamedInstance } from "./request";

/** `--instance NAME=ID`. The last "=" divides: a name may contain one, an id never does. Throws `UsageError`. */
export function parseInstance(text: string): NamedInstance {
  const at = text.lastIndexOf("=");
  const refused = (allowed: string): UsageError =>
    new UsageError(`--instance is ${JSON.stringify(shortened(text))}. Allowed: ${allowed}.`);
  if (at <= 0) throw refused("a name and an id, as in orders=54602a9d-5e22-4239-9123-77e350df4a34");
  const [name, id] = [text.slice(0, at), text.slice(at + 1)];
  const objection = objectTo(name, id);
  if (objection !== undefined) throw refused(objection);
  return { name, id };
}

/**
 * `--instances`: the JSON text of an object with an id, or an object with an `instance_id`, for each name. So the results of
 * an earlier run name its instances too. `source` is the origin of the text in a sentence. Throws `UsageError`, which shows only names and
 * places of the text, because a wrong file may contain secrets.
 */
export function parseInstances(text: string, source: string): readonly NamedInstance[] {
  const parsed = parseJson(text, source);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new UsageError(`--instances is ${source}, which is ${kindOf(parsed)}. Allowed: ${anObject}.`);
  }
  return Object.entries(parsed as Readonly<Record<string, unknown>>).map(([name, value]) => {
    const id = typeof value === "object" && value !== null && "instance_id" in value ? value.instance_id : value;
    const objection = objectTo(name, id);
    if (objection === undefined) return { name, id: id as string };
    const shown = JSON.stringify(shortened(name));
    throw new UsageError(`--instances has ${kindOf(id)} as the id of ${shown}. Allowed: ${objection}.`);
  });
}

const anObject = 'a JSON object such as {"orders":"54602a9d-5e22-4239-9123-77e350df4a34"}';

/** Throws `UsageError` unless there is an instance, and each name and each id appears once. */
export function checkInstances(instances: readonly NamedInstance[]): void {
  if (instances.length === 0) {
    throw new UsageError("No instance is named. Allowed: --instance NAME=ID, once or more, or --instances FILE.");
  }
  const names = new Set<string>();
  const ids = new Map<string, string>();
  for (const { name, id } of instances) {
    if (names.has(name)) throw new UsageError(`${JSON.stringify(name)} is named twice. Each name may be used once.`);
    const twin = ids.get(idKey(id));
    if (twin !== undefined) {
      throw new UsageError(`${name} and ${twin} have the same id. Each instance may be named once.`);
    }
    names.add(name);
    ids.set(idKey(id), name);
  }
}

/** Ids that the client can send. The service's ids are UUIDs, but the service itself decides which ones it refuses. */
const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** The allowed form of a wrong name or id; `undefined` if both are right. */
function objectTo(name: string, id: unknown): string | undefined {
  if (name.trim() === "") return "a name that is not empty";
  return typeof id === "string" && idPattern.test(id) ? undefined : 'an id of 1 to 64 letters, digits, "_" and "-"';
}

function parseJson(text: string, source: string): unknown {
  const fault = jsonFault(text);
  if (fault === undefined) return JSON.parse(text);
  throw new UsageError(`--instances is ${source}, which is not JSON (${describePlace(fault)}). Allowed: ${anObject}.`);
}

/** The type of a value, without its content. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return value === "" ? "an empty string" : `a string of ${value.length} characters`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
