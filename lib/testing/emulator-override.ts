/** A name that sorts after the usual names of files, because Terraform merges override files in the order of their names. */
export const overrideFileName = "~dms_testing_override.tf.json";

/** `rollout` by name, of the lifecycle resources with known values. */
type Rollouts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The override that gives a configuration a local state file in place of its backend, and removes the waits between waves. */
export function testOverride(rollouts: Rollouts, stateFile: string): object {
  const patient = Object.entries(rollouts).map(([name, rollout]) => [name, { rollout: withoutWaits(rollout) }]);
  return {
    terraform: { backend: { local: { path: stateFile } } },
    ...(patient.length > 0 && { resource: { dms_instance_lifecycle: Object.fromEntries(patient) as object } }),
  };
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
