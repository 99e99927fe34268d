import { App } from "cdktf";
import type { IConstruct } from "constructs";
import { describeProblem } from "../checks/problem";

/** Refuses HCL output at synth: CDKTF writes preconditions as an attribute there, which Terraform refuses. */
export function refuseHclOutput(construct: IConstruct): void {
  const kind = construct.constructor.name;
  const allowed = `false, and cdktf synth without --hcl: Terraform would refuse what CDKTF writes for the gate of this ${kind}`;
  const validate = (): string[] => {
    const { root } = construct.node;
    const isHcl = App.isApp(root) && root.hclOutput;
    return isHcl ? [describeProblem({ input: "hclOutput", received: true, allowed })] : [];
  };
  construct.node.addValidation({ validate });
}
