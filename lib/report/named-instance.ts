import { asObject, asText } from "./json-value";
import type { NamedInstance } from "./report";

/** An instance as lists and records of the provider name it; empty texts where they do not. */
export function namedInstance(value: unknown): NamedInstance {
  const { name, instance_id } = asObject(value) ?? {};
  return { name: asText(name), instanceId: asText(instance_id) };
}
