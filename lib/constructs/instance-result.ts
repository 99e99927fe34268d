import { Fn, type IResolvable, propertyAccess, ref, Token } from "cdktf";
import type { IConstruct } from "constructs";
import { refuseProblems } from "./checks/problem";
import { isToken } from "./checks/tokens";
import { mapKey } from "./l1/binding";
import type { DmsInstanceLifecycleResultsMap } from "./l1/dms-instance-lifecycle";

/**
 * The last action on one instance, for use elsewhere in the stack. Every value is null before the first action, where a plain reference to
 * `results` would fail the plan. In an output, put the value into `Fn.coalesce`, because `cdktf deploy` fails with outputs that are null.
 */
export class InstanceResult {
  public constructor(
    private readonly results: DmsInstanceLifecycleResultsMap,
    private readonly name: string,
  ) {}

  /** Id of the action's instance. */
  public get instanceId(): string {
    return this.text("instance_id");
  }

  /** `restart` or `delete`. */
  public get action(): string {
    return this.text("action");
  }

  /** `success` (proven), `failed`, `unknown` (its end was not seen) or `not_started`. */
  public get result(): string {
    return this.text("result");
  }

  /** Whether the service accepted the call. */
  public get accepted(): IResolvable {
    return this.orNull("accepted");
  }

  /** Last status seen, as the service spells it. */
  public get status(): string {
    return this.text("status");
  }

  /** The reason for the result. */
  public get reason(): string {
    return this.text("reason");
  }

  /** The service's error code. */
  public get errorCode(): string {
    return this.text("error_code");
  }

  /** The service's text for that code. */
  public get message(): string {
    return this.text("message");
  }

  /** The service's id of the call. */
  public get requestId(): string {
    return this.text("request_id");
  }

  /** Id of the service's own record (task) of the restart; null if it was not needed. */
  public get taskId(): string {
    return this.text("task_id");
  }

  /** Position of its wave in that run, from 1. */
  public get wave(): number {
    return Token.asNumber(this.orNull("wave"));
  }

  /** Time of the call, as RFC 3339. */
  public get submittedAt(): string {
    return this.text("submitted_at");
  }

  /** Time at which `RESTARTING` was first seen, or for a deletion another status than before, as RFC 3339. */
  public get leftAt(): string {
    return this.text("left_at");
  }

  /** Time at which the result was known, as RFC 3339. */
  public get finishedAt(): string {
    return this.text("finished_at");
  }

  private text(attribute: string): string {
    return Token.asString(this.orNull(attribute));
  }

  // The reference is to the whole map. cdktf turns the target of another stack's reference into an output, and `try` stays in that other
  // stack: a reference to one record would fail the deploy of this stack while the record does not exist.
  private orNull(attribute: string): IResolvable {
    const key = isToken(this.name) ? mapKey(this.name) : ref(mapKey(this.name));
    return Token.asAny(Fn.try([propertyAccess(this.results, [key, attribute]), ref("null")]));
  }
}

/** Refuses the result of an instance that is not `declared`; accepts every name if the declared ones are not known. */
export function refuseUndeclaredName(
  construct: IConstruct,
  received: unknown,
  declared: Iterable<string> | undefined,
): void {
  if (isToken(received)) return;
  const names = declared && [...declared];
  if (typeof received === "string" && (names === undefined || names.includes(received))) return;
  const allowed =
    names === undefined ? "the name of an instance" : names.map((name) => JSON.stringify(name)).join(", ");
  refuseProblems(construct, [{ input: "resultOf", received, allowed: allowed || "nothing, no instance is declared" }]);
}
