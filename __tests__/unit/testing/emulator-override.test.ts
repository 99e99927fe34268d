import { emulatorOverride, outlineOfHcl, outlineOfJson } from "../../../lib/testing/emulator-override";

const settings = { url: "http://127.0.0.1:1", stateFile: "/tmp/x.tfstate" };
const reached = { endpoint: "http://127.0.0.1:1", auth_url: "http://127.0.0.1:1/v3", poll_interval: "100ms" };

describe("the override that points a configuration at the emulator", () => {
  test("leads every provider block to it, and the state to a file", () => {
    expect(emulatorOverride({ providers: [undefined, "asia"], rollouts: {} }, settings)).toEqual({
      terraform: { backend: { local: { path: "/tmp/x.tfstate" } } },
      provider: { dms: [reached, { alias: "asia", ...reached }] },
    });
  });

  test("has no provider block where there is none to override: Terraform refuses that", () => {
    expect(emulatorOverride({ providers: [], rollouts: {} }, settings)).not.toHaveProperty("provider");
  });

  test("takes the waits out of rollouts and keeps the rest of them", () => {
    const rollouts = { fleet: { max_unavailable: "50%", pause_between: "10m", canary: 1 } };
    expect(emulatorOverride({ providers: [], rollouts }, settings)).toMatchObject({
      resource: {
        dms_instance_lifecycle: {
          fleet: {
            rollout: { max_unavailable: "50%", canary: 1, pause_between: "0s", min_ready_time: "0s" },
          },
        },
      },
    });
  });
});

describe("the outline of a configuration", () => {
  test("of what cdktf writes has its providers and rollouts", () => {
    const rollout = { pause_between: "1m" };
    const text = JSON.stringify({
      provider: { dms: [{}, { alias: "asia" }], aws: [{ alias: "no" }] },
      resource: { dms_instance_lifecycle: { a: { rollout }, b: {} } },
    });
    expect(outlineOfJson(text)).toEqual({ providers: [undefined, "asia"], rollouts: { a: rollout } });
    expect(outlineOfJson("{}")).toEqual({ providers: [], rollouts: {} });
  });

  test("of HCL has its provider blocks, whatever is in them", () => {
    const text = `
provider "dms" {}
provider "dms" {
  alias  = "asia"
  region = "ap-southeast-1"
}
provider "dms" {
  # alias = "commented"
  region = "eu-de"
}
provider "aws" {
  alias = "no"
}
# provider "dms" { alias = "no" }
`;
    expect(outlineOfHcl(text).providers).toEqual([undefined, "asia", undefined]);
  });
});
