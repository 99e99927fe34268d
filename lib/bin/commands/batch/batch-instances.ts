import { UsageError } from "../../exit-codes";
import type { NamedInstance } from "./batch-request";

/** `--instance NAME=ID`. The last "=" divides: a name may hold one, an id never does. Throws `UsageError`. */
export function parseInstance(text: string): NamedInstance {
  const at = text.lastIndexOf("=");
  if (at <= 0) throw refused("--instance", text, "a name and an id, as in orders=54602a9d-5e22-4239-9123-77e350df4a34");
  return checked("--instance", text, text.slice(0, at), text.slice(at + 1));
}

/**
 * `--instances`: the JSON text of an object with an id, or an object with an `instance_id`, for each name. So the results of
 * an earlier run name its instances too. Throws `UsageError`.
 */
export function parseInstances(text: string): readonly NamedInstance[] {
  const parsed = parseJson(text);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw refused("--instances", text, 'a JSON object such as {"orders":"54602a9d-5e22-4239-9123-77e350df4a34"}');
  }
  return Object.entries(parsed as Readonly<Record<string, unknown>>).map(([name, value]) => {
    const id = typeof value === "object" && value !== null && "instance_id" in value ? value.instance_id : value;
    return checked("--instances", `${name}: ${JSON.stringify(id)}`, name, id);
  });
}

/** Throws `UsageError` unless there is an instance, and each name and each id is there once. */
export function checkInstances(instances: readonly NamedInstance[]): void {
  if (instances.length === 0) {
    throw new UsageError("No instance is named. Allowed: --instance NAME=ID, once or more, or --instances FILE.");
  }
  const names = new Set<string>();
  const ids = new Map<string, string>();
  for (const { name, id } of instances) {
    if (names.has(name)) throw new UsageError(`${JSON.stringify(name)} is named twice. Each name may be used once.`);
    const twin = ids.get(id.toLowerCase());
    if (twin !== undefined) {
      throw new UsageError(`${name} and ${twin} have the same id ${id}. Each instance may be named once.`);
    }
    names.add(name);
    ids.set(id.toLowerCase(), name);
  }
}

/** What the client can ask the service for; the service's ids are UUIDs, but what exactly it refuses is its own affair. */
const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

function checked(option: string, received: string, name: string, id: unknown): NamedInstance {
  if (name.trim() === "") throw refused(option, received, "a name that is not empty");
  if (typeof id === "string" && idPattern.test(id)) return { name, id };
  throw refused(option, received, 'an id of 1 to 64 letters, digits, "_" and "-"');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw refused("--instances", text, `JSON (${thrown instanceof Error ? thrown.message : String(thrown)})`);
  }
}

function refused(option: string, received: string, allowed: string): UsageError {
  const shown = received.length > 200 ? `${received.slice(0, 200)}…` : received;
  return new UsageError(`${option} is ${JSON.stringify(shown)}. Allowed: ${allowed}.`);
}
