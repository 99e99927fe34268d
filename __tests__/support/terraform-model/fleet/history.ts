import type { InstanceId } from "../../../../lib/domain/instance";
import { timestamp } from "../../../../lib/domain/action-record";
import type { ObjectValue } from "../../../../lib/framework/values/value";
import type { Machine } from "../../lifecycle/local-memory";
import type { SimulatedCall } from "../../rollout/simulation";
import type { Plan } from "../plan";
import { ProviderBug, stalePlan } from "../provider-calls";
import type { State } from "../state";
import type { Outcome } from "../terraform";
import {
  type Account,
  type Accounts,
  adopted,
  adoptedAfter,
  called,
  dueFor,
  type DueWord,
  ended,
  looked,
  settled,
} from "./account";
import type { Exclusion, Standing } from "./exclusions";
import {
  configOf,
  firstRun,
  fleetChange,
  fleetIn,
  isTaintedByHand,
  listedIn,
  recordsOf,
  resultsIn,
  statusesIn,
  wishesIn,
} from "./reading";
import type { ApplySeen, Seen, Send } from "./seen";
import { isCommand, type Step } from "./steps";
import { change, command } from "./take";
import { type Wanted, World } from "./world";

/** Plays a history from its beginning. Returns the plans and applies in it as a user sees them, in order. */
export async function play(steps: readonly Step[], exclusions: readonly Exclusion[] = []): Promise<readonly Seen[]> {
  const history = new History(exclusions);
  try {
    for (const step of steps) await history.take(step);
    return history.seen;
  } catch (thrown) {
    if (!(thrown instanceof ProviderBug)) throw thrown;
    return [...history.seen, { kind: "bug", message: thrown.message, isExcused: history.isBugKnown }];
  }
}

/** The situation before a command. */
interface Situation {
  readonly machine: string;
  readonly state: State;
  readonly statuses: ReadonlyMap<InstanceId, string>;
  /** So many calls had been made. */
  readonly calls: number;
  /** The records of the machine, and its copies of replaced objects. */
  readonly runs: Machine["runs"];
  readonly replaced: ReturnType<Machine["replacedInstances"]["load"]>;
}

/** The situation when a plan is made. */
interface Stand extends Pick<Situation, "machine" | "runs" | "replaced"> {
  readonly accounts: Accounts;
  readonly isRefreshed: boolean;
}

/** How a plan came about. `after`: the apply that directly preceded it, if one did. */
interface PlanMade {
  readonly before: Situation;
  readonly isRefreshed: boolean;
  readonly after: ApplySeen | undefined;
}

interface SavedPlan {
  readonly plan: Plan;
  readonly wanted: Wanted;
  readonly before: Situation;
  readonly isRefreshed: boolean;
}

/** The known calls of an apply. */
interface CallsOf {
  readonly killed: boolean;
  readonly machine: string;
  readonly isRecorded: (id: InstanceId, at: string) => boolean;
}

/** Plays a history, and keeps the truth about each instance beside it. */
class History {
  readonly seen: Seen[] = [];
  /** A known fault may let the plan inside an apply differ from the one that was shown. */
  isBugKnown = false;
  private readonly world = new World();
  private accounts: Accounts = new Map();
  private excused: ReadonlySet<InstanceId> = new Set();
  private saved: SavedPlan | undefined;
  private lastApply: { readonly apply: ApplySeen; readonly wanted: Wanted } | undefined;
  /** The machine on which an apply was killed, until another apply there has saved the end of it. */
  private killedOn: string | undefined;
  /** The machine of the last apply that has saved an object. */
  private madeOn: string | undefined;
  /** A replacement has destroyed the object, and made no successor. */
  private isInterrupted = false;
  /** That object. */
  private destroyed: ObjectValue | undefined;
  /** The records of the machine that has imported the object: its refresh has put them into the state. */
  private imported: Machine["runs"] = [];

  constructor(private readonly exclusions: readonly Exclusion[]) {}

  async take(step: Step): Promise<void> {
    if (this.isElsewhere(step)) return;
    const preceding = this.lastApply;
    this.lastApply = undefined;
    if (!isCommand(step)) return change(this.world, step);
    // No two commands call at the same time: a call is known by its time.
    await this.world.clock.pass(1_000);
    const before = this.situation(step.machine ?? "a");
    this.isBugKnown = this.exclusions.length > 0 && step.do === "apply saved" && this.hasLearned(before);
    const outcome = await command(this.world, step, this.saved?.plan);
    if (step.do === "import" && outcome.kind === "done") {
      this.accounts = new Map();
      this.imported = before.runs;
    }
    const { plan } = outcome;
    if (plan === undefined || outcome.diagnostics.includes(stalePlan)) return;
    const { wanted } = step.do === "apply saved" && this.saved !== undefined ? this.saved : this.world;
    const isRefreshed = step.do === "apply saved" ? this.saved?.isRefreshed === true : step.refresh !== false;
    if (step.do !== "apply saved" && step.do !== "destroy") {
      const after = preceding?.wanted === wanted ? preceding.apply : undefined;
      this.notePlan(plan, { before, isRefreshed, after });
      if (step.do === "save") this.saved = { plan, wanted, before, isRefreshed };
    }
    // The refresh of a killed apply may not have been saved.
    if (isRefreshed && this.world.terraform.state !== before.state) this.noteRefresh(plan);
    if (step.do === "apply" || step.do === "apply saved" || step.do === "destroy") {
      const apply = this.noteApply(outcome, plan, before);
      this.lastApply = step.do === "destroy" ? undefined : { apply, wanted };
    }
  }

  /** The saved plan makes an object, or comes without a refresh, and the machine's knowledge has changed since: decided (decision 018). */
  private hasLearned({ runs, machine }: Situation): boolean {
    if (this.saved === undefined) return false;
    const { before, plan, isRefreshed } = this.saved;
    if (isRefreshed && fleetChange(plan)?.action.includes("create") !== true) return false;
    const known = (each: Machine["runs"]): string => JSON.stringify(each.map((run) => [...run]));
    return machine !== before.machine || known(runs) !== known(before.runs);
  }

  private situation(machine: string): Situation {
    const { terraform, simulation, calls, machines } = this.world;
    const { state } = terraform;
    const statuses = simulation.statuses();
    const { runs = [], replacedInstances } = machines.get(machine) ?? {};
    const replaced: Situation["replaced"] = replacedInstances?.load() ?? new Map();
    return { machine, state, statuses, calls: calls.length, runs, replaced };
  }

  /** Another machine does not know of it: a killed apply. */
  private isElsewhere(step: Step): boolean {
    return this.killedOn !== undefined && isCommand(step) && (step.machine ?? "a") !== this.killedOn;
  }

  private notePlan(plan: Plan, { before, isRefreshed, after }: PlanMade): void {
    // A plan knows the present status of an instance that it sees for the first time, and that of the last refresh for others.
    const isNew = this.beginsAnew(plan);
    const prior = isNew ? undefined : (fleetIn(plan.prior) ?? this.destroyed);
    const statuses = new Map([...before.statuses, ...statusesIn(prior)]);
    const expected = new Map<InstanceId, DueWord>();
    const wishes = wishesIn(configOf(plan));
    const accounts = isNew ? this.adoptAnew(plan, before.machine) : this.accounts;
    const isCreated = fleetChange(plan)?.action.includes("create") === true;
    for (const [id, wish] of wishes) {
      const account = accounts.get(id) ?? adopted(firstRun(plan, isCreated, wish));
      // An adopted instance is not restarted for its health: no plan depends on a look of its own.
      const restartUnhealthy = wish.restartUnhealthy && !isNew;
      const due = dueFor(account, { ...wish, restartUnhealthy }, statuses.get(id) ?? "");
      if (due !== undefined) expected.set(id, due);
    }
    this.excuse(plan, { ...before, accounts, isRefreshed });
    const { excused } = this;
    this.seen.push({
      kind: "plan",
      plan,
      wishes,
      listed: listedIn(plan),
      expected,
      accounts,
      statuses,
      excused,
      after,
    });
  }

  /** The refresh that the plan stands on is in the saved state. */
  private noteRefresh(plan: Plan): void {
    const statuses = statusesIn(fleetIn(plan.prior));
    this.accounts = new Map([...this.accounts].map(([id, account]) => [id, looked(account, statuses.get(id) ?? "")]));
  }

  private noteApply(outcome: Outcome, plan: Plan, before: Situation): ApplySeen {
    const { state: after } = this.world.terraform;
    // Nothing has come of it: an object that is untainted now goes on as it was.
    const isStillThere = isTaintedByHand(after) && this.world.calls.length === before.calls;
    if (this.beginsAnew(plan) && !isStillThere) this.accounts = this.adoptAnew(plan, before.machine);
    const { runs } = this.situation(before.machine);
    const isRecorded = (id: InstanceId, at: string): boolean =>
      outcome.kind === "killed"
        ? recordsOf(runs, id).some(({ submittedAt }) => submittedAt === at)
        : resultsIn(fleetIn(after)).get(id)?.at === at;
    const sends = this.noteSends(plan, this.world.calls.slice(before.calls), {
      killed: outcome.kind === "killed",
      machine: before.machine,
      isRecorded,
    });
    this.learn(plan, after, { machine: before.machine, killed: outcome.kind === "killed" ? runs : undefined });
    const { excused } = this;
    const seen: ApplySeen = {
      kind: "apply",
      outcome: outcome.kind,
      listed: listedIn(plan),
      sends,
      before: plan.prior,
      after,
      excused,
    };
    this.seen.push(seen);
    this.killedOn = outcome.kind === "killed" ? before.machine : undefined;
    return seen;
  }

  /** Takes in the calls of an apply. Answers them, each with how its instance stood before. */
  private noteSends(
    plan: Plan,
    calls: readonly SimulatedCall[],
    { killed, machine, isRecorded }: CallsOf,
  ): readonly Send[] {
    const wishes = wishesIn(configOf(plan));
    const accounts = new Map(this.accounts);
    const sends = calls.flatMap((call) =>
      call.ids.map((id): Send => {
        const wish = wishes.get(id);
        if (wish === undefined) throw new Error(`a call for ${id}, which is not declared`);
        const account = accounts.get(id);
        const at = timestamp(call.atMs);
        // A refused call did nothing. It counts as one that was made when it is the last one, and recorded as that.
        const isLast = call === calls.findLast(({ ids }) => ids.includes(id));
        if (call.outcome !== "refused" || (isLast && isRecorded(id, at))) {
          const before = account ?? adopted(firstRun(plan, true, wish));
          const wasFaulty = call.action === "restart" && this.world.simulation.shownStatusOf(id, call.atMs) === "ERROR";
          accounts.set(id, called(before, { action: call.action, wish, at, wasFaulty, killed, machine }));
        }
        return { id, call, wish, account };
      }),
    );
    this.accounts = accounts;
    return sends;
  }

  /** Leaves out the instances in the situation of a known fault from now on. */
  private excuse(plan: Plan, { accounts, isRefreshed, machine, runs, replaced }: Stand): void {
    const isMadeElsewhere = !isRefreshed && fleetIn(plan.prior)?.["id"] === null && this.madeOn !== machine;
    const met = [...wishesIn(configOf(plan))].flatMap(([id, wish]) => {
      const account = accounts.get(id) ?? adopted(wish.trigger);
      const hasStaleRecord = recordsOf([...this.imported, ...runs], id).some(
        ({ result, submittedAt }) => result !== "failed" && !account.calls.some(({ at }) => at === submittedAt),
      );
      const standing: Standing = {
        account,
        wish,
        isAnsweredAndKilled: this.isInterrupted && replaced.get(id)?.destroyed !== true,
        hasStaleRecord,
        isMadeElsewhere,
      };
      return this.exclusions.some(({ isMet }) => isMet(standing)) ? [id] : [];
    });
    if (met.length > 0) this.excused = new Set([...this.excused, ...met]);
  }

  /** Learns the calls that were made from the saved state; after a killed apply, from the records of its machine. */
  private learn(
    plan: Plan,
    after: State,
    { machine, killed }: { readonly machine: string; readonly killed: Machine["runs"] | undefined },
  ): void {
    const fleet = fleetIn(after);
    const isReplaced = plan.changes.some(({ action }) => action.includes("then"));
    // Where there is nothing to destroy, the provider is not called.
    const isDestroyed = plan.mode === "destroy" && fleetIn(plan.prior) !== undefined;
    const isInterrupted = (isReplaced && !this.beginsAnew(plan)) || (this.isInterrupted && !isDestroyed);
    this.isInterrupted = fleet === undefined && isInterrupted;
    if (this.isInterrupted) this.destroyed = fleetIn(plan.prior) ?? this.destroyed;
    if (fleet !== fleetIn(plan.prior)) this.madeOn = machine;
    const results = resultsIn(fleet);
    const listed = listedIn(plan);
    const accounts = new Map<InstanceId, Account>();
    for (const [id, account] of this.accounts) {
      let next = account;
      const isVerified = listed.get(id) === "verify restart";
      for (const { action, submittedAt, result: known, status, accepted } of recordsOf(killed ?? [], id)) {
        if (known !== "not_started")
          next = ended(next, action, submittedAt, { known, isFaulty: accepted && status === "ERROR", isVerified });
      }
      const row = results.get(id);
      if (row !== undefined && row.result !== "not_started") {
        next = ended(next, row.action, row.at, {
          known: row.result,
          isFaulty: row.accepted && row.status === "ERROR",
          isVerified,
        });
      }
      // It was gone before any call could be made.
      const isGoneAlready =
        killed === undefined && listed.has(id) && row?.action === "delete" && row.result === "success";
      if (isGoneAlready) next = { ...next, deletion: undefined };
      accounts.set(id, next);
    }
    const isApplied = killed === undefined && fleet !== undefined && fleet !== fleetIn(plan.prior);
    if (isApplied) this.adopt(accounts, plan, fleet);
    this.accounts = accounts;
  }

  /** The state holds another set of instances, or the same ones for which nothing was due. */
  private adopt(accounts: Map<InstanceId, Account>, plan: Plan, fleet: ObjectValue): void {
    const listed = listedIn(plan);
    const statuses = statusesIn(fleet);
    const wishes = wishesIn(fleet);
    const isNew = fleetIn(plan.prior) === undefined;
    for (const id of accounts.keys()) if (!wishes.has(id)) accounts.delete(id);
    for (const [id, wish] of wishes) {
      const account = accounts.get(id);
      const isDeleted = wish.state === "deleted" && account?.deletion === undefined;
      if (account === undefined) accounts.set(id, adopted(firstRun(plan, isNew, wish)));
      else if (!listed.has(id) || isDeleted) accounts.set(id, settled(account, wish, statuses.get(id) ?? ""));
    }
  }

  /** The plan makes an object that succeeds none: the fleet is adopted. */
  private beginsAnew(plan: Plan): boolean {
    if (fleetIn(plan.prior) === undefined) return fleetChange(plan)?.action === "create" && !this.isInterrupted;
    return isTaintedByHand(plan.prior);
  }

  private adoptAnew(plan: Plan, machine: string): Accounts {
    return new Map(
      [...wishesIn(configOf(plan))].map(([id, wish]) => {
        const account = adoptedAfter(this.accounts.get(id), firstRun(plan, true, wish), wish, machine);
        return [id, account] as const;
      }),
    );
  }
}
