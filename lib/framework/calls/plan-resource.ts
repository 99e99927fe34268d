import { hasErrors, type Diagnostic } from "../values/diagnostic";
import { fit } from "../values/fit";
import { attributeOf } from "../values/equality";
import { impliedType, type Schema, type Type, typeEntries } from "../values/schema";
import { keepSpelling } from "../rules/keep-spelling";
import { findPlanViolations } from "../rules/plan-rules";
import { isPathStep } from "../values/path";
import { propose } from "../rules/propose";
import { callProvider, flawDiagnostics, type Flaw } from "../rules/provider-bug";
import { findReplacePaths } from "../rules/replace-paths";
import type { CallContext, PlanResponse, Resource, SeenObject } from "../resource";
import type { PlanAnswer, PlanChange } from "../server";
import { tidyPrivate } from "../rules/settle";
import { tidyDiagnostics } from "../rules/tidy-diagnostics";
import { isObject, type ObjectValue, type Value } from "../values/value";

/**
 * Plans the change of one object: proposes the configured values, lets the resource decide on computed ones, and checks the result by
 * Terraform's rules. An empty change gives exactly the prior state.
 */
export async function planResource(
  type: string,
  resource: Resource,
  change: PlanChange,
  seen: readonly SeenObject<ObjectValue>[],
  context: CallContext<unknown>,
): Promise<PlanAnswer> {
  const { prior, config = change.proposed, priorPrivate } = change;
  if (change.proposed === undefined || config === undefined) return planDestroy(type, resource, change, context);
  const { attributes } = resource.schema;
  const doing = `Planning ${type}`;
  const proposed = keepObject(resource, propose(attributes, config, prior), config, prior);
  const called = await callProvider({ doing, consequence: "Nothing was changed." }, context, async () =>
    tidyPlan(doing, await resource.plan({ config, prior, proposed, priorPrivate, seen }, context)),
  );
  if (called.kind === "threw") return refuse(change, [called.diagnostic]);
  const { diagnostics, requiresReplace, ...answer } = called.value;
  const { value, misfits } = fit(impliedType(attributes), answer.planned, { unknowns: "allowed" });
  if (!isObject(value) || misfits.length > 0) return invalid(change, doing, misfits, diagnostics);
  const planned = keepObject(resource, value, config, prior, proposed);
  const violations = hasErrors(diagnostics) ? [] : findPlanViolations(attributes, { prior, config, planned });
  if (violations.length > 0) return invalid(change, doing, violations, diagnostics);
  const replacing = prior === undefined ? [] : findReplacePaths(attributes, prior, planned);
  return {
    planned,
    private: answer.private ?? priorPrivate,
    requiresReplace: [...replacing, ...requiresReplace],
    diagnostics,
  };
}

type Planned = PlanResponse<Schema>;

/** The parts of an answer, ready to be sent. Throws if a part has the wrong kind: a failed plan loses no state. */
function tidyPlan(
  doing: string,
  answer: Planned,
): Planned & Required<Pick<Planned, "diagnostics" | "requiresReplace">> {
  if (typeof answer !== "object" || (answer as unknown) === null) throw new Error("it returned no answer");
  const { planned, requiresReplace = [] } = answer;
  const kept = tidyPrivate(doing, answer.private);
  const steps: readonly unknown[] = requiresReplace.flat();
  if (!steps.every(isPathStep)) throw new Error("it returned an invalid path to replace");
  return {
    planned,
    requiresReplace,
    diagnostics: [...tidyDiagnostics(doing, answer.diagnostics), ...kept.diagnostics],
    ...(kept.private !== undefined && { private: kept.private }),
  };
}

async function planDestroy(
  type: string,
  resource: Resource,
  { prior, priorPrivate }: PlanChange,
  context: CallContext<unknown>,
): Promise<PlanAnswer> {
  const answer = { planned: undefined, private: priorPrivate, requiresReplace: [] };
  if (prior === undefined) return { ...answer, diagnostics: [] };
  const doing = `Planning to destroy ${type}`;
  const called = await callProvider({ doing, consequence: "Nothing was changed." }, context, async () =>
    tidyDiagnostics(doing, await resource.planDestroy?.({ prior, priorPrivate }, context)),
  );
  return { ...answer, diagnostics: called.kind === "threw" ? [called.diagnostic] : called.value };
}

/**
 * The same object in the form of the configuration and, with precedence, of the prior state. Parts that come from `kept` are in that form
 * already. One that is equal to such an object as a whole is that object.
 */
function keepObject(
  resource: Resource,
  value: ObjectValue,
  config: ObjectValue,
  prior: ObjectValue | undefined,
  kept?: ObjectValue,
): ObjectValue {
  const entries = typeEntries(impliedType(resource.schema.attributes).object).map(([name, type]) => {
    const own = attributeOf(value, name);
    if (kept !== undefined && own === attributeOf(kept, name)) return [name, own] as const;
    return [name, keepAttribute(type, own, attributeOf(config, name), prior && attributeOf(prior, name))] as const;
  });
  const isSame = (reference: ObjectValue): boolean =>
    entries.every(([name, own]) => own === attributeOf(reference, name));
  if (prior !== undefined && isSame(prior)) return prior;
  return isSame(config) ? config : Object.fromEntries(entries);
}

/** Looks at the prior value first, because most attributes do not change. */
function keepAttribute(type: Type, own: Value, config: Value, prior: Value | undefined): Value {
  if (prior === undefined) return keepSpelling(type, own, config);
  const likePrior = keepSpelling(type, own, prior);
  return likePrior === prior ? prior : keepSpelling(type, keepSpelling(type, own, config), prior);
}

function invalid(change: PlanChange, doing: string, flaws: readonly Flaw[], diagnostics: readonly Diagnostic[]) {
  return refuse(change, [...diagnostics, ...flawDiagnostics("Provider Produced Invalid Plan", doing, flaws)]);
}

/** The answer with errors; Terraform reads only its diagnostics. */
function refuse({ prior, priorPrivate }: PlanChange, diagnostics: readonly Diagnostic[]): PlanAnswer {
  return { planned: prior, private: priorPrivate, requiresReplace: [], diagnostics };
}
