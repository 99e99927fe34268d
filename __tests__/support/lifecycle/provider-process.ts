import { createProviderServer } from "../../../lib/framework/provider-server";
import type { Provider } from "../../../lib/framework/resource";
import type { Schema } from "../../../lib/framework/values/schema";
import type { ProviderServer } from "../../../lib/framework/server";
import { deleteInstances, restartInstances } from "../../../lib/provider/actions/act-actions";
import { ofBlock } from "../../../lib/provider/actions/of-block";
import { purgeFailedInstances } from "../../../lib/provider/actions/purge-action";
import { instanceLifecycle } from "../../../lib/provider/lifecycle/resource";
import type { Memory } from "../../../lib/provider/runs/memory";
import type { Connections, ProviderData, ReadyProvider, Service } from "../../../lib/provider/connection/service";
import { createReservations } from "../../../lib/provider/runs/reservations";
import type { Clock, InstanceApi } from "../../../lib/rollout/ports";

export const lifecycleType = "dms_instance_lifecycle";

export interface World {
  readonly api: InstanceApi;
  readonly clock: Clock;
  readonly memory: Memory;
}

let made = 0;

/** The result of `configure` in a configured process, with the service of a test behind it. */
export function readyDataFor({ api, clock, memory }: World, more: Partial<Service> = {}): ReadyProvider {
  return {
    kind: "ready",
    project: "id:p",
    service: serviceOver(api, more),
    clock,
    pollIntervalMs: 10_000,
    readsTasks: true,
    enterpriseProjectId: undefined,
    newId: () => `object-${++made}`,
    memory,
    reservations: createReservations()({ endpoint: "https://dms.example.test", project: "id:p" }),
    compare: () => "same",
    beginProgress: undefined,
  };
}

/** A process of the provider that Terraform has started and configured. `data` absent: it was not configured. */
export async function startProcess(data: ProviderData | undefined): Promise<ProviderServer> {
  const provider: Provider<Schema, Connections> = {
    schema: { version: 0, description: "The provider of a test.", attributes: {} },
    configure: () => Promise.resolve({ data: data && { at: () => Promise.resolve({ data, diagnostics: [] }) } }),
    resources: { [lifecycleType]: instanceLifecycle },
    dataSources: {},
    actions: {
      dms_restart_instances: ofBlock(restartInstances),
      dms_delete_instances: ofBlock(deleteInstances),
      dms_purge_failed_instances: ofBlock(purgeFailedInstances),
    },
  };
  const server = createProviderServer(provider, { log: () => undefined });
  if (data !== undefined) await server.configure("1.11.4", {});
  return server;
}

function serviceOver(api: InstanceApi, more: Partial<Service>): Service {
  const unused = (): never => {
    throw new Error("the lifecycle resource has no use for this");
  };
  return {
    apiVersion: "v1.0",
    supports: () => true,
    supportsPurge: unused,
    purgeNamesEngine: unused,
    listFiltered: unused,
    purgeFailed: unused,
    list: (signal) => api.list(signal),
    get: (id, signal) => api.get(id, signal),
    tasks: (id, sinceMs, signal) => api.tasks(id, sinceMs, signal),
    serviceNow: () => api.serviceNow(),
    act: (action, ids, options, signal) => api.act(action, ids, options, signal),
    ...more,
  };
}
