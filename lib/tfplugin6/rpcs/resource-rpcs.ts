import type { ProviderServer, UpgradeAnswer } from "../../framework/server";
import { diagnosticMessages, pathMessage } from "../messages/diagnostic-message";
import type { DynamicValueMessage } from "../codec/dynamic-value";
import type { UnaryMethod } from "../grpc-service";
import * as messages from "../messages/messages";
import { createTypeRpc, type NamedType, privateBytes, RequestError, type TypeRpc } from "./rpc";

/** The RPCs about managed resources. */
export function resourceRpcs(server: ProviderServer): Readonly<Record<string, UnaryMethod>> {
  const resourceRpc = createTypeRpc("resource", () => server.schemas().resources);
  return { ...stateRpcs(server, resourceRpc), ...changeRpcs(server, resourceRpc) };
}

/** The RPCs about state: read, upgraded from an older version, or imported. */
function stateRpcs(server: ProviderServer, resourceRpc: TypeRpc): Readonly<Record<string, UnaryMethod>> {
  return {
    UpgradeResourceState: resourceRpc(messages.UpgradeResourceState, async ({ version = 0, raw_state }, type) => {
      const json = raw_state?.json;
      if (json === undefined || json.length === 0) throw unreadable(type.name);
      const { upgraded, diagnostics } = await server.upgradeResourceState(type.name, version, json);
      return {
        upgraded_state: () => upgradedState(upgraded, type),
        diagnostics: () => diagnosticMessages(diagnostics),
      };
    }),
    ReadResource: resourceRpc(messages.ReadResource, async ({ current_state, private: bytes }, type) => {
      const answer = await server.readResource(type.name, type.decodeConfig(current_state), privateBytes(bytes));
      return {
        new_state: () => type.encode(answer.state),
        diagnostics: () => diagnosticMessages(answer.diagnostics),
        private: () => answer.private,
      };
    }),
    ImportResourceState: resourceRpc(messages.ImportResourceState, async ({ id = "" }, type) => {
      const { imported, diagnostics } = await server.importResourceState(type.name, id);
      return {
        imported_resources: () =>
          imported.map(({ state, private: bytes }) => ({
            type_name: type.name,
            state: type.encode(state),
            private: bytes,
          })),
        diagnostics: () => diagnosticMessages(diagnostics),
      };
    }),
  };
}

/** The RPCs about changes: validate, plan, apply. */
function changeRpcs(server: ProviderServer, resourceRpc: TypeRpc): Readonly<Record<string, UnaryMethod>> {
  return {
    ValidateResourceConfig: resourceRpc(messages.ValidateResourceConfig, async ({ config }, type) => {
      const diagnostics = await server.validateResourceConfig(type.name, type.decodeConfig(config));
      return { diagnostics: () => diagnosticMessages(diagnostics) };
    }),
    PlanResourceChange: resourceRpc(messages.PlanResourceChange, async (request, type) => {
      const answer = await server.planResourceChange(type.name, {
        prior: type.decode(request.prior_state),
        proposed: type.decode(request.proposed_new_state),
        config: type.decode(request.config),
        priorPrivate: privateBytes(request.prior_private),
      });
      return {
        planned_state: () => type.encode(answer.planned),
        // Paths are whole, because they are compared, not shown.
        requires_replace: () => answer.requiresReplace.map(pathMessage),
        planned_private: () => answer.private,
        diagnostics: () => diagnosticMessages(answer.diagnostics),
      };
    }),
    ApplyResourceChange: resourceRpc(messages.ApplyResourceChange, async (request, type) => {
      const answer = await server.applyResourceChange(type.name, {
        prior: type.decode(request.prior_state),
        planned: type.decode(request.planned_state),
        config: type.decode(request.config),
        plannedPrivate: privateBytes(request.planned_private),
      });
      return {
        new_state: () => type.encode(answer.state),
        private: () => answer.private,
        diagnostics: () => diagnosticMessages(answer.diagnostics),
      };
    }),
  };
}

/** The error for a flatmap, the form of Terraform 0.11 and older, long before protocol 6. Another program may have kept it. */
function unreadable(type: string): RequestError {
  return new RequestError(
    "State Cannot Be Read",
    `The state of ${type} is in the format of Terraform 0.11 or older, which this provider does not read.
` +
      "Remove the object from the state (terraform state rm) and import it, or let it be created again. Nothing was changed.",
  );
}

/** The upgraded state. JSON goes back in the same bytes: parsed and written again, numbers would lose digits and show as drift. */
function upgradedState(upgraded: UpgradeAnswer["upgraded"], type: NamedType): DynamicValueMessage | undefined {
  if (upgraded === undefined) return undefined;
  return "json" in upgraded ? { json: upgraded.json } : type.encode(upgraded.state);
}

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
