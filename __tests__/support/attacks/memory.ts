import type { ResourceState } from "../acceptance/workspace";
import { type Name, names } from "./story";
import type { Truth, Wanted } from "./promises";

type Counts = Readonly<Record<Name, number>>;

const none: Counts = { ant: 0, bee: 0, cat: 0, dog: 0 };

/** The facts of the earlier applies of an attack, by which the next one is judged. */
export class AttackMemory {
  private triggers: Counts = none;
  /** Restarts of each instance when its trigger got its present value. */
  private base: Counts = none;
  /** Restarts under the present triggers that state shows as failed, by name and time. */
  private failed: ReadonlyMap<string, Name> = new Map();
  private readonly done = new Set<Name>(names);
  private readonly retired = new Set<Name>();

  /** Names whose present trigger was there at the adoption, or an apply that ended well has answered it. */
  public answered(): readonly Name[] {
    return [...this.done];
  }

  /** Names that were declared deleted with consent. */
  public consented(): readonly Name[] {
    return [...this.retired];
  }

  /** New values for the triggers of these instances, which were restarted so often by now. */
  public change(restarted: readonly Name[], counts: Counts): void {
    for (const name of restarted) {
      this.triggers = { ...this.triggers, [name]: this.triggers[name] + 1 };
      this.base = { ...this.base, [name]: counts[name] };
      this.done.delete(name);
    }
    this.failed = new Map([...this.failed].filter(([, name]) => !restarted.includes(name)));
  }

  /** The configuration with the present triggers. */
  public want(deleted: readonly Name[], allowDeletion: boolean, maxDeletions?: number): Wanted {
    if (allowDeletion) for (const name of deleted) this.retired.add(name);
    return { triggers: this.triggers, deleted, allowDeletion, maxDeletions };
  }

  public learn(code: number | null, state: ResourceState | undefined): void {
    if (code === 0) for (const name of names) this.done.add(name);
    const failures = names.flatMap((name): readonly (readonly [string, Name])[] => {
      const record: Readonly<Record<string, unknown>> = state?.results?.[name] ?? {};
      const isFailure = record["action"] === "restart" && record["result"] === "failed" && record["accepted"] === true;
      return isFailure ? [[`${name} ${String(record["submitted_at"])}`, name]] : [];
    });
    this.failed = new Map([...this.failed, ...failures]);
  }

  /** The words of the service, seen from the present triggers. */
  public truths(statuses: ReadonlyMap<Name, string>, counts: Counts): Readonly<Record<Name, Truth>> {
    const truths = names.map((name): readonly [Name, Truth] => {
      const failures = [...this.failed.values()].filter((of) => of === name).length;
      return [name, { status: statuses.get(name), restarts: counts[name] - this.base[name], failures }];
    });
    return Object.fromEntries(truths) as Record<Name, Truth>;
  }
}
