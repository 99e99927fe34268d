import { hasErrors, type Diagnostic } from "../values/diagnostic";
import { callProvider, flawDiagnostics } from "../rules/provider-bug";
import type { CallContext, Resource, SeenObject } from "../resource";
import { findLostValues } from "../rules/result-rules";
import type { ApplyChange, StateAnswer } from "../server";
import { settleAnswer } from "../rules/settle";
import { tidyDiagnostics } from "../rules/tidy-diagnostics";
import type { ObjectValue } from "../values/value";

/**
 * Makes the planned change of one object. The answer's state is true afterwards, also with errors: Terraform saves it, and marks a failed
 * creation as tainted.
 */
export async function applyResource(
  type: string,
  resource: Resource,
  change: ApplyChange,
  seen: readonly SeenObject<ObjectValue>[],
  context: CallContext<unknown>,
): Promise<StateAnswer> {
  const { prior, planned, config = planned, plannedPrivate } = change;
  if (planned === undefined || config === undefined) return destroyResource(type, resource, change, context);
  const { attributes } = resource.schema;
  const doing = `${prior === undefined ? "Creating" : "Updating"} ${type}`;
  const consequence =
    prior === undefined
      ? "Nothing was saved for the object. If a part of it was created, it has to be removed by hand."
      : "The state was left as it was before.";
  const called = await callProvider({ doing, consequence }, context, async () => {
    const answer = await resource.apply({ config, prior, planned, plannedPrivate, seen }, context);
    return settleAnswer(attributes, answer, { doing, fallback: prior, spelledLike: planned });
  });
  if (called.kind === "threw") return { state: prior, private: plannedPrivate, diagnostics: [called.diagnostic] };
  const settled = called.value;
  return {
    state: settled.state ?? prior,
    private: settled.private ?? plannedPrivate,
    diagnostics: [...settled.diagnostics, ...findBrokenPromises(resource, doing, planned, settled)],
  };
}

/** The checks of Terraform after an apply without errors. Terraform's own messages name neither the provider's call nor all places. */
function findBrokenPromises(
  resource: Resource,
  doing: string,
  planned: ObjectValue,
  { state, diagnostics }: { readonly state: ObjectValue | undefined; readonly diagnostics: readonly Diagnostic[] },
): readonly Diagnostic[] {
  if (hasErrors(diagnostics)) return [];
  const summary = "Provider Produced Inconsistent Result";
  if (state === undefined) return flawDiagnostics(summary, doing, [{ path: [], problem: "was not returned" }]);
  return flawDiagnostics(summary, doing, findLostValues(resource.schema.attributes, planned, state));
}

async function destroyResource(
  type: string,
  resource: Resource,
  { prior, plannedPrivate }: ApplyChange,
  context: CallContext<unknown>,
): Promise<StateAnswer> {
  if (prior === undefined) return { state: undefined, private: undefined, diagnostics: [] };
  const doing = `Destroying ${type}`;
  const called = await callProvider({ doing, consequence: "The object stays in the state." }, context, async () =>
    tidyDiagnostics(doing, await resource.destroy({ prior, plannedPrivate }, context)),
  );
  const diagnostics = called.kind === "threw" ? [called.diagnostic] : called.value;
  return hasErrors(diagnostics)
    ? { state: prior, private: plannedPrivate, diagnostics }
    : { state: undefined, private: undefined, diagnostics };
}
