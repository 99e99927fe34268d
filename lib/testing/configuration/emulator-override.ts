import type { Requirements } from "./own-source";

/** Sorts after every name that people give files: Terraform merges override files in the order of their names. */
export const overrideFileName = "~dms_testing_override.tf.json";

/** `rollout` by name, of the lifecycle resources with known values. */
type Rollouts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The override that gives a configuration a local state file instead of its backend, the provider of this package, and no waits between
 * waves. `sources` is the answer of `ownSources` for it.
 */
export function testOverride(rollouts: Rollouts, stateFile: string, sources: Requirements): object {
  const patient = Object.entries(rollouts).map(([name, rollout]) => [name, { rollout: withoutWaits(rollout) }]);
  return {
    terraform: { backend: { local: { path: stateFile } }, ...sourceOverride(sources).terraform },
    ...(patient.length > 0 && { resource: { dms_instance_lifecycle: Object.fromEntries(patient) as object } }),
  };
}

/** The override of a module that has no backend of its own. */
export function sourceOverride(sources: Requirements): { readonly terraform: object } {
  return { terraform: Object.keys(sources).length === 0 ? {} : { required_providers: sources } };
}

function withoutWaits(rollout: Readonly<Record<string, unknown>>): object {
  return { ...rollout, pause_between: "0s", min_ready_time: "0s" };
}

interface SynthesizedConfiguration {
  readonly resource?: {
    readonly dms_instance_lifecycle?: Readonly<
      Record<string, { readonly rollout?: Readonly<Record<string, unknown>> }>
    >;
  };
}

/** The rollouts in cdktf's output (`cdk.tf.json`). */
export function rolloutsOf(text: string): Rollouts {
  const { resource } = JSON.parse(text) as SynthesizedConfiguration;
  const lifecycles = Object.entries(resource?.dms_instance_lifecycle ?? {});
  return Object.fromEntries(
    lifecycles.flatMap(([name, { rollout }]) => (rollout === undefined ? [] : [[name, rollout] as const])),
  );
}
