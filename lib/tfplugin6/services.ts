import type { ProviderServer } from "../framework/server";
import { actionRpcs } from "./rpcs/action-rpcs";
import type { GrpcService } from "./grpc-service";
import { providerRpcs } from "./rpcs/provider-rpcs";
import { resourceRpcs, dataSourceRpcs } from "./rpcs/resource-rpcs";

/**
 * A provider as the gRPC service that Terraform calls. The gRPC server answers the other RPCs of protocol 6 (functions, ephemeral
 * resources, moves, identities) with UNIMPLEMENTED, which means for Terraform that the provider does not have them.
 */
export function createTfplugin6Services(server: ProviderServer): readonly GrpcService[] {
  return [
    {
      name: "tfplugin6.Provider",
      methods: { ...providerRpcs(server), ...resourceRpcs(server), ...dataSourceRpcs(server), ...actionRpcs(server) },
    },
  ];
}
