import type { ProviderServer, UpgradeAnswer } from "../framework/server";
import type { Schema } from "../framework/schema";
import { diagnosticMessages, pathMessage } from "./diagnostic-message";
import { decodeConfig, decodeObject, encodeObject, type DynamicValueMessage } from "./dynamic-value";
import type { UnaryMethod } from "./grpc-service";
import * as messages from "./messages";
import { privateBytes, rpc, schemaOf } from "./rpc";

/** The RPCs about managed resources. */
export function resourceRpcs(server: ProviderServer): Readonly<Record<string, UnaryMethod>> {
  const resourceSchema = (type: string): Schema => schemaOf(server.schemas().resources, type);
  return {
    ValidateResourceConfig: rpc(messages.ValidateResourceConfig, async ({ type_name: type = "", config }) => {
      const diagnostics = await server.validateResourceConfig(type, decodeConfig(config, resourceSchema(type)));
      return { diagnostics: diagnosticMessages(diagnostics) };
    }),
    UpgradeResourceState: rpc(
      messages.UpgradeResourceState,
      async ({ type_name: type = "", version = 0, raw_state }) => {
        const schema = resourceSchema(type);
        const json = raw_state?.json;
        if (json === undefined || json.length === 0)
          throw new Error("State in the format of Terraform 0.11 cannot be read.");
        const answer = await server.upgradeResourceState(type, version, json);
        return {
          upgraded_state: upgradedState(answer.upgraded, schema),
          diagnostics: diagnosticMessages(answer.diagnostics),
        };
      },
    ),
    ReadResource: rpc(messages.ReadResource, async ({ type_name: type = "", current_state, private: priv }) => {
      const schema = resourceSchema(type);
      const answer = await server.readResource(type, decodeConfig(current_state, schema), privateBytes(priv));
      return {
        new_state: encodeObject(answer.state, schema),
        diagnostics: diagnosticMessages(answer.diagnostics),
        private: answer.private,
      };
    }),
    PlanResourceChange: planRpc(server, resourceSchema),
    ApplyResourceChange: applyRpc(server, resourceSchema),
    ImportResourceState: rpc(messages.ImportResourceState, async ({ type_name: type = "", id = "" }) => {
      const schema = resourceSchema(type);
      const answer = await server.importResourceState(type, id);
      return {
        imported_resources: answer.imported.map((imported) => ({
          type_name: type,
          state: encodeObject(imported.state, schema),
          private: imported.private,
        })),
        diagnostics: diagnosticMessages(answer.diagnostics),
      };
    }),
  };
}

function planRpc(server: ProviderServer, resourceSchema: (type: string) => Schema): UnaryMethod {
  return rpc(messages.PlanResourceChange, async (request) => {
    const type = request.type_name ?? "";
    const schema = resourceSchema(type);
    const answer = await server.planResourceChange(type, {
      prior: decodeObject(request.prior_state, schema),
      proposed: decodeObject(request.proposed_new_state, schema),
      config: decodeObject(request.config, schema),
      priorPrivate: privateBytes(request.prior_private),
    });
    return {
      planned_state: encodeObject(answer.planned, schema),
      // Whole paths: they are compared, not shown.
      requires_replace: answer.requiresReplace.map(pathMessage),
      planned_private: answer.private,
      diagnostics: diagnosticMessages(answer.diagnostics),
    };
  });
}

function applyRpc(server: ProviderServer, resourceSchema: (type: string) => Schema): UnaryMethod {
  return rpc(messages.ApplyResourceChange, async (request) => {
    const type = request.type_name ?? "";
    const schema = resourceSchema(type);
    const answer = await server.applyResourceChange(type, {
      prior: decodeObject(request.prior_state, schema),
      planned: decodeObject(request.planned_state, schema),
      config: decodeObject(request.config, schema),
      plannedPrivate: privateBytes(request.planned_private),
    });
    return {
      new_state: encodeObject(answer.state, schema),
      private: answer.private,
      diagnostics: diagnosticMessages(answer.diagnostics),
    };
  });
}

/** JSON goes back as the bytes it came in: parsed and written again, numbers would lose digits and show as drift. */
function upgradedState(upgraded: UpgradeAnswer["upgraded"], schema: Schema): DynamicValueMessage | undefined {
  if (upgraded === undefined) return undefined;
  return "json" in upgraded ? { json: upgraded.json } : encodeObject(upgraded.state, schema);
}
