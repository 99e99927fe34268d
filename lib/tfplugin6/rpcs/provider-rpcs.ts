import type { ProviderServer } from "../../framework/server";
import type { Schema } from "../../framework/values/schema";
import { diagnosticMessages } from "../messages/diagnostic-message";
import { decodeConfig } from "../codec/dynamic-value";
import type { UnaryMethod } from "../grpc-service";
import * as messages from "../messages/messages";
import { diagnosedRpc, rpc } from "./rpc";
import { schemaMessage } from "../messages/schema-message";

/** Capabilities: a destroy is planned like any change; state can be read without a request for the schema. */
const serverCapabilities = { plan_destroy: true, get_provider_schema_optional: true };

/** The RPCs about the whole provider. */
export function providerRpcs(server: ProviderServer): Readonly<Record<string, UnaryMethod>> {
  return {
    GetMetadata: rpc(messages.GetMetadata, () => ({
      server_capabilities: serverCapabilities,
      data_sources: typeNames(server.schemas().dataSources),
      resources: typeNames(server.schemas().resources),
      actions: typeNames(server.schemas().actions),
    })),
    GetProviderSchema: rpc(messages.GetProviderSchema, () => {
      const { provider, resources, dataSources, actions } = server.schemas();
      return {
        provider: schemaMessage(provider),
        resource_schemas: schemaMessages(resources),
        data_source_schemas: schemaMessages(dataSources),
        server_capabilities: serverCapabilities,
        // The field is always sent: the caller's version is not known here, and a Terraform without actions skips it.
        action_schemas: new Map([...schemaMessages(actions)].map(([name, schema]) => [name, { schema }])),
      };
    }),
    ValidateProviderConfig: diagnosedRpc(messages.ValidateProviderConfig, async ({ config }) => {
      const diagnostics = await server.validateProviderConfig(decodeConfig(config, server.schemas().provider));
      return { diagnostics: () => diagnosticMessages(diagnostics) };
    }),
    ConfigureProvider: diagnosedRpc(messages.ConfigureProvider, async ({ terraform_version = "", config }) => {
      const diagnostics = await server.configure(terraform_version, decodeConfig(config, server.schemas().provider));
      return { diagnostics: () => diagnosticMessages(diagnostics) };
    }),
    GetFunctions: rpc(messages.GetFunctions, () => ({})),
    StopProvider: rpc(messages.StopProvider, () => {
      server.stop();
      return {};
    }),
  };
}

function typeNames(schemas: Readonly<Record<string, Schema>>): readonly { readonly type_name: string }[] {
  return Object.keys(schemas).map((name) => ({ type_name: name }));
}

function schemaMessages(
  schemas: Readonly<Record<string, Schema>>,
): ReadonlyMap<string, ReturnType<typeof schemaMessage>> {
  return new Map(Object.entries(schemas).map(([name, schema]) => [name, schemaMessage(schema)]));
}
