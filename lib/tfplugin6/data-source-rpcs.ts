import type { ProviderServer } from "../framework/server";
import type { Schema } from "../framework/schema";
import { diagnosticMessages } from "./diagnostic-message";
import { decodeConfig, encodeObject } from "./dynamic-value";
import type { UnaryMethod } from "./grpc-service";
import * as messages from "./messages";
import { rpc, schemaOf } from "./rpc";

/** The RPCs about data sources. */
export function dataSourceRpcs(server: ProviderServer): Readonly<Record<string, UnaryMethod>> {
  const dataSourceSchema = (type: string): Schema => schemaOf(server.schemas().dataSources, type);
  return {
    ValidateDataResourceConfig: rpc(messages.ValidateDataResourceConfig, async ({ type_name: type = "", config }) => {
      const diagnostics = await server.validateDataResourceConfig(type, decodeConfig(config, dataSourceSchema(type)));
      return { diagnostics: diagnosticMessages(diagnostics) };
    }),
    ReadDataSource: rpc(messages.ReadDataSource, async ({ type_name: type = "", config }) => {
      const schema = dataSourceSchema(type);
      const answer = await server.readDataSource(type, decodeConfig(config, schema));
      return { state: encodeObject(answer.state, schema), diagnostics: diagnosticMessages(answer.diagnostics) };
    }),
  };
}
