import { asList, asObject, asText, type JsonObject } from "./json-value";
import { maskSensitive } from "./mask-sensitive";

/** A managed resource of a state or a plan, sensitive values masked. */
export interface ResourceView {
  readonly address: string;
  readonly type: string;
  /** As recorded; `undefined` when the resource does not exist yet. */
  readonly recorded: JsonObject | undefined;
  /** What a plan makes of it. */
  readonly planned: PlannedView | undefined;
}

export interface PlannedView {
  /** `undefined` when the resource is removed. */
  readonly after: JsonObject | undefined;
  /** `true` in place of what only an apply will know. */
  readonly unknown: JsonObject;
  readonly isReplaced: boolean;
  readonly isCreated: boolean;
}

export type TerraformJson =
  | { readonly kind: "state" | "plan"; readonly resources: readonly ResourceView[] }
  | { readonly kind: "problem"; readonly message: string };

/** The managed resources in the JSON of `terraform show -json`, in the order of their addresses. Pure. */
export function decodeTerraformJson(json: unknown): TerraformJson {
  const root = asObject(json);
  const version = asText(root?.["format_version"]);
  if (root === undefined || version === "") {
    return { kind: "problem", message: 'It has no "format_version", so it is not the output of terraform show -json.' };
  }
  if (!/^[01]\./.test(version)) {
    return { kind: "problem", message: `Its format_version is ${JSON.stringify(version)}. Known are 0.x and 1.x.` };
  }
  if ("resource_changes" in root || "planned_values" in root) {
    return { kind: "plan", resources: sorted(asList(root["resource_changes"]).flatMap(decodeChange)) };
  }
  return { kind: "state", resources: sorted(resourcesOf(asObject(root["values"])?.["root_module"])) };
}

function resourcesOf(module: unknown): readonly ResourceView[] {
  const { resources, child_modules } = asObject(module) ?? {};
  return [...asList(resources).flatMap(decodeResource), ...asList(child_modules).flatMap(resourcesOf)];
}

function decodeResource(json: unknown): readonly ResourceView[] {
  const resource = asObject(json);
  if (resource?.["mode"] !== "managed") return [];
  const recorded = asObject(maskSensitive(resource["values"], resource["sensitive_values"]));
  return [{ ...named(resource), recorded, planned: undefined }];
}

function decodeChange(json: unknown): readonly ResourceView[] {
  const resource = asObject(json);
  const change = asObject(resource?.["change"]);
  // A deposed object is the rest of a replacement that failed; the resource itself is listed too.
  if (resource?.["mode"] !== "managed" || change === undefined || "deposed" in resource) return [];
  const actions = asList(change["actions"]);
  const planned: PlannedView = {
    after: asObject(maskSensitive(change["after"], change["after_sensitive"])),
    unknown: asObject(change["after_unknown"]) ?? {},
    isReplaced: actions.includes("create") && actions.includes("delete"),
    isCreated: actions.length === 1 && actions[0] === "create",
  };
  const recorded = asObject(maskSensitive(change["before"], change["before_sensitive"]));
  return [{ ...named(resource), recorded, planned }];
}

function named(resource: JsonObject): Pick<ResourceView, "address" | "type"> {
  return { address: asText(resource["address"]), type: asText(resource["type"]) };
}

function sorted(resources: readonly ResourceView[]): readonly ResourceView[] {
  return [...resources].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
}
