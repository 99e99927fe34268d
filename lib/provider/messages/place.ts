import type { Diagnostic } from "../../framework/values/diagnostic";
import type { PlaceSettings } from "../place";
import { error } from "./sentence";

export function projectToldTwice({ project_id: id, project_name: name }: PlaceSettings): readonly Diagnostic[] {
  if (typeof id !== "string" || typeof name !== "string" || id === "" || name === "") return [];
  return [
    error(
      "Project Set Twice",
      `At most one of project_id and project_name may be set, got ${JSON.stringify(id)} and ${JSON.stringify(name)}.`,
      ["project_name"],
    ),
  ];
}

export function regionWithoutEffect(region: string, endpoint: string): Diagnostic {
  return error(
    "Region Without Effect",
    `region is ${JSON.stringify(region)}, and the provider names an endpoint, ${endpoint}, so that calls would go there all the same. No call was made.\nTake endpoint (environment DMS_ENDPOINT) out of the provider configuration, so that regions give the endpoints; or leave region out here.`,
    ["region"],
  );
}
