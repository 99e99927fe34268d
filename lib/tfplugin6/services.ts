import type { ProviderServer } from "../framework/server";
import { actionRpcs } from "./action-rpcs";
import { dataSourceRpcs } from "./data-source-rpcs";
import type { GrpcService } from "./grpc-service";
import { providerRpcs } from "./provider-rpcs";
import { resourceRpcs } from "./resource-rpcs";

/**
 * A provider as the gRPC service that Terraform calls. RPCs of protocol 6 that are not here (functions, ephemeral
 * resources, moves, identities) are for the gRPC server to answer UNIMPLEMENTED, which Terraform takes as "has none".
 */
export function createTfplugin6Services(server: ProviderServer): readonly GrpcService[] {
  return [
    {
      name: "tfplugin6.Provider",
      methods: { ...providerRpcs(server), ...resourceRpcs(server), ...dataSourceRpcs(server), ...actionRpcs(server) },
    },
  ];
}
