import type { IConstruct } from "constructs";
import { warnOfChangingTriggers } from "../changing-triggers";
import { warnOfUnencryptedEndpoint } from "../connection-warnings";
import { warnOfUnlimitedConsent } from "../deletion-warnings";
import { isToken } from "../input/tokens";
import { describeBatchOverlap, findOverlaps, registerFleet } from "../instance-overlaps";
import { describeSecondPurge, registerPurge } from "../purge-overlaps";
import { noteAtSynth, warnAtSynth } from "../warnings";
import type { PortableBatchActionProps } from "./portable-batch-action-props";
import { spelledOut } from "./spelled-out";
import { describeSuppressedOutput } from "./suppressed-output";

/** Warns at synth of unintended effects of a batch, and tells its limits. Registers the batch for the warnings of others. */
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
  "A PortableBatchAction has no plan per instance and sees no drift, and a failed run repeats the whole batch. Where the dms " +
  "provider may run, use InstanceLifecycle.";
