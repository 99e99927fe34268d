import type { Diagnostic } from "../../framework/values/diagnostic";
import { counted, error, listed } from "./sentence";

export function dataSourceNeedsOne(given: "both" | "neither"): Diagnostic {
  return error("Invalid Combination", `Exactly one of instance_id and name must be set, got ${given}.`, [
    "instance_id",
  ]);
}

export function dataSourceFoundNone(attribute: "instance_id" | "name", value: string): Diagnostic {
  return error(
    "Instance Not Found",
    `No instance with ${attribute} ${JSON.stringify(value)} is visible in this project. Check the ${attribute}, the project and the region.`,
    [attribute],
  );
}

export function dataSourceFoundFewer(
  found: readonly { readonly name: string; readonly id: string }[],
  least: number,
): Diagnostic {
  const shown = found.length === 0 ? "" : `: ${listed(found)}`;
  return error(
    "Fewer Instances Than Expected",
    `The listing shows ${counted(found.length, "instance")} with these filters${shown}. at_least is ${least}. Nothing was planned.\nCheck the instances, the project and the filters. If no instance is missing, lower at_least.`,
    ["at_least"],
  );
}

export function dataSourceFoundMany(name: string, ids: readonly string[]): Diagnostic {
  return error(
    "Several Instances Found",
    `${ids.length} instances have the name ${JSON.stringify(name)}: ${ids.join(", ")}. Use instance_id instead.`,
    ["name"],
  );
}
