import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** Values of a stack's synthesis by the functions that derive them; `undefined` before and after it. */
interface Synthesis {
  values: Map<(stack: TerraformStack) => unknown, unknown> | undefined;
}

const onStack = Symbol("synthesis");

interface Stack extends TerraformStack {
  [onStack]?: Synthesis | undefined;
}

/** Adds a validation that may ask `onceASynthesis`. */
export function addValidation(construct: IConstruct, validate: () => string[]): void {
  const stack: Stack = TerraformStack.of(construct);
  stack[onStack] ??= followSyntheses(stack);
  construct.node.addValidation({ validate });
}

// A synthesis validates the stack before the constructs in it, and runs to its end without other work in between.
function followSyntheses(stack: TerraformStack): Synthesis {
  const synthesis: Synthesis = { values: undefined };
  const validate = (): string[] => {
    synthesis.values = new Map();
    queueMicrotask(() => (synthesis.values = undefined));
    return [];
  };
  stack.node.addValidation({ validate });
  return synthesis;
}

/**
 * A value of the whole stack of `construct`, or of its app, for validations. `derive` runs once in a synthesis, however many constructs ask,
 * and each time outside of one. A registry instead would miss the constructs of another copy of this package, and those of bindings that a
 * project generates itself.
 */
export function onceASynthesis<Value>(construct: IConstruct, derive: (stack: TerraformStack) => Value): Value {
  const stack: Stack = TerraformStack.of(construct);
  const values = stack[onStack]?.values;
  if (values?.has(derive) === true) return values.get(derive) as Value;
  const value = derive(stack);
  values?.set(derive, value);
  return value;
}

/** The constructs of a stack, without those of a stack that stands in it. Walks the tree. */
export function constructsIn(stack: TerraformStack): readonly IConstruct[] {
  return stack.node.findAll().filter((node) => TerraformStack.of(node) === stack);
}
