import type { CallFailure } from "../../../lib/domain/call-failure";
import {
  type Action,
  type BatchAnswer,
  type BatchItem,
  idKey,
  type Instance,
  type InstanceId,
} from "../../../lib/domain/instance";
import type { Task } from "../../../lib/domain/task";
import { classifyStatus } from "../../../lib/domain/status";
import type { Clock, InstanceApi } from "../../../lib/rollout/ports";
import { busy, callError, interruptedRead, noSuchInstance } from "./failures";

/** From then on the instance has this status; `undefined`: it does not exist. */
export interface Change {
  readonly afterMs: number;
  readonly status: string | undefined;
}

/** The changes of an instance after a call that reaches it. Empty: it does not change. */
export type Course = readonly Change[];

export const restarts = (leavesAfterMs = 1_000, tookMs = 180_000): Course => [
  { afterMs: leavesAfterMs, status: "RESTARTING" },
  { afterMs: leavesAfterMs + tookMs, status: "RUNNING" },
];
export const ignores: Course = [];
export const getsStuck: Course = [{ afterMs: 1_000, status: "RESTARTING" }];
export const endsIn = (status: string, tookMs = 120_000): Course => [
  { afterMs: 1_000, status: "RESTARTING" },
  { afterMs: tookMs, status },
];
export const vanishes: Course = [
  { afterMs: 1_000, status: "RESTARTING" },
  { afterMs: 60_000, status: undefined },
];
/** Comes up for `upMs`, goes down for `downMs`, thirty times over. */
export const flaps = (upMs: number, downMs: number): Course =>
  Array.from({ length: 30 }, (_, index) => [
    { afterMs: 1_000 + index * (upMs + downMs), status: "RESTARTING" },
    { afterMs: 1_000 + index * (upMs + downMs) + downMs, status: "RUNNING" },
  ]).flat();
export const deletes = (tookMs = 30_000): Course => [
  { afterMs: 0, status: "DELETING" },
  { afterMs: tookMs, status: undefined },
];

export interface SimulatedInstance {
  readonly id: InstanceId;
  readonly status?: string;
  readonly restart?: Course;
  readonly delete?: Course;
  /** Its changes without a call, from the start of the simulation on. */
  readonly byItself?: Course;
  /** So many calls it is in are refused as a whole with DMS.00400026. */
  readonly busyTimes?: number;
  /** Every call it is in is refused as a whole with DMS.00404022, although a look shows it. */
  readonly refused?: boolean;
  /** So many times it is answered `failed` and stays unchanged. */
  readonly failedTimes?: number;
  /** Looks show it RUNNING while it restarts. */
  readonly hidden?: boolean;
  /** Name of the record that the service makes of its restarts. @default "restartInstance" */
  readonly taskName?: string;
  /** Further records of the service. */
  readonly otherTasks?: readonly Task[];
  /** The answer does not name it; `reached` says whether the call reached it. */
  readonly unanswered?: { readonly reached: boolean };
}

/** The fault of one batch call as a whole. */
export interface CallFault {
  readonly failure: () => Error & CallFailure;
  /** The service carries the call out before the failure. */
  readonly carriedOut: boolean;
  readonly tookMs?: number;
}

export interface SimulationOptions {
  readonly instances: readonly SimulatedInstance[];
  readonly latencyMs?: number;
  /** `call` counts batch calls from 0. */
  readonly callFault?: (call: number, ids: readonly InstanceId[]) => CallFault | undefined;
  /** `look` counts list calls from 0. */
  readonly listFault?: (look: number, nowMs: number) => (Error & CallFailure) | undefined;
  readonly getFault?: (id: InstanceId) => (Error & CallFailure) | undefined;
  readonly taskFault?: (id: InstanceId) => (Error & CallFailure) | undefined;
  /** How far the service's clock is ahead of the machine's. */
  readonly aheadMs?: number;
}

/** One batch call as the service saw it. */
export interface SimulatedCall {
  readonly atMs: number;
  readonly action: Action;
  readonly ids: readonly InstanceId[];
  /** Ids that the call reached. */
  readonly effective: readonly InstanceId[];
  /** `refused`: the caller was told that nothing was done. `open`: the caller was not told the end, or not that of each id. */
  readonly outcome: "answered" | "refused" | "open";
}

interface State {
  script: SimulatedInstance;
  status: string | undefined;
  /** Times at which its status changed or will change, ascending; a new course replaces the changes that are still to come. */
  timeline: { readonly atMs: number; readonly status: string | undefined }[];
  effective: { readonly atMs: number; readonly before: string | undefined }[];
  busyLeft: number;
  failedLeft: number;
}

/** A fleet behind an `InstanceApi`, in virtual time. An id in lower case is found in any spelling. */
export class Simulation implements InstanceApi {
  readonly calls: SimulatedCall[] = [];
  looks = 0;
  /** Times of the list calls. */
  readonly lookedAtMs: number[] = [];
  /** Ids whose records were asked for, in order. */
  readonly asked: InstanceId[] = [];
  private readonly states: ReadonlyMap<InstanceId, State>;

  constructor(
    private readonly clock: Clock,
    private readonly options: SimulationOptions,
  ) {
    this.states = new Map(
      options.instances.map((script) => {
        const startMs = clock.now();
        const timeline = [
          { atMs: startMs, status: script.status ?? "RUNNING" },
          ...(script.byItself ?? []).map(({ afterMs, status }) => ({ atMs: startMs + afterMs, status })),
        ];
        const { busyTimes: busyLeft = 0, failedTimes: failedLeft = 0 } = script;
        return [script.id, { script, status: undefined, timeline, effective: [], busyLeft, failedLeft }];
      }),
    );
  }

  async list(signal: AbortSignal): Promise<readonly Instance[]> {
    const look = this.looks++;
    this.lookedAtMs.push(this.clock.now());
    await this.read(signal);
    const failure = this.options.listFault?.(look, this.clock.now());
    if (failure !== undefined) throw failure;
    return [...this.states.keys()].flatMap((id) => {
      const status = this.shownStatusOf(id);
      // The service drops an instance from its list as soon as its deletion is accepted.
      return status === undefined || status === "DELETING" ? [] : [instanceOf(id, status)];
    });
  }

  async get(id: InstanceId, signal: AbortSignal): Promise<Instance | undefined> {
    await this.read(signal);
    const failure = this.options.getFault?.(id);
    if (failure !== undefined) throw failure;
    const status = this.shownStatusOf(id);
    return status === undefined ? undefined : instanceOf(id, status);
  }

  async tasks(id: InstanceId, sinceMs: number, signal: AbortSignal): Promise<readonly Task[]> {
    this.asked.push(id);
    await this.read(signal);
    const failure = this.options.taskFault?.(id);
    if (failure !== undefined) throw failure;
    const tasks = [...this.tasksOf(id), ...(this.state(id).script.otherTasks ?? [])];
    return tasks.filter(({ createdAt }) => Date.parse(createdAt) >= Math.floor(sinceMs / 1_000) * 1_000);
  }

  serviceNow(): number {
    return Math.floor((this.clock.now() + (this.options.aheadMs ?? 0)) / 1_000) * 1_000;
  }

  async act(
    action: Action,
    ids: readonly InstanceId[],
    options: { readonly forceDelete: boolean; readonly onLeaving?: () => void },
    signal: AbortSignal,
  ): Promise<BatchAnswer> {
    options.onLeaving?.();
    if (ids.length === 0 || ids.length > 50 || new Set(ids).size < ids.length)
      throw new Error(`bad batch: ${ids.join()}`);
    const fault = this.options.callFault?.(this.calls.length, ids);
    const refusal = fault === undefined || fault.carriedOut ? this.refusalOf(action, ids) : undefined;
    const carriedOut = refusal === undefined && (fault?.carriedOut ?? true);
    const failing = new Set(carriedOut ? ids.filter((id) => this.answersFailed(id)) : []);
    const effective = carriedOut ? ids.filter((id) => !failing.has(id) && this.reach(action, id)) : [];
    const failure = refusal ?? fault?.failure();
    const unnamed = ids.filter((id) => this.state(id).script.unanswered !== undefined);
    const outcome =
      failure === undefined
        ? unnamed.length > 0
          ? "open"
          : "answered"
        : failure.fate === "unknown"
          ? "open"
          : "refused";
    this.calls.push({ atMs: this.clock.now(), action, ids, effective, outcome });
    await this.sleep(fault?.tookMs ?? this.options.latencyMs ?? 100, signal);
    if (signal.aborted) throw callError({ code: "interrupted", fate: "unknown" });
    if (failure !== undefined) throw failure;
    const items = ids
      .filter((id) => !unnamed.includes(id))
      .map((id): BatchItem => ({ id, result: failing.has(id) ? "failed" : "success" }));
    return { items, requestId: `req-${this.calls.length}`, answeredAtMs: this.serviceNow() };
  }

  nowMs(): number {
    return this.clock.now();
  }

  statusOf(id: InstanceId, atMs = this.clock.now()): string | undefined {
    let current: string | undefined;
    for (const { atMs: changedMs, status } of this.state(id).timeline) if (changedMs <= atMs) current = status;
    return current;
  }

  /** As looks show it. */
  shownStatusOf(id: InstanceId, atMs = this.clock.now()): string | undefined {
    const status = this.statusOf(id, atMs);
    return status === "RESTARTING" && this.state(id).script.hidden === true ? "RUNNING" : status;
  }

  /** A record for each call that the instance has begun to restart on, in the service's time. */
  private tasksOf(id: InstanceId): readonly Task[] {
    const { script, timeline, effective } = this.state(id);
    return effective.flatMap(({ atMs }, index): Task[] => {
      const untilMs = effective[index + 1]?.atMs ?? Infinity;
      const course = timeline.filter((change) => change.atMs >= atMs && change.atMs < untilMs);
      const left = course.findIndex(({ status }) => status === "RESTARTING");
      if (left < 0) return [];
      const end = course
        .slice(left)
        .find((change) => change.status !== "RESTARTING" && change.atMs <= this.clock.now());
      const status = end === undefined ? "EXECUTING" : end.status === "RUNNING" ? "SUCCESS" : "FAILED";
      const [createdAt, updatedAt] = [atMs, end?.atMs ?? atMs].map((ms) =>
        new Date(ms + (this.options.aheadMs ?? 0)).toISOString(),
      ) as [string, string];
      const name = script.taskName ?? "restartInstance";
      return [{ id: `task-${id}-${index}`, name, userName: "alice", status, createdAt, updatedAt }];
    });
  }

  /** Statuses of all instances, as a refresh would record them. */
  statuses(): ReadonlyMap<InstanceId, string> {
    return new Map([...this.states.keys()].map((id) => [id, this.statusOf(id) ?? "DELETED"]));
  }

  /** When calls reached the instance. */
  effectsOn(id: InstanceId): readonly { readonly atMs: number; readonly before: string | undefined }[] {
    return this.state(id).effective;
  }

  /** Whether, between two times, it was seen outside RUNNING and is RUNNING at the end. */
  leftAndReturned(id: InstanceId, fromMs: number, untilMs: number): boolean {
    const between = this.state(id).timeline.filter(({ atMs }) => atMs >= fromMs && atMs <= untilMs);
    const first = between.findIndex(({ status }) => status === "RESTARTING");
    return first >= 0 && between.slice(first).some(({ status }) => status === "RUNNING");
  }

  /** Every moment at which something changed. */
  moments(): readonly number[] {
    const times = [...this.states.values()].flatMap(({ timeline }) => timeline.map(({ atMs }) => atMs));
    return [...new Set([...times, ...this.calls.map(({ atMs }) => atMs)])].sort((a, b) => a - b);
  }

  /** Whether looks show it on its way, after a call that reached it. `untilReturn`: it does not count once it has come back. */
  isDown(id: InstanceId, atMs: number, { untilReturn }: { readonly untilReturn: boolean }): boolean {
    const last = this.state(id).effective.findLast((effect) => effect.atMs <= atMs);
    if (last === undefined || (untilReturn && this.leftAndReturned(id, last.atMs, atMs))) return false;
    const status = this.shownStatusOf(id, atMs);
    return status !== undefined && classifyStatus(status) === "transitional";
  }

  /** Replaces the script of the instance: its course after calls, and how often it is busy or answered `failed`. */
  rewrite(id: InstanceId, script: Omit<SimulatedInstance, "id" | "status" | "byItself">): void {
    const state = this.state(id);
    const { busyTimes: busyLeft = 0, failedTimes: failedLeft = 0 } = script;
    Object.assign(state, { script: { ...script, id }, busyLeft, failedLeft });
  }

  /** Changes the instance without a call of ours; this replaces the changes that are still to come. */
  befall(id: InstanceId, course: Course): void {
    this.run(this.state(id), course);
  }

  private async read(signal: AbortSignal): Promise<void> {
    await this.sleep(this.options.latencyMs ?? 100, signal);
    if (signal.aborted) throw interruptedRead();
  }

  /** A service that answers at once costs no turn of the clock. */
  private sleep(ms: number, signal: AbortSignal): Promise<void> {
    return ms === 0 ? Promise.resolve() : this.clock.sleep(ms, signal);
  }

  /** The service's refusal of a whole call because of one instance. */
  private refusalOf(action: Action, ids: readonly InstanceId[]): (Error & CallFailure) | undefined {
    for (const id of ids) {
      const state = this.state(id);
      const status = this.statusOf(id);
      if (status === undefined || state.script.refused === true) return noSuchInstance();
      if (state.busyLeft > 0) {
        state.busyLeft--;
        return busy();
      }
      const statusClass = classifyStatus(status);
      const allowed = statusClass === "ready" || statusClass === "faulty";
      if (action === "restart" && !allowed) return busy();
    }
    return undefined;
  }

  private answersFailed(id: InstanceId): boolean {
    const state = this.state(id);
    if (state.failedLeft === 0) return false;
    state.failedLeft--;
    return true;
  }

  /** Whether the call reached it; if so its course begins. */
  private reach(action: Action, id: InstanceId): boolean {
    const state = this.state(id);
    if (state.script.unanswered?.reached === false) return false;
    const nowMs = this.clock.now();
    state.effective.push({ atMs: nowMs, before: this.statusOf(id) });
    this.run(state, action === "restart" ? (state.script.restart ?? restarts()) : (state.script.delete ?? deletes()));
    return true;
  }

  private run(state: State, course: Course): void {
    const nowMs = this.clock.now();
    if (course.length > 0) state.timeline = state.timeline.filter(({ atMs }) => atMs <= nowMs);
    for (const { afterMs, status } of course) state.timeline.push({ atMs: nowMs + afterMs, status });
  }

  private state(id: InstanceId): State {
    const state = this.states.get(id) ?? this.states.get(idKey(id));
    if (state === undefined) throw new Error(`no such instance in the simulation: ${id}`);
    return state;
  }
}

function instanceOf(id: InstanceId, status: string): Instance {
  return { id, name: id, engine: "kafka", engineVersion: "2.7", status, createdAt: "" };
}
