import { findSecrets, type Hide, hideTexts, maskSensitive, sensitiveMark } from "./mask-sensitive";
import { asList, asObject, asText, entriesOf, type JsonObject } from "./json-value";

/** A managed resource of a state or a plan, sensitive values masked. */
export interface ResourceView {
  readonly address: string;
  readonly type: string;
  /** The recorded values; `undefined` if the resource does not exist yet. */
  readonly recorded: JsonObject | undefined;
  /** The planned values. */
  readonly planned: PlannedView | undefined;
}

export interface PlannedView {
  /** The values after the apply; `undefined` if the resource is removed. */
  readonly after: JsonObject | undefined;
  /** `true` instead of values that are known only at apply. */
  readonly unknown: JsonObject;
  readonly isReplaced: boolean;
}

type TerraformJson =
  | { readonly kind: "state" | "plan"; readonly resources: readonly ResourceView[] }
  | { readonly kind: "problem"; readonly message: string };

/** The managed resources in the JSON of `terraform show -json`, in the order of their addresses. */
export function decodeTerraformJson(json: unknown): TerraformJson {
  const root = asObject(json);
  const version = asText(root?.["format_version"]);
  if (root === undefined || version === "") {
    return { kind: "problem", message: 'It has no "format_version", so it is not the output of terraform show -json.' };
  }
  if (!/^[01]\./.test(version)) {
    return { kind: "problem", message: `Its format_version is ${JSON.stringify(version)}. Known are 0.x and 1.x.` };
  }
  const isPlan = "resource_changes" in root || "planned_values" in root;
  const hide = hideTexts(secretsOf(root), sensitiveMark);
  const resources = isPlan
    ? asList(root["resource_changes"]).flatMap((each) => decodeChange(each, hide))
    : resourcesBelow(root).flatMap((each) => decodeResource(each, hide));
  return { kind: isPlan ? "plan" : "state", resources: sorted(resources) };
}

function secretsOf(root: JsonObject): readonly string[] {
  const inState = resourcesBelow(root).flatMap((each) => findSecrets(each["values"], each["sensitive_values"]));
  const inPlan = asList(root["resource_changes"]).flatMap((each) => {
    const { before, before_sensitive, after, after_sensitive } = asObject(asObject(each)?.["change"]) ?? {};
    return [...findSecrets(before, before_sensitive), ...findSecrets(after, after_sensitive)];
  });
  const declared = asObject(asObject(asObject(root["configuration"])?.["root_module"])?.["variables"]) ?? {};
  const inVariables = entriesOf(root["variables"]).flatMap(([name, variable]) => {
    const isSecret = asObject(declared[name])?.["sensitive"] === true;
    return findSecrets(asObject(variable)?.["value"], isSecret);
  });
  return [...inState, ...inPlan, ...inVariables];
}

/** The resources of a state, including those of child modules. */
function resourcesBelow(root: JsonObject): readonly JsonObject[] {
  const inModule = (module: unknown): readonly JsonObject[] => {
    const { resources, child_modules } = asObject(module) ?? {};
    const here = asList(resources)
      .map(asObject)
      .filter((each) => each !== undefined);
    return [...here, ...asList(child_modules).flatMap(inModule)];
  };
  return inModule(asObject(root["values"])?.["root_module"]);
}

function decodeResource(resource: JsonObject, hide: Hide): readonly ResourceView[] {
  if (resource["mode"] !== "managed") return [];
  const recorded = asObject(maskSensitive(resource["values"], resource["sensitive_values"], hide));
  return [{ ...named(resource), recorded, planned: undefined }];
}

function decodeChange(json: unknown, hide: Hide): readonly ResourceView[] {
  const resource = asObject(json);
  const change = asObject(resource?.["change"]);
  // A deposed object is the rest of a replacement that failed; the resource itself is listed too.
  if (resource?.["mode"] !== "managed" || change === undefined || "deposed" in resource) return [];
  const actions = asList(change["actions"]);
  const planned: PlannedView = {
    after: asObject(maskSensitive(change["after"], change["after_sensitive"], hide)),
    unknown: asObject(change["after_unknown"]) ?? {},
    isReplaced: actions.includes("create") && actions.includes("delete"),
  };
  const recorded = asObject(maskSensitive(change["before"], change["before_sensitive"], hide));
  return [{ ...named(resource), recorded, planned }];
}

function named(resource: JsonObject): Pick<ResourceView, "address" | "type"> {
  return { address: asText(resource["address"]), type: asText(resource["type"]) };
}

function sorted(resources: readonly ResourceView[]): readonly ResourceView[] {
  return [...resources].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
}
