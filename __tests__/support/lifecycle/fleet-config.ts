import type { ObjectValue, Value } from "../../../lib/framework/values/value";
import type { LifecycleConfig } from "../../../lib/provider/lifecycle/model";
import { instanceLifecycleSchema } from "../../../lib/provider/schemas/instance-lifecycle";

/** One entry of `instances`, as short as a test can say it. */
export interface DeclaredInstance {
  /** @default the key */
  readonly id?: Value;
  readonly state?: Value;
  /** Values by trigger name. */
  readonly triggers?: Readonly<Record<string, Value>> | Value;
}

/** A configuration as Terraform hands it over: every attribute is there, null where the user has said nothing. */
export function fleetConfig(
  instances: Readonly<Record<string, DeclaredInstance>>,
  settings: Partial<LifecycleConfig> = {},
): ObjectValue {
  const blank = Object.fromEntries(Object.keys(instanceLifecycleSchema.attributes).map((name) => [name, null]));
  const elements = Object.entries(instances).map(
    ([name, { id = name, state = null, triggers = null }]): readonly [string, ObjectValue] => [
      name,
      { instance_id: id, desired_state: state, restart_triggers: isRecord(triggers) ? mapOf(triggers) : triggers },
    ],
  );
  return { ...blank, ...settings, instances: new Map(elements) };
}

/** The same trigger `revision` for each of `names`. */
export function revised(names: readonly string[], revision: string): Readonly<Record<string, DeclaredInstance>> {
  return Object.fromEntries(names.map((name) => [name, { triggers: { revision } }]));
}

function mapOf(record: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(record));
}

function isRecord(value: DeclaredInstance["triggers"]): value is Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map);
}
