export { DmsProvider } from "./constructs/dms-provider";
export type { DmsProviderProps } from "./constructs/dms-provider-props";
export type { DmsProviderAssumeRole, DmsProviderOidc } from "./constructs/l1/dms-provider";
export { FailedInstancePurge } from "./constructs/failed-instance-purge";
export type { FailedInstancePurgeProps } from "./constructs/failed-instance-purge";
export { ForbidDeletions } from "./constructs/forbid-deletions";
export type { ForbidDeletionsProps } from "./constructs/forbid-deletions";
export { InstanceLifecycle } from "./constructs/instance-lifecycle";
export type {
  InstanceLifecycleProps,
  LifecycleInstance,
  LifecycleRollout,
  LifecycleTimeouts,
} from "./constructs/instance-lifecycle-props";
export { InstanceResult } from "./constructs/instance-result";
export { NullProvider, NullResource } from "./constructs/null-provider";
export { RestartTrigger } from "./constructs/restart-trigger";
export { backendFromEnvironment } from "./constructs/state/state-backend";
export type { Environment } from "./constructs/state/state-backend";
export { acknowledgeWarning } from "./constructs/warnings/warnings";
export type { WarningId } from "./constructs/warnings/warnings";
export * from "./constructs/l1/data-dms-instance";
export * from "./constructs/l1/data-dms-instances";
export * from "./constructs/l1/dms-failed-instance-purge";
export * from "./constructs/l1/dms-instance-lifecycle";
export { PortableBatchAction } from "./constructs/portable/portable-batch-action";
export type {
  PortableBatchActionProps,
  PortableConnection,
  PortableInstance,
} from "./constructs/portable/portable-batch-action-props";
