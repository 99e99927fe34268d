import { DataResource, Lazy, App } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { describeProblem } from "../checks/problem";

/** The values that a gate checks, as HCL expressions. They are produced when the stack is written: addresses may change until then. */
interface GateSubject {
  /** A list of names. */
  readonly unfinished: () => string;
  /** A map of result records by name; may be null if `missing` is set. */
  readonly results: () => string;
  /** A collection with one element for each thing that `noun` names. */
  readonly all: () => string;
  /** The noun for one of them; an "s" makes the plural. */
  readonly noun: string;
  /** The last line of the message: the advice for one, and for several. */
  readonly advice: Readonly<Record<"one" | "several", string>>;
  /** The fault if there are no results at all, not even an empty map. */
  readonly missing?: string;
}

/**
 * Declares the check that fails a deploy while an action is unfinished. The judged resource only reports, so at the time of the check the
 * results are in state and the outputs that use them are written. HCL output is refused at synth.
 */
export function createUnfinishedGate(scope: Construct, id: string, subject: GateSubject): DataResource {
  const { unfinished, results, missing } = subject;
  const isMissing = (): string => `${results()} == null`;
  const isDone = (): string => `length(${unfinished()}) == 0`;
  refuseHclOutput(scope);
  return new DataResource(scope, id, {
    lifecycle: {
      precondition: [
        ...(missing === undefined
          ? []
          : [
              condition(
                () => `!(${isMissing()})`,
                () => JSON.stringify(missing),
              ),
            ]),
        condition(
          () => (missing === undefined ? isDone() : `${isMissing()} || ${isDone()}`),
          () => describeUnfinished(subject),
        ),
      ],
    },
  });
}

function condition(holds: () => string, message: () => string) {
  return {
    condition: Lazy.stringValue({ produce: () => `\${${holds()}}` }),
    errorMessage: Lazy.stringValue({ produce: () => `\${${message()}}` }),
  };
}

// HCL: one line per unfinished instance. Parts that are null are dropped: `compact` drops them, and `try` drops a text around one.
function describeUnfinished({ unfinished, results, all, noun, advice }: GateSubject): string {
  const result = `${results()}[name]`;
  const parts = [
    `replace("\${${result}.action} \${${result}.result}", "_", " ")`,
    `try("last status \${${result}.status}", null)`,
    `${result}.reason`,
    `try("\${${result}.error_code}: \${${result}.message}", ${result}.error_code)`,
  ];
  const line = `"- \${name} (\${${result}.instance_id}): \${join("; ", compact([${parts.join(", ")}]))}"`;
  const total = countOf(all());
  const lines = [
    `["\${length(${unfinished()})} of \${${total}} ${noun}\${${total} == 1 ? "" : "s"} unfinished:"]`,
    `[for name in ${unfinished()} : try(${line}, "- \${name}: nothing is recorded")]`,
    `[length(${unfinished()}) == 1 ? ${JSON.stringify(advice.one)} : ${JSON.stringify(advice.several)}]`,
  ];
  return `join("\\n", concat(${lines.join(", ")}))`;
}

// A number is not secret, but Terraform hides every message that contains a sensitive value.
function countOf(collection: string): string {
  return `try(nonsensitive(length(${collection})), length(${collection}))`;
}

// CDKTF writes preconditions as an attribute in HCL, which Terraform refuses.
function refuseHclOutput(construct: IConstruct): void {
  const kind = construct.constructor.name;
  const allowed = `false, and cdktf synth without --hcl: Terraform would refuse what CDKTF writes for the gate of this ${kind}`;
  const validate = (): string[] => {
    const { root } = construct.node;
    const isHcl = App.isApp(root) && root.hclOutput;
    return isHcl ? [describeProblem({ input: "hclOutput", received: true, allowed })] : [];
  };
  construct.node.addValidation({ validate });
}
