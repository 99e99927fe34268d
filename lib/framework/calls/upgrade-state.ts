import { errorDiagnostic } from "../values/diagnostic";
import { equalValues } from "../values/equality";
import { impliedType } from "../values/schema";
import { decodeJson, type Json, parseJson } from "../values/state-json";
import { fillDefaults } from "../rules/propose";
import { callProvider } from "../rules/provider-bug";
import { renderPath } from "../values/path";
import type { JsonObject, Log, Resource } from "../resource";
import type { UpgradeAnswer } from "../server";
import { isObject, type ObjectValue } from "../values/value";

interface Upgrade {
  readonly answer: UpgradeAnswer;
  /** The state as a value, if it could be read. */
  readonly state: ObjectValue | undefined;
}

/**
 * Brings a saved state to the current schema version. State of that version goes back in the same bytes, because Terraform calls this at
 * every read and another spelling would show as drift. Attributes that are null in it get their defaults: a provider that did not have the
 * attribute yet has written the state, and the default must not show as a change.
 */
export async function upgradeState(
  type: string,
  resource: Resource,
  saved: { readonly version: number; readonly json: Uint8Array },
  context: { readonly signal: AbortSignal; readonly log: Log },
): Promise<Upgrade> {
  const current = resource.schema.version;
  if (saved.version > current) return refuse(newer(type, saved.version, current));
  const parsed = parseObject(saved.json);
  if (typeof parsed === "string") return refuse(`The state of ${type} is not a JSON object: ${parsed}`);
  const description = {
    doing: `Upgrading the state of ${type} from version ${saved.version} to ${current}`,
    consequence: "The state was left as it was.",
  };
  const called = await callProvider(description, context, () => runUpgraders(resource, saved.version, parsed));
  if (called.kind === "threw")
    return { answer: { upgraded: undefined, diagnostics: [called.diagnostic] }, state: undefined };
  if (called.value === undefined) return refuse(`${type} has no way to read its state of version ${saved.version}.`);
  const { attributes } = resource.schema;
  const stateType = impliedType(attributes);
  const { value, problems, dropped } = decodeJson(stateType, called.value);
  if (problems.length > 0 || !isObject(value))
    return refuse(`The state of ${type} does not fit: ${problems.join(" ")}`);
  const state = fillDefaults(attributes, value);
  const untouched = saved.version === current && dropped.length === 0 && equalValues(stateType, value, state);
  for (const path of dropped)
    context.log("debug", `${type}: state has ${renderPath(path)}, which the schema no longer has`);
  return { answer: { upgraded: untouched ? { json: saved.json } : { state }, diagnostics: [] }, state };
}

/** Runs the upgraders; `undefined` if a step between the versions is missing. */
function runUpgraders(
  { schema, upgraders = {} }: Resource,
  version: number,
  state: JsonObject,
): JsonObject | undefined {
  let upgraded = state;
  for (let step = version; step < schema.version; step++) {
    const upgrade = upgraders[step];
    if (upgrade === undefined) return undefined;
    upgraded = upgrade(upgraded);
  }
  return upgraded;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** The object in the bytes, or their fault as a sentence. */
function parseObject(bytes: Uint8Array): { readonly [key: string]: Json } | string {
  try {
    const json = parseJson(decoder.decode(bytes));
    return typeof json === "object" && json !== null && !isArray(json) ? json : "it holds another kind of value";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function newer(type: string, version: number, current: number): string {
  return (
    `The state of ${type} was written by a newer provider (schema version ${version}; this one knows up to ${current}).\n` +
    "Use the provider version that wrote it, or a newer one."
  );
}

function refuse(detail: string): Upgrade {
  const diagnostics = [errorDiagnostic("State Cannot Be Read", detail)];
  return { answer: { upgraded: undefined, diagnostics }, state: undefined };
}
