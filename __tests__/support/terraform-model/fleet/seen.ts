import type { InstanceId } from "../../../../lib/domain/instance";
import type { SimulatedCall } from "../../rollout/simulation";
import type { Plan } from "../plan";
import type { State } from "../state";
import type { Outcome } from "../terraform";
import type { Account, Accounts, DueWord, Wish } from "./account";

/** A plan, and its expected content. */
export interface PlanSeen {
  readonly kind: "plan";
  readonly plan: Plan;
  readonly wishes: ReadonlyMap<InstanceId, Wish>;
  readonly listed: ReadonlyMap<InstanceId, DueWord>;
  readonly expected: ReadonlyMap<InstanceId, DueWord>;
  /** The accounts when it was made. */
  readonly accounts: Accounts;
  readonly statuses: ReadonlyMap<InstanceId, string>;
  /** Instances in the situation of a known fault, now or earlier. */
  readonly excused: ReadonlySet<InstanceId>;
  /** The apply that directly preceded it, if one did. */
  readonly after: ApplySeen | undefined;
}

/** An apply that has got as far as to have a plan. */
export interface ApplySeen {
  readonly kind: "apply";
  readonly outcome: Outcome["kind"];
  readonly listed: ReadonlyMap<InstanceId, DueWord>;
  /** Calls to the service, in order, each with how its instances stood before. */
  readonly sends: readonly Send[];
  readonly before: State;
  readonly after: State;
  readonly excused: ReadonlySet<InstanceId>;
}

/** A call for one instance. */
export interface Send {
  readonly id: InstanceId;
  readonly call: SimulatedCall;
  readonly wish: Wish;
  /** Absent where the instance was not adopted. */
  readonly account: Account | undefined;
}

/** A fault that Terraform would report as a bug of the provider; the history ends with it. */
export interface BugSeen {
  readonly kind: "bug";
  readonly message: string;
  /** A known fault has led to it. */
  readonly isExcused: boolean;
}

export type Seen = PlanSeen | ApplySeen | BugSeen;
