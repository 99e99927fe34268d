import type { Diagnostic } from "../../framework/values/diagnostic";
import { type Path, renderPath } from "../../framework/values/path";
import { error } from "./sentence";
import type { PlaceSettings } from "../place";

export function invalidDuration(path: Path, received: string, positive: boolean): Diagnostic {
  return error(
    "Invalid Duration",
    `${renderPath(path)} must be a duration such as "30s", "20m" or "1h30m"${positive ? ", longer than zero" : ""}, got ${JSON.stringify(received)}.`,
    path,
  );
}

export function invalidAmount(path: Path, received: string, least: number): Diagnostic {
  return error(
    "Invalid Number Or Percentage",
    `${renderPath(path)} must be a whole number of instances of at least ${least}, such as "${Math.max(1, least)}", or a percentage from ${least}% to 100%, such as "25%", got ${JSON.stringify(received)}.`,
    path,
  );
}

export function readyTimeTooLong(minReadyTime: string, readyTimeout: string): Diagnostic {
  return error(
    "Ready Time Cannot Be Reached",
    `rollout.min_ready_time is ${JSON.stringify(minReadyTime)} and ready_timeout is ${JSON.stringify(readyTimeout)}: no instance could stay RUNNING long enough in time. min_ready_time must be shorter than ready_timeout.`,
    ["rollout", "min_ready_time"],
  );
}

export function invalidSetting(path: Path, received: string, allowed: string): Diagnostic {
  return error("Invalid Value", `${renderPath(path)} must be ${allowed}, got ${JSON.stringify(received)}.`, path);
}

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
