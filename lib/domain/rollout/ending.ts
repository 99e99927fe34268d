import { assertNever } from "../assert-never";
import type { CallFailure, FailureKind } from "../call-failure";

/** The reason why a run ends before its last wave. */
export type Ending =
  /** More members were unsuccessful than max_failures allows. */
  | { readonly kind: "failures"; readonly failures: number }
  /** So many earlier members may still be down that max_unavailable leaves no room for another. */
  | { readonly kind: "unavailable"; readonly down: number }
  /** `setting`: the setting that limits the time. @default "timeouts" */
  | { readonly kind: "run-deadline"; readonly setting?: string | undefined }
  | { readonly kind: "stopped" }
  /** The journal could not record the call that is about to be sent. */
  | { readonly kind: "unrecorded"; readonly reason: string }
  /** The service can no longer be used. `readable`: it still answers reads, so sent actions are watched to their end. */
  | {
      readonly kind: "service";
      readonly readable: boolean;
      readonly reason: string;
      readonly errorCode: string;
      readonly message: string;
      readonly failure: FailureKind;
    };

/** The ending that a failed call causes. */
export function serviceEnding(failure: CallFailure, readable: boolean): Ending {
  return {
    kind: "service",
    readable,
    reason: withoutFullStop(failure.message),
    errorCode: failure.errorCode ?? "",
    message: failure.errorMessage ?? "",
    failure: {
      code: failure.code,
      ...(failure.errorCode !== undefined && { errorCode: failure.errorCode }),
      ...(failure.call !== undefined && { call: failure.call }),
    },
  };
}

/** Why a run ended early, as a clause for records and diagnostics. */
export function describeEnding(ending: Ending): string {
  switch (ending.kind) {
    case "failures":
      return `${ending.failures} unsuccessful ${ending.failures === 1 ? "action is" : "actions are"} more than max_failures allows`;
    case "unavailable":
      return `${ending.down} earlier ${ending.down === 1 ? "instance" : "instances"} may still be down because of this run, as many as max_unavailable allows`;
    case "run-deadline":
      return `the time for the whole run (${ending.setting ?? "timeouts"}) is over`;
    case "stopped":
      return "the run was interrupted";
    case "unrecorded":
    case "service":
      return ending.reason;
    default:
      return assertNever(ending);
  }
}

/** Whether the actions that are on their way can still be watched to their end, without further calls. */
export function letsWatchOn(ending: Ending): boolean {
  return ending.kind === "unrecorded" || (ending.kind === "service" && ending.readable);
}

/** The text without a full stop: the caller joins clauses to sentences. */
export function withoutFullStop(text: string): string {
  return text.endsWith(".") ? text.slice(0, -1) : text;
}
