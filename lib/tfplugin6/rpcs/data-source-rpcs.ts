import type { ProviderServer } from "../../framework/server";
import { diagnosticMessages } from "../messages/diagnostic-message";
import type { UnaryMethod } from "../grpc-service";
import * as messages from "../messages/messages";
import { createTypeRpc } from "./rpc";

/** The RPCs about data sources. */
export function dataSourceRpcs(server: ProviderServer): Readonly<Record<string, UnaryMethod>> {
  const dataSourceRpc = createTypeRpc("data source", () => server.schemas().dataSources);
  return {
    ValidateDataResourceConfig: dataSourceRpc(messages.ValidateDataResourceConfig, async ({ config }, type) => {
      const diagnostics = await server.validateDataResourceConfig(type.name, type.decodeConfig(config));
      return { diagnostics: () => diagnosticMessages(diagnostics) };
    }),
    ReadDataSource: dataSourceRpc(messages.ReadDataSource, async ({ config }, type) => {
      const answer = await server.readDataSource(type.name, type.decodeConfig(config));
      return { state: () => type.encode(answer.state), diagnostics: () => diagnosticMessages(answer.diagnostics) };
    }),
  };
}
