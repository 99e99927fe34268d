import type { GrpcService } from "./grpc-service";

/** The cookie by which Terraform identifies itself to a provider, and the protocol of these services. */
export const terraformPlugin = {
  protocolVersion: 6,
  cookie: {
    name: "TF_PLUGIN_MAGIC_COOKIE",
    value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  },
} as const;

/**
 * The provider's answer to GetProviderSchema, encoded at build time. It depends only on the provider's sources. Many processes get no other
 * request, because Terraform starts one per command just for the schema. Does not import the messages.
 * @param answer an encoded `GetProviderSchema.Response`
 */
export function schemaAtHand(answer: Uint8Array): GrpcService {
  return {
    name: "tfplugin6.Provider",
    methods: { GetProviderSchema: { kind: "unary", handle: () => Promise.resolve(answer) } },
  };
}
