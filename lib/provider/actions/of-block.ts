import type { Diagnostic } from "../../framework/values/diagnostic";
import type { Action, CallContext } from "../../framework/resource";
import type { Schema } from "../../framework/values/schema";
import { providersPlace } from "../place";
import type { Connections, ProviderData } from "../connection/service";

/** Runs an action in the place of the provider block, because actions have no project and no region. */
export function ofBlock<S extends Schema>(action: Action<S, ProviderData>): Action<S, Connections> {
  return {
    ...action,
    plan: (config, context) => located(context, async (inPlace) => (await action.plan?.(config, inPlace)) ?? []),
    invoke: (config, context) => located(context, (inPlace) => action.invoke(config, inPlace)),
  };
}

async function located<C extends CallContext<Connections>>(
  context: C,
  work: (
    context: Omit<C, "provider"> & { readonly provider: ProviderData | undefined },
  ) => Promise<readonly Diagnostic[]>,
): Promise<readonly Diagnostic[]> {
  if (context.provider === undefined) return work({ ...context, provider: undefined });
  const { data, diagnostics } = await context.provider.at(providersPlace);
  return diagnostics.length > 0 ? diagnostics : work({ ...context, provider: data });
}
