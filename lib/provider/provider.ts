import { createHostHolds } from "../client/retries/host-holds";
import type { Provider } from "../framework/resource";
import { deleteInstances, restartInstances } from "./actions/act-actions";
import { ofBlock } from "./actions/of-block";
import { purgeFailedInstances } from "./actions/purge-action";
import { type ConnectionDependencies, createConnections } from "./connection/connections";
import { instanceDataSource, instancesDataSource } from "./data-sources";
import { instanceLifecycle } from "./lifecycle/resource";
import { failedInstancePurge } from "./purge/resource";
import { providerSchema } from "./schemas/provider";
import type { Connections } from "./connection/service";

/** The provider `dms`. */
export function createDmsProvider(dependencies: ConnectionDependencies): Provider<typeof providerSchema, Connections> {
  const holds = createHostHolds();
  return {
    schema: providerSchema,
    configure: (config, { log }) => createConnections(config, { holds, ...dependencies }, log),
    resources: {
      dms_instance_lifecycle: instanceLifecycle,
      dms_failed_instance_purge: failedInstancePurge,
    },
    dataSources: {
      dms_instances: instancesDataSource,
      dms_instance: instanceDataSource,
    },
    actions: {
      dms_restart_instances: ofBlock(restartInstances),
      dms_delete_instances: ofBlock(deleteInstances),
      dms_purge_failed_instances: ofBlock(purgeFailedInstances),
    },
  };
}
