import type { Diagnostic } from "../../framework/values/diagnostic";
import type { ActionCaller, ProviderServer } from "../../framework/server";
import { diagnosticMessages } from "../messages/diagnostic-message";
import { eventsOf } from "./events";
import type { GrpcMethod, ServerStreamMethod } from "../grpc-service";
import * as messages from "../messages/messages";
import { createTypeRpc, namedType, refusalOf } from "./rpc";

/** The RPCs about actions (Terraform 1.14 and later). */
export function actionRpcs(server: ProviderServer): Readonly<Record<string, GrpcMethod>> {
  const actionRpc = createTypeRpc("action", () => server.schemas().actions);
  return {
    ValidateActionConfig: actionRpc(messages.ValidateActionConfig, async ({ config }, type) => {
      const diagnostics = await server.validateActionConfig(type.name, type.decodeConfig(config));
      return { diagnostics: () => diagnosticMessages(diagnostics) };
    }),
    PlanAction: actionRpc(messages.PlanAction, async ({ config }, type) => {
      const diagnostics = await server.planAction(type.name, type.decodeConfig(config));
      return { diagnostics: () => diagnosticMessages(diagnostics) };
    }),
    InvokeAction: invokeActionRpc(server),
  };
}

/** A stream of progress that ends with one completion. A request that cannot be answered is completed with a diagnostic. */
function invokeActionRpc(server: ProviderServer): ServerStreamMethod {
  const { Request, Event } = messages.InvokeAction;
  return {
    kind: "server-stream",
    async *handle(bytes, { signal }) {
      const invoking = eventsOf<string, readonly Diagnostic[]>((progress) =>
        invoke(server, Request.decode(bytes), { progress, abandoned: signal }),
      );
      for await (const told of invoking) {
        yield told.kind === "event"
          ? Event.encode({ progress: { message: told.value } })
          : Event.encode({ completed: { diagnostics: diagnosticMessages(told.value) } });
      }
    },
  };
}

type InvokeRequest = ReturnType<typeof messages.InvokeAction.Request.decode>;

async function invoke(
  server: ProviderServer,
  { type_name = "", config }: InvokeRequest,
  caller: ActionCaller,
): Promise<readonly Diagnostic[]> {
  try {
    const type = namedType("action", server.schemas().actions, type_name);
    return await server.invokeAction(type.name, type.decodeConfig(config), caller);
  } catch (error) {
    return [refusalOf(error)];
  }
}
