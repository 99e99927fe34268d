import { createReport } from "../../../lib/report/create-report";
import type { Report, Section } from "../../../lib/report/report";

type Values = Readonly<Record<string, unknown>>;

/** The report of JSON that one can be made of. */
export function reportOf(json: unknown): Report {
  const result = createReport(json);
  if (result.kind === "problem") throw new Error(result.message);
  return result.report;
}

/** The section of the only resource that has one. */
export function sectionOf<K extends Section["kind"]>(kind: K, json: unknown): Extract<Section, { readonly kind: K }> {
  const { sections } = reportOf(json);
  const [section] = sections;
  if (sections.length !== 1 || section?.kind !== kind) throw new Error(`no ${kind}: ${JSON.stringify(sections)}`);
  return section as Extract<Section, { readonly kind: K }>;
}

/** `terraform show -json` of a state. */
export function stateOf(...resources: readonly object[]): object {
  return { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: { resources } } };
}

/** A resource in a state; `address` is its type with a name. */
export function resource(address: string, values: Values, sensitive: Values = {}): object {
  return { ...named(address), values, sensitive_values: sensitive };
}

/** `terraform show -json` of a plan. */
export function planOf(...changes: readonly object[]): object {
  return { format_version: "1.2", terraform_version: "1.11.4", planned_values: {}, resource_changes: changes };
}

interface Change {
  readonly actions?: readonly string[];
  readonly before?: Values | null;
  readonly after?: Values | null;
  readonly after_unknown?: Values;
  readonly before_sensitive?: Values | boolean;
  readonly after_sensitive?: Values | boolean;
}

/** A change in a plan. */
export function changeOf(address: string, change: Change): object {
  return { ...named(address), change: { actions: ["update"], before: null, after: null, ...change } };
}

function named(address: string): object {
  const type = address.replace(/^(?:module\.[^.]+\.)+/, "").split(".")[0];
  return { address, mode: "managed", type, provider_name: "npm.invalid/cdktf-dms-lifecycle/dms" };
}

/** The id that a short word leads to. */
export function shownId(word: string): string {
  return `${word.padEnd(8, "0")}-0000-4000-8000-000000000000`;
}

/** A result record as state keeps it; a success in the first wave unless told otherwise. */
export function recordOf(instanceId: string, changes: Values = {}): Values {
  return {
    instance_id: instanceId,
    action: "restart",
    result: "success",
    accepted: true,
    status: "RUNNING",
    reason: "left RUNNING and is RUNNING again",
    error_code: null,
    message: null,
    wave: 1,
    submitted_at: "2026-03-02T09:00:00.000Z",
    finished_at: "2026-03-02T09:01:00.000Z",
    ...changes,
  };
}

/** Attributes of a `dms_instance_lifecycle` whose instances all have a record; `results` are changes of it, by name. */
export function lifecycleOf(results: Readonly<Record<string, Values>>): Values {
  const each = (value: (name: string, changes: Values) => unknown): Values =>
    Object.fromEntries(Object.entries(results).map(([name, changes]) => [name, value(name, changes)]));
  return {
    instances: each((name) => ({ instance_id: shownId(name), desired_state: "running", restart_triggers: null })),
    results: each((name, changes) => recordOf(shownId(name), changes)),
    observed: each((name) => ({ instance_id: shownId(name), name, engine: "kafka", status: "RUNNING" })),
    planned_actions: [],
    unfinished: Object.entries(results).flatMap(([name, { result = "success" }]) =>
      result === "success" ? [] : [name],
    ),
  };
}
