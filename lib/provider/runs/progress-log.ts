import type { Log } from "../../framework/resource";
import type { ProgressEvent } from "../../rollout/ports";

/** Writes the events of a rollout to the log (TF_LOG). */
export function describeProgress(event: ProgressEvent, log: Log): void {
  switch (event.kind) {
    case "wave":
      log("info", `wave ${event.wave} of ${event.of} begins`, { wave: event.wave, members: event.members });
      break;
    case "sending":
      log("info", `sending one ${event.action} call`, { ids: event.ids.join(","), count: event.ids.length });
      break;
    case "answered":
      log("info", `the service answered the ${event.action} call`, {
        success: event.items.filter(({ result }) => result === "success").length,
        failed: event.items.filter(({ result }) => result === "failed").length,
      });
      break;
    case "call-failed":
      log("warn", `a ${event.action} call failed: ${event.message}`, { code: event.code, fate: event.fate });
      break;
    case "look-failed":
      log("warn", `a read of the instances failed: ${event.message}`);
      break;
    case "held":
      // The connection writes this event to the log, once for all runs.
      break;
    case "tasks-unread": {
      const consequence = event.isFinal ? "; they are not asked for again in this run" : "";
      log("warn", `the service's task records could not be read${consequence}: ${event.message}`);
      break;
    }
    case "left":
      log("info", "left the status they had before the call", { ids: event.ids.join(","), count: event.ids.length });
      break;
    case "finished":
      for (const record of event.finished) {
        log("info", `${record.action} of ${record.instanceId}: ${record.result}`, {
          wave: record.wave,
          status: record.status,
          reason: record.reason,
        });
      }
      break;
  }
}
