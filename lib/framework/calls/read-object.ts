import { errorDiagnostic, hasErrors, type Diagnostic } from "../values/diagnostic";
import { fillDefaults } from "../rules/propose";
import { callProvider, flawDiagnostics } from "../rules/provider-bug";
import type { CallContext, DataSource, PrivateData, Resource } from "../resource";
import type { ImportAnswer, StateAnswer } from "../server";
import { settleAnswer } from "../rules/settle";
import { isWhollyKnown, type ObjectValue } from "../values/value";

/**
 * Refreshes one object. Its private data stays unless the resource answers new data; after an error without a state, state and private data
 * stay.
 */
export async function readResource(
  type: string,
  resource: Resource,
  { state, private: priv }: { readonly state: ObjectValue; readonly private: PrivateData | undefined },
  context: CallContext<unknown>,
): Promise<StateAnswer> {
  const doing = `Reading ${type}`;
  const called = await callProvider({ doing, consequence: "The state was left as it was." }, context, async () => {
    const answer = await resource.read({ state, private: priv }, context);
    return settleAnswer(resource.schema.attributes, answer, { doing, fallback: state, spelledLike: state });
  });
  if (called.kind === "threw") return { state, private: priv, diagnostics: [called.diagnostic] };
  const settled = called.value;
  const gone = settled.state === undefined && !hasErrors(settled.diagnostics);
  return {
    state: gone ? undefined : (settled.state ?? state),
    private: settled.private ?? priv,
    diagnostics: settled.diagnostics,
  };
}

/** Finds an existing object by the user's id; Terraform reads it next. */
export async function importResource(
  type: string,
  resource: Resource,
  id: string,
  context: CallContext<unknown>,
): Promise<ImportAnswer> {
  const importOne = resource.import?.bind(resource);
  if (importOne === undefined) {
    return { imported: [], diagnostics: [errorDiagnostic("Import Not Supported", `${type} cannot be imported.`)] };
  }
  const doing = `Importing ${type}`;
  const called = await callProvider({ doing, consequence: "Nothing was imported." }, context, async () => {
    const options = { doing, fallback: undefined, spelledLike: undefined };
    return settleAnswer(resource.schema.attributes, await importOne(id, context), options);
  });
  if (called.kind === "threw") return { imported: [], diagnostics: [called.diagnostic] };
  const { state, private: priv, diagnostics } = called.value;
  if (state !== undefined) return { imported: [{ state, private: priv }], diagnostics };
  const missing = errorDiagnostic("Nothing To Import", `There is no ${type} with the id ${JSON.stringify(id)}.`);
  return { imported: [], diagnostics: hasErrors(diagnostics) ? diagnostics : [...diagnostics, missing] };
}

/** Reads a data source by a configuration with its defaults. Without a result the state is null. */
export async function readData(
  type: string,
  source: DataSource,
  config: ObjectValue,
  context: CallContext<unknown>,
): Promise<{ readonly state: ObjectValue | null; readonly diagnostics: readonly Diagnostic[] }> {
  const doing = `Reading data source ${type}`;
  if (!isWhollyKnown(config)) {
    const detail = `${doing} must wait until its configuration is known. Terraform sees to that; apply again.`;
    return { state: null, diagnostics: [errorDiagnostic("Unknown Data Source Configuration", detail)] };
  }
  const { attributes } = source.schema;
  const called = await callProvider({ doing, consequence: "Nothing was read." }, context, async () => {
    const answer = await source.read(fillDefaults(attributes, config), context);
    return settleAnswer(attributes, answer, { doing, fallback: undefined, spelledLike: config });
  });
  if (called.kind === "threw") return { state: null, diagnostics: [called.diagnostic] };
  const { state, diagnostics } = called.value;
  if (state !== undefined || hasErrors(diagnostics)) return { state: state ?? null, diagnostics };
  const flaws = flawDiagnostics("Provider Returned No State", doing, [{ path: [], problem: "was not returned" }]);
  return { state: null, diagnostics: [...diagnostics, ...flaws] };
}
