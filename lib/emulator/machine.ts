import { isControlPath, serveControl, type Controls } from "./control";
import type { ApiRequest } from "./api-call";
import type { AuthMode } from "./auth/authenticate";
import { KeyLocks } from "./auth/key-locks";
import { TokenBox } from "./auth/token-box";
import { lastMomentMs, type EmulatorClock } from "./clock";
import { FaultBox } from "./faults/fault-box";
import { parseFaultRules } from "./faults/fault-rules";
import { viewFaultRule } from "./faults/fault-view";
import type { RequestHandler } from "./http/http-server";
import { instanceText } from "./fleet/instance-view";
import { InvalidInput } from "./invalid-input";
import { Journal, type JournalPart } from "./journal/journal";
import { SecretValues } from "./journal/secrets";
import { isJsonObject, JsonText, type JsonObject } from "./json-value";
import { renderPage } from "./page/page";
import type { Refusal } from "./refusal";
import { parseSeed, type Seed } from "./seed/seed";
import { serve, type Delivery, type ServiceParts } from "./service";
import { stableHex } from "./stable-values";
import { recordsAsOf, type StateStore } from "./fleet/state-file";
import { StateKeeper } from "./fleet/state-keeper";
import { Store } from "./fleet/store";
import type { JournalEntry } from "./journal/entry";

/** The parts of a machine. */
interface MachineParts {
  readonly seed: Seed;
  readonly clock: EmulatorClock;
  readonly speed: number;
  readonly auth: AuthMode;
  /** Time for which a real clock shows RESTARTING after its first read. */
  readonly restartingShownMs: number;
  readonly stateStore: StateStore | undefined;
  /** Gets a sentence about each problem outside the calls. */
  readonly warn: (text: string) => void;
}

/** One emulated service with its whole memory. It does not know sockets. */
export class Machine implements Controls, RequestHandler {
  private readonly parts: MachineParts;
  private readonly store = new Store();
  private readonly faultBox = new FaultBox();
  private readonly secrets = new SecretValues();
  private readonly callJournal = new Journal(this.secrets);
  private readonly tokens = new TokenBox();
  private readonly locks = new KeyLocks();
  private readonly keeper: StateKeeper;
  private readonly service: ServiceParts;
  /** Users, keys and names in force: the seed's until a PUT replaces them. */
  private people: Seed;
  private requests = 0;
  /** Start of the process. It distinguishes processes on the same port, whose fleet versions are numbered alike. */
  private readonly startedAtMs: number;

  constructor(parts: MachineParts) {
    this.parts = parts;
    this.people = parts.seed;
    this.startedAtMs = parts.clock.wallMs();
    this.keeper = new StateKeeper(parts.stateStore, parts.warn);
    this.service = this.createService();
    this.start();
    const saved = this.keeper.load();
    if (saved === undefined) return;
    parts.clock.restart(saved.clockMs);
    this.store.restore(recordsAsOf(saved, parts.clock));
  }

  /** Answers one request, of the control API, the page or the service. */
  async handle(request: ApiRequest, refusal: Refusal | undefined): Promise<Delivery> {
    if (refusal === undefined && request.path === "/" && (request.method === "GET" || request.method === "HEAD")) {
      return { kind: "page", html: renderPage() };
    }
    const delivery = await this.answer(request, refusal);
    this.save();
    return delivery;
  }

  /** Records the changes that the caller has read. An answer that was cut or came too late does not count. */
  delivered(delivery: Delivery): void {
    if (delivery.kind !== "whole" || delivery.answer.shown.length === 0) return;
    // With a manual clock, watchers cannot miss a status.
    const shownMs = this.parts.clock.position() === undefined ? this.parts.restartingShownMs : 0;
    this.store.markSeen(delivery.answer.shown, this.parts.clock.nowMs() + shownMs);
    this.save();
  }

  /** The next id of an answer: the same ones in the same order after each reset. */
  nextRequestId(): string {
    this.requests += 1;
    return stableHex(`request ${this.requests}`, 32);
  }

  /** Simulated time. */
  nowMs(): number {
    return this.parts.clock.nowMs();
  }

  journal(): readonly JournalEntry[] {
    return this.callJournal.entries();
  }

  journalText(part: JournalPart): JsonText {
    return new JsonText(this.callJournal.text(part));
  }

  journalVersion(): string {
    return `${this.startedAtMs}-${this.callJournal.clearings}`;
  }

  dropped(): number {
    return this.callJournal.dropped;
  }

  clearJournal(): void {
    this.callJournal.clear();
  }

  fleetVersion(): string {
    this.store.settleAll(this.parts.clock.nowMs());
    return `${this.startedAtMs}-${this.store.version}`;
  }

  instancesText(projectId: string, as: "seed" | "brief"): JsonText {
    const projects = new Map<string, string[]>(projectId === "" ? [] : [[projectId, []]]);
    for (const { record, status } of this.store.all(this.parts.clock.nowMs())) {
      if (projectId !== "" && record.projectId !== projectId) continue;
      const list = projects.get(record.projectId) ?? [];
      list.push(instanceText(record, status, as));
      projects.set(record.projectId, list);
    }
    const texts = [...projects].map(([id, instances]) => `${JSON.stringify(id)}:[${instances.join(",")}]`);
    return new JsonText(`{"projects":{${texts.join(",")}}}`);
  }

  replaceInstances(value: unknown): number {
    const seed = parseSeed(value);
    const given = isJsonObject(value) ? value : {};
    this.people = {
      ...seed,
      users: given.users === undefined ? this.people.users : seed.users,
      keys: given.keys === undefined ? this.people.keys : seed.keys,
      agencies: given.agencies === undefined ? this.people.agencies : seed.agencies,
      identityProviders:
        given.identity_providers === undefined ? this.people.identityProviders : seed.identityProviders,
      recycleBin: given.recycle_bin === undefined ? this.people.recycleBin : seed.recycleBin,
      taskNames: given.task_names === undefined ? this.people.taskNames : seed.taskNames,
    };
    this.protect(this.people);
    this.store.seed(seed.instances, this.pace());
    this.save();
    return seed.instances.length;
  }

  faults(): readonly JsonObject[] {
    return this.faultBox.inForce().map(({ rule, fired }) => viewFaultRule(rule, fired));
  }

  setFaults(rules: unknown): number {
    const parsed = parseFaultRules(rules);
    this.faultBox.replace(parsed);
    return parsed.length;
  }

  advance(ms: number): number | undefined {
    if (!Number.isSafeInteger(ms) || ms < 0) throw new InvalidInput("advance", "takes a whole number of milliseconds");
    if ((this.parts.clock.position() ?? 0) + ms > lastMomentMs) {
      throw new InvalidInput("advance_ms", `must not take the clock beyond ${new Date(lastMomentMs).toISOString()}`);
    }
    const moved = this.parts.clock.advance(ms);
    this.save();
    return moved ? this.parts.clock.nowMs() : undefined;
  }

  reset(): void {
    this.parts.clock.restart();
    this.start();
    this.save();
  }

  private start(): void {
    const { seed } = this.parts;
    this.people = seed;
    this.store.clear();
    this.store.seed(seed.instances, this.pace());
    this.faultBox.replace(seed.faults);
    this.callJournal.clear();
    this.secrets.clear();
    this.protect(seed);
    this.tokens.clear();
    this.locks.clear();
    this.requests = 0;
  }

  /** Masks all seeded credentials in the journal from the start, also at a wrong place. */
  private protect({ users, keys, identityProviders }: Seed): void {
    for (const { password } of users) this.secrets.add(password);
    for (const { k } of identityProviders.flatMap(({ signingKeys }) => signingKeys ?? [])) {
      if (typeof k === "string") this.secrets.add(k);
    }
    for (const { secret, securityToken } of keys)
      for (const value of [secret, securityToken]) this.secrets.add(value ?? "");
  }

  private answer(request: ApiRequest, refusal: Refusal | undefined): Promise<Delivery> {
    if (!isControlPath(request.path)) return serve(this.service, request, refusal);
    const answer = serveControl(this, request, refusal);
    // The answer does not use a request id of the service, because observation must not change the journal.
    return Promise.resolve({ kind: "whole", answer, requestId: "control", delayMs: 0 });
  }

  private createService(): ServiceParts {
    return {
      store: this.store,
      faults: this.faultBox,
      journal: this.callJournal,
      pace: () => this.pace(),
      recycleBin: () => this.people.recycleBin,
      taskNames: () => this.people.taskNames,
      nextRequestId: () => this.nextRequestId(),
      directory: {
        users: () => this.people.users,
        agencies: () => this.people.agencies,
        identityProviders: () => this.people.identityProviders,
        projectNames: () => this.people.projectNames,
      },
      auth: {
        mode: this.parts.auth,
        clock: this.parts.clock,
        tokens: this.tokens,
        locks: this.locks,
        keys: () => this.people.keys,
      },
    };
  }

  private pace(): { nowMs: number; speed: number } {
    return { nowMs: this.parts.clock.nowMs(), speed: this.parts.speed };
  }

  private save(): void {
    const clockMs = this.parts.clock.position();
    this.keeper.save(`${this.store.version} ${clockMs ?? ""}`, () => ({ clockMs, records: this.store.records() }));
  }
}
