import { DefaultTokenResolver, StringConcat, TerraformStack, TerraformVariable, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import type { PortableBatchActionProps } from "./portable-batch-action-props";

/** Props whose values are part of the runner's command. */
const written = ["endpoint", "region", "projectId", "apiVersion", "pollInterval", "instances"] as const;

/**
 * The warning of a batch whose command contains a sensitive variable: Terraform then hides the output of the command with its errors.
 * `undefined` for other batches.
 */
export function describeSuppressedOutput(batch: IConstruct, props: PortableBatchActionProps): string | undefined {
  const stack = TerraformStack.of(batch);
  const resolver = new DefaultTokenResolver(new StringConcat());
  const sensitive = stack.node
    .findAll()
    .filter((each): each is TerraformVariable => each instanceof TerraformVariable && each.sensitive === true)
    .map(({ friendlyUniqueId }) => friendlyUniqueId);
  if (sensitive.length === 0) return undefined;
  const taken = written.flatMap((prop) => {
    const value: unknown = Tokenization.resolve(props[prop], { scope: stack, resolver, preparing: false });
    const text = JSON.stringify(value) as string | undefined;
    const names = [...(text ?? "").matchAll(/\bvar\.([\w-]+)/g)].map(([, name = ""]) => name);
    return names.filter((name) => sensitive.includes(name)).map((name) => `${prop} (variable ${name})`);
  });
  if (taken.length === 0) return undefined;
  return (
    `${[...new Set(taken)].join(", ")}: sensitive, so Terraform shows "(output suppressed due to sensitive value in config)" in place of all that ` +
    "this batch prints, its errors included. Leave it out and set the provider's environment variable where Terraform runs, or declare " +
    "the variable without sensitive; DMS_PROGRESS_FILE tells the run in any case."
  );
}
