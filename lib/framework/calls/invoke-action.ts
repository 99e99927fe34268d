import { errorDiagnostic, type Diagnostic } from "../values/diagnostic";
import { callProvider } from "../rules/provider-bug";
import type { Action, CallContext, InvokeContext } from "../resource";
import { tidyDiagnostics } from "../rules/tidy-diagnostics";
import { isWhollyKnown, type ObjectValue } from "../values/value";

/** The diagnostics before an invocation. Unknown values pass. */
export async function planAction(
  type: string,
  action: Action,
  config: ObjectValue,
  context: CallContext<unknown>,
): Promise<readonly Diagnostic[]> {
  const doing = `Planning action ${type}`;
  const called = await callProvider({ doing, consequence: "Nothing was changed." }, context, async () =>
    tidyDiagnostics(doing, await action.plan?.(config, context)),
  );
  return called.kind === "threw" ? [called.diagnostic] : called.value;
}

/** Invokes an action. Its only result is diagnostics. */
export async function invokeAction(
  type: string,
  action: Action,
  config: ObjectValue,
  context: InvokeContext<unknown>,
): Promise<readonly Diagnostic[]> {
  const doing = `Invoking action ${type}`;
  if (!isWhollyKnown(config)) {
    const detail = `${doing} must wait until its configuration is known. Terraform sees to that; apply again.`;
    return [errorDiagnostic("Unknown Action Configuration", detail)];
  }
  // Terraform 1.14 and 1.15 crash at the event after a progress event that follows a stop: that progress event has ended their loop.
  const progress = (message: string): void => {
    if (!context.signal.aborted) context.progress(message);
  };
  const consequence = "Changes until then are not recorded anywhere.";
  const called = await callProvider({ doing, consequence }, context, async () =>
    tidyDiagnostics(doing, await action.invoke(config, { ...context, progress })),
  );
  return called.kind === "threw" ? [called.diagnostic] : called.value;
}
