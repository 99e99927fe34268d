import { DataResource, Lazy } from "cdktf";
import type { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { addressOf } from "./portable-expressions";

/**
 * Declares what makes a deploy fail while anything of a portable batch is unfinished. `record` keeps the results as its output,
 * `unfinished` is the list of names.
 */
export function createPortableGate(
  scope: Construct,
  id: string,
  record: DataResource,
  unfinished: TerraformLocal,
): DataResource {
  const describe = () => describeUnfinished(`${addressOf(record)}.output`, addressOf(unfinished));
  return new DataResource(scope, id, {
    lifecycle: {
      precondition: [
        {
          condition: Lazy.stringValue({ produce: () => `\${length(${addressOf(unfinished)}) == 0}` }),
          errorMessage: Lazy.stringValue({ produce: describe }),
        },
      ],
    },
  });
}

/* HCL: one line per unfinished instance. Parts that are null fall out: `compact` drops them, and `try` drops a text around one. */
function describeUnfinished(results: string, unfinished: string): string {
  const result = `${results}[name]`;
  const parts = [
    `replace("\${${result}.action} \${${result}.result}", "_", " ")`,
    `try("last status \${${result}.status}", null)`,
    `${result}.reason`,
    `try("\${${result}.error_code}: \${${result}.message}", ${result}.error_code)`,
  ];
  const lines = [
    `["\${length(${unfinished})} of \${length(${results})} instances unfinished:"]`,
    `[for name in ${unfinished} : "- \${name} (\${${result}.instance_id}): \${join("; ", compact([${parts.join(", ")}]))}"]`,
    `["Look at these instances. The next deploy from this folder repeats the whole batch; from anywhere else, change a trigger."]`,
  ];
  return `\${join("\\n", concat(${lines.join(", ")}))}`;
}
