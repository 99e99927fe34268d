import { overrideFileName, rolloutsOf, testOverride } from "../../../../lib/testing/configuration/emulator-override";

describe("the override of a configuration under test", () => {
  test("keeps the state in a file", () => {
    expect(testOverride({}, "/tmp/x.tfstate", {})).toEqual({
      terraform: { backend: { local: { path: "/tmp/x.tfstate" } } },
    });
  });

  test("takes the waits out of rollouts and keeps the rest of them", () => {
    const rollouts = { fleet: { max_unavailable: "50%", pause_between: "10m", canary: 1 } };
    expect(testOverride(rollouts, "/tmp/x.tfstate", {})).toMatchObject({
      resource: {
        dms_instance_lifecycle: {
          fleet: {
            rollout: { max_unavailable: "50%", canary: 1, pause_between: "0s", min_ready_time: "0s" },
          },
        },
      },
    });
  });

  test("has a name that sorts after those of other overrides", () => {
    const names = ["override.tf", "zzz_override.tf.json", "Z_override.tf", "_override.tf", overrideFileName];
    expect(names.sort().at(-1)).toBe(overrideFileName);
  });
});

test("the rollouts in cdktf's output are those of its lifecycle resources", () => {
  const rollout = { pause_between: "1m" };
  const text = JSON.stringify({ resource: { dms_instance_lifecycle: { a: { rollout }, b: {} } } });
  expect(rolloutsOf(text)).toEqual({ a: rollout });
  expect(rolloutsOf("{}")).toEqual({});
});
