import { type Diagnostic, errorDiagnostic, hasErrors } from "../../../lib/framework/values/diagnostic";
import type { Path } from "../../../lib/framework/values/path";
import type { PrivateData } from "../../../lib/framework/resource";
import type { StateAnswer } from "../../../lib/framework/server";
import type { ObjectValue } from "../../../lib/framework/values/value";
import { type Call, type Command, halted, pluginDied, told } from "./command";
import type { ObjectForm } from "./objects";
import type { Address, StoredObject } from "./state";

interface Failed {
  readonly kind: "failed";
  readonly diagnostics: readonly Diagnostic[];
}

/** An object after a call; without it, it is gone. */
interface Found {
  readonly kind: "found";
  readonly object: StoredObject | undefined;
  readonly private: PrivateData | undefined;
}

/** The plan for an object that stays or comes. Beside errors `planned` is empty. */
interface PlannedObject {
  readonly planned: ObjectValue;
  readonly private: PrivateData | undefined;
  readonly requiresReplace: readonly Path[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The end of an apply call. */
export interface Applied {
  /** `died`: the process has, without an answer. */
  readonly kind: "answered" | "died" | "not called";
  readonly object: Pick<StoredObject, "value" | "json" | "private"> | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The calls that a walk makes about objects, in Terraform's terms. After Ctrl-C each of them is refused. */
export class ProviderCalls {
  constructor(
    private readonly command: Command,
    private readonly call: Call,
    private readonly forms: ReadonlyMap<string, ObjectForm>,
  ) {}

  form(address: Address): ObjectForm {
    const form = this.forms.get(typeOf(address));
    if (form === undefined) throw new Error(`the provider has no resource ${typeOf(address)}`);
    return form;
  }

  async validate(address: Address, config: ObjectValue): Promise<readonly Diagnostic[]> {
    if (this.command.isHalted) return [halted];
    return told(await this.call((server) => server.validateResourceConfig(typeOf(address), config)));
  }

  /** Reads an object back from the state file. */
  async upgrade(
    address: Address,
    stored: StoredObject | undefined,
  ): Promise<
    Failed | { readonly kind: "found"; readonly object: StoredObject; readonly private: PrivateData | undefined }
  > {
    if (stored === undefined) throw new Error(`${address} has no such object`);
    if (this.command.isHalted) return failed([halted]);
    const form = this.form(address);
    const answer = await this.call((server) => server.upgradeResourceState(typeOf(address), form.version, stored.json));
    if (answer.kind === "died") return failed([pluginDied]);
    const { upgraded, diagnostics } = answer.value;
    if (upgraded === undefined || hasErrors(diagnostics)) return failed(diagnostics);
    if ("json" in upgraded && upgraded.json === stored.json)
      return { kind: "found", object: stored, private: stored.private };
    const value = "json" in upgraded ? form.decode(upgraded.json) : upgraded.state;
    return { kind: "found", object: { ...stored, value, json: form.encode(value) }, private: stored.private };
  }

  async read(address: Address, object: StoredObject): Promise<Failed | Found> {
    if (this.command.isHalted) return failed([halted]);
    const answer = await this.call((server) => server.readResource(typeOf(address), object.value, object.private));
    if (answer.kind === "died") return failed([pluginDied]);
    const { state, private: priv, diagnostics } = answer.value;
    if (hasErrors(diagnostics)) return failed(diagnostics);
    return { kind: "found", object: state && this.changed(address, object, state, priv), private: priv };
  }

  async import(
    address: Address,
    id: string,
  ): Promise<Failed | { readonly kind: "found"; readonly object: StoredObject }> {
    if (this.command.isHalted) return failed([halted]);
    const answer = await this.call((server) => server.importResourceState(typeOf(address), id));
    if (answer.kind === "died") return failed([pluginDied]);
    const { imported, diagnostics } = answer.value;
    const [first] = imported;
    if (first === undefined || hasErrors(diagnostics)) return failed(diagnostics);
    const blank = { tainted: false, createBeforeDestroy: false };
    return { kind: "found", object: { ...blank, ...this.stored(address, first.state, first.private) } };
  }

  /** `prior` absent: the object is new, also where it takes another one's place. */
  async plan(
    address: Address,
    {
      prior,
      config,
      private: priorPrivate,
    }: {
      readonly prior: ObjectValue | undefined;
      readonly config: ObjectValue;
      readonly private: PrivateData | undefined;
    },
  ): Promise<PlannedObject> {
    const refused = (diagnostics: readonly Diagnostic[]): PlannedObject => {
      return { planned: {}, private: undefined, requiresReplace: [], diagnostics };
    };
    if (this.command.isHalted) return refused([halted]);
    // The provider of these tests makes a proposal of its own; of Terraform's it only heeds that there is one.
    const change = { prior, proposed: config, config, priorPrivate };
    const answer = await this.call((server) => server.planResourceChange(typeOf(address), change));
    if (answer.kind === "died") return refused([pluginDied]);
    const { planned, diagnostics, requiresReplace, private: priv } = answer.value;
    if (hasErrors(diagnostics)) return refused(diagnostics);
    if (planned === undefined) throw new ProviderBug("Provider planned to destroy what is declared");
    return { planned, private: priv, requiresReplace, diagnostics };
  }

  async planDestroy(
    address: Address,
    { value, private: priorPrivate }: StoredObject,
  ): Promise<{ readonly private: PrivateData | undefined; readonly diagnostics: readonly Diagnostic[] }> {
    if (this.command.isHalted) return { private: undefined, diagnostics: [halted] };
    const change = { prior: value, proposed: undefined, config: undefined, priorPrivate };
    const answer = await this.call((server) => server.planResourceChange(typeOf(address), change));
    if (answer.kind === "died") return { private: undefined, diagnostics: [pluginDied] };
    if (answer.value.planned !== undefined) throw new ProviderBug("Provider planned to keep what is to be destroyed");
    return { private: answer.value.private, diagnostics: answer.value.diagnostics };
  }

  /** `planned` absent: the object is destroyed. */
  async apply(
    address: Address,
    {
      prior,
      planned,
      config,
      private: plannedPrivate,
    }: {
      readonly prior: ObjectValue | undefined;
      readonly planned: ObjectValue | undefined;
      readonly config: ObjectValue | undefined;
      readonly private: PrivateData | undefined;
    },
  ): Promise<Applied> {
    if (this.command.isHalted) return { kind: "not called", object: undefined, diagnostics: [halted] };
    const change = { prior, planned, config, plannedPrivate };
    const answer = await this.call((server) => server.applyResourceChange(typeOf(address), change));
    if (answer.kind === "died") return { kind: "died", object: undefined, diagnostics: [pluginDied] };
    const { state, private: priv, diagnostics } = answer.value;
    this.checkApplied(address, planned, answer.value);
    return { kind: "answered", object: state && this.stored(address, state, priv), diagnostics };
  }

  private checkApplied(address: Address, planned: ObjectValue | undefined, answer: StateAnswer): void {
    if (hasErrors(answer.diagnostics)) return;
    if ((planned === undefined) !== (answer.state === undefined)) {
      throw new ProviderBug(
        "Provider produced inconsistent result after apply: an object is there that should not be, or is not",
      );
    }
    if (planned === undefined || answer.state === undefined) return;
    const wrong = this.form(address).contradictions(planned, answer.state);
    if (wrong.length > 0)
      throw new ProviderBug(`Provider produced inconsistent result after apply: ${wrong.join(", ")}`);
  }

  private changed(
    address: Address,
    object: StoredObject,
    value: ObjectValue,
    priv: PrivateData | undefined,
  ): StoredObject {
    if (value === object.value) return { ...object, private: priv };
    return { ...object, ...this.stored(address, value, priv) };
  }

  private stored(
    address: Address,
    value: ObjectValue,
    priv: PrivateData | undefined,
  ): Pick<StoredObject, "value" | "json" | "private"> {
    return { value, json: this.form(address).encode(value), private: priv };
  }
}

function failed(diagnostics: readonly Diagnostic[]): Failed {
  return { kind: "failed", diagnostics };
}

export function typeOf(address: Address): string {
  return address.split(".", 1)[0] ?? "";
}

/** A fault that the real Terraform reports as a bug of the provider. */
export class ProviderBug extends Error {}

/** Terraform's words for a plan that comes out differently inside apply. */
export function inconsistentPlan(address: Address, attributes: readonly string[]): ProviderBug {
  return new ProviderBug(`Provider produced inconsistent final plan for ${address}: ${attributes.join(", ")}`);
}

export const stalePlan: Diagnostic = errorDiagnostic(
  "Saved Plan Is Stale",
  "The state was changed by another operation after the plan was created.",
);
