import { TerraformStack, Testing } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { DmsProvider } from "../../../lib";

/** A synthesized stack, as far as these suites look into it. */
export interface SynthesizedStack {
  readonly terraform: {
    readonly required_providers: Record<string, { readonly source: string; readonly version: string }>;
  };
  readonly provider: Record<string, Record<string, unknown>[]>;
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly data: Record<string, Record<string, Record<string, unknown>>>;
  readonly output: Record<string, { readonly value: unknown }>;
}

/** Synthesizes one stack "demo" with a provider and the constructs of `declare`, validations included. */
export function synthesize(declare: (stack: TerraformStack) => void, provider = true): SynthesizedStack {
  const stack = new TerraformStack(Testing.app(), "demo");
  if (provider) new DmsProvider(stack, "dms");
  declare(stack);
  return JSON.parse(Testing.synth(stack, true)) as SynthesizedStack;
}

/** The message of the error that declaring and synthesizing throws. Fails when it throws none. */
export function refusalOf(declare: (scope: Construct) => void): string {
  try {
    synthesize(declare);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("Nothing was refused.");
}

/** The warnings of synthesis, as "path: text", in the order of the construct tree. */
export function warningsOf(declare: (stack: TerraformStack) => void, provider = true): readonly string[] {
  const stack = new TerraformStack(Testing.app(), "demo");
  if (provider) new DmsProvider(stack, "dms");
  declare(stack);
  Testing.synth(stack, true);
  return warningsBelow(stack);
}

/** The same of a tree that has been synthesized already. */
export function warningsBelow(root: IConstruct): readonly string[] {
  return root.node
    .findAll()
    .flatMap(({ node }) => node.metadata.map(({ type, data }) => ({ type, text: `${node.path}: ${String(data)}` })))
    .filter(({ type }) => type === "@cdktf/warn")
    .map(({ text }) => text);
}
