import type { IConstruct } from "constructs";
import { warnOfChangingTriggers } from "../warnings/changing-triggers";
import { warnOfUnencryptedEndpoint } from "../warnings/connection";
import { warnOfUnlimitedConsent } from "../warnings/deletions";
import { isToken } from "../checks/tokens";
import { describeBatchOverlap, findOverlaps, registerFleet } from "../overlaps/instances";
import { describeSecondPurge, registerPurge } from "../overlaps/purges";
import { constructsIn, onceASynthesis } from "../once-a-synthesis";
import { noteAtSynth, warnAtSynth } from "../warnings/warnings";
import { type PortableBatchActionProps, spelledOut } from "./portable-batch-action-props";
import { DefaultTokenResolver, StringConcat, TerraformStack, TerraformVariable, Tokenization } from "cdktf";

/** Warns at synth of unintended effects of a batch, and notes its limits. Registers the batch for the warnings of others. */
export function warnOfBatch(batch: IConstruct, props: PortableBatchActionProps): void {
  const { action, allFailure, allowDeletion, maxDeletions, provider, endpoint, region, projectId } = props;
  const place = { endpoint, region, projectId };
  const spelled = (spelledOut(props.instances) ?? []).filter(([, id]) => !isToken(id));
  registerFleet(batch, () =>
    spelled.map(([name, instanceId]) => ({ fleet: batch, kind: "batch", provider, place, name, instanceId })),
  );
  if (allFailure !== undefined) registerPurge(batch, { kind: "batch", engine: allFailure, provider, place });
  if (action !== "restart") warnOfUnlimitedConsent(batch, allowDeletion, { maxDeletions });
  warnOfUnencryptedEndpoint(batch, { endpoint });
  warnOfChangingTriggers(batch, () => ({ triggers: props.triggers }));
  warnAtSynth(batch, "dms:instance-in-two-batches", () => describeBatchOverlap(findOverlaps(batch)));
  warnAtSynth(batch, "dms:engine-purged-twice", () => describeSecondPurge(batch));
  warnAtSynth(batch, "dms:portable-output-suppressed", () => describeSuppressedOutput(batch, props));
  if (props.acknowledgeLimits !== true) noteAtSynth(batch, "dms:portable-limits", () => limits);
}

const limits =
  "A PortableBatchAction has no plan per instance and does not detect drift, and a failed run repeats the whole batch. If the dms provider may run, use InstanceLifecycle.";

/** Props whose values are part of the runner's command. */
const written = ["endpoint", "region", "projectId", "apiVersion", "pollInterval", "instances"] as const;

/**
 * The warning of a batch whose command contains a sensitive variable: Terraform then hides the output of the command with its errors.
 * `undefined` for other batches.
 */
function describeSuppressedOutput(batch: IConstruct, props: PortableBatchActionProps): string | undefined {
  const stack = TerraformStack.of(batch);
  const resolver = new DefaultTokenResolver(new StringConcat());
  const sensitive = onceASynthesis(batch, sensitiveIn);
  if (sensitive.size === 0) return undefined;
  const taken = written.flatMap((prop) => {
    const value: unknown = Tokenization.resolve(props[prop], { scope: stack, resolver, preparing: false });
    const text = JSON.stringify(value) as string | undefined;
    const names = [...(text ?? "").matchAll(/\bvar\.([\w-]+)/g)].map(([, name = ""]) => name);
    return names.filter((name) => sensitive.has(name)).map((name) => `${prop} (variable ${name})`);
  });
  if (taken.length === 0) return undefined;
  return (
    `${[...new Set(taken)].join(", ")}: sensitive, so Terraform shows "(output suppressed due to sensitive value in config)" instead of the output of this batch, including its errors. Leave it out and set the provider's environment variable where Terraform runs, or declare ` +
    "the variable without sensitive; DMS_PROGRESS_FILE shows the run in any case."
  );
}

/** The names of a stack's sensitive variables. */
function sensitiveIn(stack: TerraformStack): ReadonlySet<string> {
  const variables = constructsIn(stack).filter(
    (each): each is TerraformVariable => each instanceof TerraformVariable && each.sensitive === true,
  );
  return new Set(variables.map(({ friendlyUniqueId }) => friendlyUniqueId));
}
