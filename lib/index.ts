export { DmsProvider } from "./constructs/dms-provider";
export type { DmsProviderProps } from "./constructs/dms-provider";
export { FailedInstancePurge } from "./constructs/failed-instance-purge";
export type { FailedInstancePurgeProps } from "./constructs/failed-instance-purge";
export { InstanceLifecycle } from "./constructs/instance-lifecycle";
export type {
  InstanceLifecycleProps,
  LifecycleInstance,
  LifecycleRollout,
  LifecycleTimeouts,
} from "./constructs/instance-lifecycle-props";
export { InstanceResult } from "./constructs/instance-result";
export * from "./constructs/l1/data-dms-instance";
export * from "./constructs/l1/data-dms-instances";
export * from "./constructs/l1/dms-failed-instance-purge";
export * from "./constructs/l1/dms-instance-lifecycle";
export { PortableBatchAction } from "./constructs/portable-batch-action";
export type {
  PortableBatchActionProps,
  PortableConnection,
  PortableInstance,
} from "./constructs/portable-batch-action-props";
