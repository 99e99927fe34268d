import { DataResource, Lazy } from "cdktf";
import type { Construct } from "constructs";

/** What a gate judges, as expressions of HCL. They are asked for when the stack is written: addresses may change until then. */
interface GateSubject {
  /** A list of names. */
  readonly unfinished: () => string;
  /** A map of result records by name. */
  readonly results: () => string;
  /** Whatever has one element for each instance. */
  readonly instances: () => string;
  /** The last line of the message: what to do. */
  readonly advice: string;
}

/**
 * Declares what makes a deploy fail while anything is unfinished. What it judges only reports, so by the time of the judgement
 * the results are in state and the outputs that use them are written.
 */
export function createUnfinishedGate(scope: Construct, id: string, subject: GateSubject): DataResource {
  return new DataResource(scope, id, {
    lifecycle: {
      precondition: [
        {
          condition: Lazy.stringValue({ produce: () => `\${length(${subject.unfinished()}) == 0}` }),
          errorMessage: Lazy.stringValue({ produce: () => describeUnfinished(subject) }),
        },
      ],
    },
  });
}

/* HCL: one line per unfinished instance. Parts that are null fall out: `compact` drops them, and `try` drops a text around one. */
function describeUnfinished({ unfinished, results, instances, advice }: GateSubject): string {
  const result = `${results()}[name]`;
  const parts = [
    `replace("\${${result}.action} \${${result}.result}", "_", " ")`,
    `try("last status \${${result}.status}", null)`,
    `${result}.reason`,
    `try("\${${result}.error_code}: \${${result}.message}", ${result}.error_code)`,
  ];
  const line = `"- \${name} (\${${result}.instance_id}): \${join("; ", compact([${parts.join(", ")}]))}"`;
  const lines = [
    `["\${length(${unfinished()})} of \${length(${instances()})} instances unfinished:"]`,
    `[for name in ${unfinished()} : try(${line}, "- \${name}: nothing is recorded")]`,
    `[${JSON.stringify(advice)}]`,
  ];
  return `\${join("\\n", concat(${lines.join(", ")}))}`;
}
