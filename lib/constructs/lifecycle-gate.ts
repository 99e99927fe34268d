import { DataResource, Lazy } from "cdktf";
import type { Construct } from "constructs";
import type { DmsInstanceLifecycle } from "./l1/dms-instance-lifecycle";

/**
 * Declares what makes a deploy fail while anything of `lifecycle` is unfinished. The lifecycle itself only reports, so by the
 * time this is judged its results are in state and the outputs that use them are written.
 */
export function createLifecycleGate(scope: Construct, id: string, lifecycle: DmsInstanceLifecycle): DataResource {
  /* Late, because the user may still give the resource another address. */
  const address = () => `${lifecycle.terraformResourceType}.${lifecycle.friendlyUniqueId}`;
  return new DataResource(scope, id, {
    lifecycle: {
      precondition: [
        {
          condition: Lazy.stringValue({ produce: () => `\${length(${address()}.unfinished) == 0}` }),
          errorMessage: Lazy.stringValue({ produce: () => describeUnfinished(address()) }),
        },
      ],
    },
  });
}

/* HCL: one line per unfinished instance. Parts that are null fall out: `compact` drops them, and `try` drops a text around one. */
function describeUnfinished(address: string): string {
  const result = `${address}.results[name]`;
  const parts = [
    `replace("\${${result}.action} \${${result}.result}", "_", " ")`,
    `try("last status \${${result}.status}", null)`,
    `${result}.reason`,
    `try("\${${result}.error_code}: \${${result}.message}", ${result}.error_code)`,
  ];
  const line = `"- \${name} (\${${result}.instance_id}): \${join("; ", compact([${parts.join(", ")}]))}"`;
  const lines = [
    `["\${length(${address}.unfinished)} of \${length(${address}.instances)} instances unfinished:"]`,
    `[for name in ${address}.unfinished : try(${line}, "- \${name}: nothing is recorded")]`,
    `["Everything else is done and recorded. Look at these instances, then deploy again: only they are due."]`,
  ];
  return `\${join("\\n", concat(${lines.join(", ")}))}`;
}
