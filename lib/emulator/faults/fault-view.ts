import type { CallFault, FaultMatch, FaultRule, InstanceFault } from "./fault-rules";
import type { JsonObject } from "../json-value";

/** A rule as written, with the number of times that it has fired. Pure. */
export function viewFaultRule(rule: FaultRule, fired: number): JsonObject {
  return { on: viewMatch(rule.on), do: viewEffect(rule), fired };
}

function viewEffect(rule: FaultRule): JsonObject {
  switch (rule.scope) {
    case "call":
      return viewCallFault(rule.fault);
    case "instance":
      return viewInstanceFault(rule.fault);
    case "list":
      return { [rule.fault.kind]: true };
  }
}

function viewMatch({ operation, action, instance, after, times }: FaultMatch): JsonObject {
  return {
    operation,
    ...(action !== undefined && { action }),
    ...(instance !== undefined && { instance }),
    ...(after > 0 && { after }),
    ...(times !== Infinity && { times }),
  };
}

function viewCallFault(fault: CallFault): JsonObject {
  switch (fault.kind) {
    case "status":
      return {
        status: fault.status,
        ...(fault.errorCode !== undefined && { error_code: fault.errorCode }),
        ...(fault.errorMsg !== undefined && { error_msg: fault.errorMsg }),
        ...(fault.retryAfter !== undefined && { retry_after: fault.retryAfter }),
      };
    case "delay":
      return { delay_ms: fault.delayMs };
    case "drop":
      return { drop: fault.when };
    case "truncate":
      return { truncate: true };
  }
}

function viewInstanceFault(fault: InstanceFault): JsonObject {
  switch (fault.kind) {
    case "item-failed":
      return { item: "failed" };
    case "show":
      return { show: fault.status, for_ms: fault.forMs, ...(fault.isIgnored && { ignore: true }) };
    case "ignore":
      return { ignore: true };
    case "stuck":
      return { stuck: true };
    case "ends":
      return { end: fault.status };
  }
}
