import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";
import { DmsProvider, FailedInstancePurge, InstanceLifecycle, PortableBatchAction } from "../../lib";

const instances = { orders: { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" } };

const synth = (declare: (stack: TerraformStack) => void, hclOutput = true) => {
  const app = new App({ outdir: Testing.app().outdir, stackTraces: false, hclOutput });
  const stack = new TerraformStack(app, "demo");
  new DmsProvider(stack, "dms", { vendor: false });
  new NullProvider(stack, "null");
  declare(stack);
  app.synth();
};
const both = (stack: TerraformStack) => {
  new InstanceLifecycle(stack, "kafka", { instances });
  new PortableBatchAction(stack, "batch", { action: "restart", instances: { audit: "a-1" } });
};

describe("HCL output", () => {
  const refusals = [
    "[demo/kafka] hclOutput is true. Allowed: false, and cdktf synth without --hcl: Terraform would refuse what CDKTF writes for the gate of this InstanceLifecycle.",
    "[demo/batch] hclOutput is true. Allowed: false, and cdktf synth without --hcl: Terraform would refuse what CDKTF writes for the gate of this PortableBatchAction.",
  ];

  test("is refused by the constructs that have a gate", () => {
    for (const refusal of refusals) expect(() => synth(both)).toThrow(refusal);
  });

  test("is refused as cdktf synth --hcl asks for it", () => {
    process.env.SYNTH_HCL_OUTPUT = "true";
    try {
      expect(() => synth(both, false)).toThrow(refusals[0]);
    } finally {
      delete process.env.SYNTH_HCL_OUTPUT;
    }
  });

  test("is fine for the others, as JSON is for all", () => {
    expect(() => synth((stack) => new FailedInstancePurge(stack, "failed", { engine: "kafka" }))).not.toThrow();
    expect(() => synth(both, false)).not.toThrow();
  });
});
