import { asObject, asText } from "../terraform/json-value";
import type { NamedInstance } from "../report";

/** The name and id of an instance in lists and records of the provider; empty strings for missing ones. */
export function namedInstance(value: unknown): NamedInstance {
  const { name, instance_id } = asObject(value) ?? {};
  return { name: asText(name), instanceId: asText(instance_id) };
}
