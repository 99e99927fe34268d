import { type Diagnostic, hasErrors } from "../../../lib/framework/values/diagnostic";
import type { PrivateData } from "../../../lib/framework/resource";
import { type Applied, inconsistentPlan, type ProviderCalls } from "./provider-calls";
import type { Change, Configuration, DeclaredResource, Plan } from "./plan";
import { objectAt, type Place, type State, type StoredObject, withObject } from "./state";

/** Called whenever Terraform writes the state file: that file is left when it dies. */
type Save = (state: State) => void;

/**
 * The apply walk, in one process: one change after another, in the order of the plan. Objects that were put aside go when the current ones
 * are as they should be. Returns the reasons why changes were not made.
 */
export async function applyWalk(calls: ProviderCalls, plan: Plan, save: Save): Promise<readonly Diagnostic[]> {
  const walk = new ApplyWalk(calls, plan.configuration, plan.prior, save);
  const diagnostics: Diagnostic[] = [];
  const isAside = ({ deposed }: Change): boolean => deposed !== undefined;
  const changes = [...plan.changes.filter((change) => !isAside(change)), ...plan.changes.filter(isAside)];
  for (const change of changes) diagnostics.push(...(await walk.carryOut(change)));
  walk.end();
  return diagnostics;
}

/** Holds the state of a walk while it goes on. */
class ApplyWalk {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly configuration: Configuration,
    private state: State,
    private readonly save: Save,
  ) {}

  end(): void {
    this.save(this.state);
  }

  async carryOut(change: Change): Promise<readonly Diagnostic[]> {
    switch (change.action) {
      case "no-op":
        return [];
      case "create":
        return this.create(change);
      case "update":
        return this.update(change);
      case "delete":
        return change.deposed === undefined ? this.destroy(change, change.private) : this.destroyDeposed(change);
      case "delete, then create": {
        const diagnostics = await this.destroy(change, change.private);
        return hasErrors(diagnostics) ? diagnostics : [...diagnostics, ...(await this.create(change))];
      }
      case "create, then delete":
        return this.createFirst(change);
      case "forget":
        return this.forget(change);
    }
  }

  private async update(change: Change): Promise<readonly Diagnostic[]> {
    const { address } = change;
    const upgraded = await this.calls.upgrade(address, objectAt(this.state, change));
    if (upgraded.kind === "failed") return upgraded.diagnostics;
    const { object } = upgraded;
    const again = await this.planAgain(change, object);
    if (hasErrors(again.diagnostics)) return again.diagnostics;
    const { config } = this.declared(change);
    const applied = await this.calls.apply(address, { ...again, prior: object.value, config });
    this.put(change, afterUpdate(object, applied));
    return applied.diagnostics;
  }

  private async create(change: Change): Promise<readonly Diagnostic[]> {
    const { address } = change;
    const again = await this.planAgain(change, undefined);
    if (hasErrors(again.diagnostics)) return again.diagnostics;
    const { config, createBeforeDestroy = false } = this.declared(change);
    const { object, diagnostics } = await this.calls.apply(address, { ...again, prior: undefined, config });
    // An object of a failed creation is tainted: the next plan replaces it.
    const tainted = hasErrors(diagnostics);
    this.put({ address }, object && { ...object, tainted, createBeforeDestroy });
    return diagnostics;
  }

  /** The object is put aside; in the file too, once its successor is there. Without a successor it comes back. */
  private async createFirst(change: Change): Promise<readonly Diagnostic[]> {
    const { address } = change;
    const before = objectAt(this.state, { address });
    const deposed = { address, deposed: this.freeKey(change) };
    this.state = withObject(withObject(this.state, deposed, before), { address }, undefined);
    const diagnostics = await this.create(change);
    if (!hasErrors(diagnostics)) return [...diagnostics, ...(await this.destroyDeposed(deposed))];
    if (objectAt(this.state, { address }) === undefined) {
      this.state = withObject(withObject(this.state, deposed, undefined), { address }, before);
    }
    return diagnostics;
  }

  private async destroyDeposed(place: Place): Promise<readonly Diagnostic[]> {
    const upgraded = await this.calls.upgrade(place.address, objectAt(this.state, place));
    if (upgraded.kind === "failed") return upgraded.diagnostics;
    const planned = await this.calls.planDestroy(place.address, upgraded.object);
    if (hasErrors(planned.diagnostics)) return planned.diagnostics;
    return this.remove(place, upgraded.object, planned.private);
  }

  private async destroy(change: Change, plannedPrivate: PrivateData | undefined): Promise<readonly Diagnostic[]> {
    const upgraded = await this.calls.upgrade(change.address, objectAt(this.state, change));
    if (upgraded.kind === "failed") return upgraded.diagnostics;
    return this.remove({ address: change.address }, upgraded.object, plannedPrivate);
  }

  private async remove(
    place: Place,
    object: StoredObject,
    plannedPrivate: PrivateData | undefined,
  ): Promise<readonly Diagnostic[]> {
    const change = { prior: object.value, planned: undefined, config: undefined, private: plannedPrivate };
    const applied = await this.calls.apply(place.address, change);
    this.put(place, afterDestruction(object, applied));
    return applied.diagnostics;
  }

  private async forget(change: Change): Promise<readonly Diagnostic[]> {
    const upgraded = await this.calls.upgrade(change.address, objectAt(this.state, change));
    if (upgraded.kind === "failed") return upgraded.diagnostics;
    this.put(change, undefined);
    return [];
  }

  /** Terraform plans again, in the process that applies: values that were known must come out the same. */
  private async planAgain(change: Change, object: StoredObject | undefined) {
    const { address } = change;
    const { config } = this.declared(change);
    const invalid = await this.calls.validate(address, config);
    if (hasErrors(invalid)) return { planned: undefined, private: undefined, diagnostics: invalid };
    const again = await this.calls.plan(address, { prior: object?.value, config, private: object?.private });
    if (hasErrors(again.diagnostics)) return again;
    const wrong = change.planned && this.calls.form(address).contradictions(change.planned, again.planned);
    if (wrong !== undefined && wrong.length > 0) throw inconsistentPlan(address, wrong);
    return again;
  }

  private declared({ address }: Change): DeclaredResource {
    const declared = this.configuration.resources[address];
    if (declared === undefined) throw new Error(`${address} is not declared`);
    return declared;
  }

  private put(place: Place, object: StoredObject | undefined): void {
    this.state = withObject(this.state, place, object);
    this.save(this.state);
  }

  private freeKey({ address }: Change): string {
    const keys = this.state.get(address)?.deposed;
    let number = 1;
    while (keys?.has(String(number)) === true) number++;
    return String(number);
  }
}

/** A failed destruction keeps the object, without its mark of `create_before_destroy`. */
function afterDestruction(before: StoredObject, { kind, object }: Applied): StoredObject | undefined {
  if (kind !== "answered") return before;
  return object && { ...before, ...object, createBeforeDestroy: false };
}

/** An update that has failed keeps the object; when the process has died in it, its private data is lost. */
function afterUpdate(before: StoredObject, { kind, object, diagnostics }: Applied): StoredObject | undefined {
  if (kind === "died") return { ...before, private: undefined };
  if (kind === "not called") return before;
  if (object === undefined) return hasErrors(diagnostics) ? before : undefined;
  return { ...before, ...object };
}
