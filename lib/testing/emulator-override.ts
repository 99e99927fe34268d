/** What Terraform merges over a configuration when it stands in a file named `…_override.tf.json`. */
interface OverrideSettings {
  /** Base URL of the emulator. */
  readonly url: string;
  /** Where the state goes, whatever backend is configured. */
  readonly stateFile: string;
}

/** The parts of a configuration that decide what must be overridden. */
interface ConfigurationOutline {
  /** One entry for each block `provider "dms"`: its alias, or `undefined` for the default one. */
  readonly providers: readonly (string | undefined)[];
  /** Name → `rollout`, of the lifecycle resources whose values are known. */
  readonly rollouts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const overrideFileName = "dms_testing_override.tf.json";

/**
 * The override that points a configuration at the emulator: endpoints of every provider block (an attribute there would win
 * over the environment), a local state file, and no waits between waves. Pure.
 */
export function emulatorOverride(outline: ConfigurationOutline, settings: OverrideSettings): object {
  const { url, stateFile } = settings;
  const reached = { endpoint: url, auth_url: `${url}/v3`, poll_interval: "100ms" };
  const providers = outline.providers.map((alias) => (alias === undefined ? reached : { alias, ...reached }));
  const rollouts = Object.entries(outline.rollouts).map(([name, rollout]) => [
    name,
    { rollout: withoutWaits(rollout) },
  ]);
  return {
    terraform: { backend: { local: { path: stateFile } } },
    ...(providers.length > 0 && { provider: { dms: providers } }),
    ...(rollouts.length > 0 && { resource: { dms_instance_lifecycle: Object.fromEntries(rollouts) as object } }),
  };
}

function withoutWaits(rollout: Readonly<Record<string, unknown>>): object {
  return { ...rollout, pause_between: "0s", min_ready_time: "0s" };
}

interface SynthesizedConfiguration {
  readonly provider?: { readonly dms?: readonly { readonly alias?: string }[] };
  readonly resource?: {
    readonly dms_instance_lifecycle?: Readonly<
      Record<string, { readonly rollout?: Readonly<Record<string, unknown>> }>
    >;
  };
}

/** The outline of what cdktf synthesized (`cdk.tf.json`). Pure. */
export function outlineOfJson(text: string): ConfigurationOutline {
  const { provider, resource } = JSON.parse(text) as SynthesizedConfiguration;
  const lifecycles = Object.entries(resource?.dms_instance_lifecycle ?? {});
  return {
    providers: (provider?.dms ?? []).map(({ alias }) => alias),
    rollouts: Object.fromEntries(
      lifecycles.flatMap(([name, { rollout }]) => (rollout === undefined ? [] : [[name, rollout] as const])),
    ),
  };
}

/**
 * The outline of HCL: its provider blocks, found by how `terraform fmt` writes them (the block ends at the first line that is
 * a brace alone). Resources are not read: their values may be expressions. Pure.
 */
export function outlineOfHcl(text: string): ConfigurationOutline {
  const blocks = [...text.matchAll(/^provider\s+"dms"\s*\{(\}|[\s\S]*?^\})/gm)];
  const aliases = blocks.map(([, body = ""]) => /^\s*alias\s*=\s*"([^"]+)"/m.exec(body)?.[1]);
  return { providers: aliases, rollouts: {} };
}
