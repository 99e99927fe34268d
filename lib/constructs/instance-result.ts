import { Fn, Token, ref } from "cdktf";
import type { IResolvable } from "cdktf";
import type { DmsInstanceLifecycleResultsOutputReference } from "./l1/dms-instance-lifecycle";

/**
 * The last action on one instance, for use elsewhere in the stack. Every value is null in Terraform while there has been no
 * action: right after adoption, a plain reference to the results would fail the plan.
 */
export class InstanceResult {
  public constructor(private readonly reference: DmsInstanceLifecycleResultsOutputReference) {}

  /** Id of the instance the action was for. */
  public get instanceId(): string {
    return text(this.reference.instanceId);
  }

  /** `restart` or `delete`. */
  public get action(): string {
    return text(this.reference.action);
  }

  /** `success` (proven), `failed`, `unknown` (its end was not seen) or `not_started`. */
  public get result(): string {
    return text(this.reference.result);
  }

  /** Whether the service accepted the call. */
  public get accepted(): IResolvable {
    return orNull(this.reference.accepted);
  }

  /** Last status seen, in the service's word. */
  public get status(): string {
    return text(this.reference.status);
  }

  /** Why it ended so. */
  public get reason(): string {
    return text(this.reference.reason);
  }

  /** The service's error code. */
  public get errorCode(): string {
    return text(this.reference.errorCode);
  }

  /** The service's text to that code. */
  public get message(): string {
    return text(this.reference.message);
  }

  /** The service's id of the call. */
  public get requestId(): string {
    return text(this.reference.requestId);
  }

  /** Position of its wave in that run, from 1. */
  public get wave(): number {
    return Token.asNumber(orNull(this.reference.wave));
  }

  /** When the call was sent (RFC 3339). */
  public get submittedAt(): string {
    return text(this.reference.submittedAt);
  }

  /** When the result was known (RFC 3339). */
  public get finishedAt(): string {
    return text(this.reference.finishedAt);
  }
}

function text(value: string): string {
  return Token.asString(orNull(value));
}

function orNull(value: unknown): IResolvable {
  return Token.asAny(Fn.try([value, ref("null")]));
}
