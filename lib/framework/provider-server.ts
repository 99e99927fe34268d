import { applyResource } from "./calls/apply-resource";
import { invokeAction, planAction } from "./calls/invoke-action";
import { errorDiagnostic, type Diagnostic } from "./values/diagnostic";
import { planResource } from "./calls/plan-resource";
import { callProvider } from "./rules/provider-bug";
import { importResource, readData, readResource } from "./calls/read-object";
import type { Action, CallContext, DataSource, Log, PrivateData, Provider, Resource } from "./resource";
import type { Schema } from "./values/schema";
import { checkActionSchema, checkProviderSchema, checkSchema } from "./rules/schema-check";
import { SeenStates } from "./calls/seen-states";
import type {
  ActionCaller,
  ApplyChange,
  DataAnswer,
  ImportAnswer,
  PlanAnswer,
  PlanChange,
  ProviderSchemas,
  ProviderServer,
  StateAnswer,
  UpgradeAnswer,
} from "./server";
import { tidyDiagnostics } from "./rules/tidy-diagnostics";
import { upgradeState } from "./calls/upgrade-state";
import { validateConfig } from "./calls/validate-config";
import type { ObjectValue } from "./values/value";

interface ServerOptions {
  readonly log: Log;
  /** Aborted when Terraform stops the provider; every running call listens to it. @default an own controller */
  readonly stopping?: AbortController;
}

/**
 * Serves a provider with Terraform's plan and apply semantics. Errors of the provider's methods become diagnostics. Throws `SchemaError` at
 * once if one of the provider's schemas contradicts itself.
 */
export function createProviderServer(provider: Provider, options: ServerOptions): ProviderServer {
  checkProviderSchema(provider.schema);
  for (const { schema } of [...Object.values(provider.resources), ...Object.values(provider.dataSources)]) {
    checkSchema(schema);
  }
  for (const { schema } of Object.values(provider.actions ?? {})) checkActionSchema(schema);
  return new Server(provider, options.log, options.stopping ?? new AbortController());
}

interface Validated {
  readonly schema: Schema;
  validate?(config: ObjectValue): readonly Diagnostic[];
}

/** The server of one process. It has the result of `configure`, the objects seen so far and the stop signal. */
class Server implements ProviderServer {
  private readonly seen = new Map<string, SeenStates>();
  private data: unknown;

  constructor(
    private readonly provider: Provider,
    private readonly log: Log,
    private readonly stopping: AbortController,
  ) {}

  schemas(): ProviderSchemas {
    const { schema, resources, dataSources, actions = {} } = this.provider;
    return {
      provider: schema,
      resources: schemasOf(resources),
      dataSources: schemasOf(dataSources),
      actions: schemasOf(actions),
    };
  }

  validateProviderConfig(config: ObjectValue): Promise<readonly Diagnostic[]> {
    this.note("validateProviderConfig", "provider");
    return this.validate("the provider's configuration", this.provider, config);
  }

  async configure(terraformVersion: string, config: ObjectValue): Promise<readonly Diagnostic[]> {
    this.note("configure", "provider");
    const context = { terraformVersion, signal: this.stopping.signal, log: this.log };
    const doing = "Configuring the provider";
    const called = await callProvider({ doing, consequence: "Nothing was changed." }, context, async () => {
      const { data, diagnostics } = await this.provider.configure(config, context);
      return { data, diagnostics: tidyDiagnostics(doing, diagnostics) };
    });
    if (called.kind === "threw") return [called.diagnostic];
    this.data = called.value.data;
    return called.value.diagnostics;
  }

  validateResourceConfig(type: string, config: ObjectValue): Promise<readonly Diagnostic[]> {
    const resource = this.resource("validateResourceConfig", type);
    if (resource === undefined) return Promise.resolve([unknownType("resource", type)]);
    return this.validate(`the configuration of ${type}`, resource, config);
  }

  validateDataResourceConfig(type: string, config: ObjectValue): Promise<readonly Diagnostic[]> {
    const source = this.dataSource("validateDataResourceConfig", type);
    if (source === undefined) return Promise.resolve([unknownType("data source", type)]);
    return this.validate(`the configuration of data source ${type}`, source, config);
  }

  async upgradeResourceState(type: string, version: number, json: Uint8Array): Promise<UpgradeAnswer> {
    const resource = this.resource("upgradeResourceState", type);
    if (resource === undefined) return { upgraded: undefined, diagnostics: [unknownType("resource", type)] };
    const { answer, state } = await upgradeState(type, resource, { version, json }, this.context());
    if (state !== undefined) this.seenOf(type, resource).add(state);
    return answer;
  }

  async readResource(type: string, state: ObjectValue, kept: PrivateData | undefined): Promise<StateAnswer> {
    const resource = this.resource("readResource", type);
    if (resource === undefined) return { state, private: kept, diagnostics: [unknownType("resource", type)] };
    const answer = await readResource(type, resource, { state, private: kept }, this.context());
    this.seenOf(type, resource).replace(state, answer.state, answer.private);
    return answer;
  }

  planResourceChange(type: string, change: PlanChange): Promise<PlanAnswer> {
    const resource = this.resource("planResourceChange", type);
    if (resource !== undefined) {
      if (change.prior !== undefined) this.seenOf(type, resource).add(change.prior);
      return planResource(type, resource, change, this.seenOf(type, resource).objectsSeen(), this.context());
    }
    const diagnostics = [unknownType("resource", type)];
    return Promise.resolve({ planned: change.prior, private: change.priorPrivate, requiresReplace: [], diagnostics });
  }

  applyResourceChange(type: string, change: ApplyChange): Promise<StateAnswer> {
    const resource = this.resource("applyResourceChange", type);
    if (resource !== undefined) {
      if (change.prior !== undefined) this.seenOf(type, resource).add(change.prior);
      return applyResource(type, resource, change, this.seenOf(type, resource).objectsSeen(), this.context());
    }
    const diagnostics = [unknownType("resource", type)];
    return Promise.resolve({ state: change.prior, private: change.plannedPrivate, diagnostics });
  }

  async importResourceState(type: string, id: string): Promise<ImportAnswer> {
    const resource = this.resource("importResourceState", type);
    if (resource === undefined) return { imported: [], diagnostics: [unknownType("resource", type)] };
    return importResource(type, resource, id, this.context());
  }

  async readDataSource(type: string, config: ObjectValue): Promise<DataAnswer> {
    const source = this.dataSource("readDataSource", type);
    if (source === undefined) return { state: null, diagnostics: [unknownType("data source", type)] };
    return readData(type, source, config, this.context());
  }

  validateActionConfig(type: string, config: ObjectValue): Promise<readonly Diagnostic[]> {
    const action = this.action("validateActionConfig", type);
    if (action === undefined) return Promise.resolve([unknownType("action", type)]);
    return this.validate(`the configuration of action ${type}`, action, config);
  }

  planAction(type: string, config: ObjectValue): Promise<readonly Diagnostic[]> {
    const action = this.action("planAction", type);
    if (action === undefined) return Promise.resolve([unknownType("action", type)]);
    return planAction(type, action, config, this.context());
  }

  invokeAction(type: string, config: ObjectValue, caller: ActionCaller): Promise<readonly Diagnostic[]> {
    const action = this.action("invokeAction", type);
    if (action === undefined) return Promise.resolve([unknownType("action", type)]);
    return invokeAction(type, action, config, { ...this.context(), ...caller });
  }

  stop(): void {
    this.note("stop", "provider");
    this.stopping.abort();
  }

  private async validate(title: string, subject: Validated, config: ObjectValue): Promise<readonly Diagnostic[]> {
    const found = validateConfig(subject.schema.attributes, config);
    const doing = `Validating ${title}`;
    const called = await callProvider({ doing, consequence: "Nothing was changed." }, this.context(), () =>
      tidyDiagnostics(doing, subject.validate?.(config)),
    );
    return [...found, ...(called.kind === "threw" ? [called.diagnostic] : called.value)];
  }

  private context(): CallContext<unknown> {
    return { provider: this.data, signal: this.stopping.signal, log: this.log };
  }

  private resource(method: string, type: string): Resource | undefined {
    this.note(method, type);
    return Object.hasOwn(this.provider.resources, type) ? this.provider.resources[type] : undefined;
  }

  private dataSource(method: string, type: string): DataSource | undefined {
    this.note(method, type);
    return Object.hasOwn(this.provider.dataSources, type) ? this.provider.dataSources[type] : undefined;
  }

  private action(method: string, type: string): Action | undefined {
    this.note(method, type);
    const { actions = {} } = this.provider;
    return Object.hasOwn(actions, type) ? actions[type] : undefined;
  }

  private seenOf(type: string, { schema }: Resource): SeenStates {
    const seen = this.seen.get(type) ?? new SeenStates(schema);
    this.seen.set(type, seen);
    return seen;
  }

  private note(method: string, type: string): void {
    this.log("debug", "call", { method, type });
  }
}

function schemasOf(things: Readonly<Record<string, { readonly schema: Schema }>>): Readonly<Record<string, Schema>> {
  return Object.fromEntries(Object.entries(things).map(([type, { schema }]) => [type, schema]));
}

function unknownType(kind: "resource" | "data source" | "action", type: string): Diagnostic {
  return errorDiagnostic(
    "Unknown Type",
    `This provider has no ${kind} ${type}. Check the type's name and the provider's version.`,
  );
}
