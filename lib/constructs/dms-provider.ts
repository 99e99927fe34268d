import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { warnOfConnection } from "./connection-warnings";
import { findProviderProblems } from "./dms-provider-input";
import { obeyForbiddenDeletions } from "./forbidden-above";
import type { InputProblem } from "./input/problem";
import { refuseProblems } from "./input/problem";
import { isObject } from "./input/prop-names";
import { DmsProvider as ProviderBlock } from "./l1/dms-provider";
import type { DmsProviderConfig } from "./l1/dms-provider";
import { providersOf } from "./provider-choice";
import { vendorAtSynthesis } from "./vendor/synthesis";

/**
 * How to reach the service and as whom. Everything is optional: what is not set comes from the environment of the machine
 * that runs Terraform.
 */
export interface DmsProviderProps extends DmsProviderConfig {
  /**
   * Put the provider into the synthesized stack, so that `cdktf deploy` has nothing to install. Set it to false where Terraform
   * finds the provider elsewhere, for example in a mirror made with `dms-lifecycle mirror`. Its entry in the stack's lock file is
   * written all the same.
   * @default true
   */
  readonly vendor?: boolean | undefined;
}

/** The provider of a stack. Several of them, told apart by `alias`, may stand in one stack. */
export class DmsProvider extends ProviderBlock {
  public constructor(scope: Construct, id: string, props: DmsProviderProps = {}) {
    super(scope, id, isObject(props) ? props : {});
    refuseProblems(this, [...findProviderProblems(props), ...checkAlias(this)]);
    obeyForbiddenDeletions(this);
    warnOfConnection(this);
    vendorAtSynthesis(this, TerraformStack.of(this), props.vendor !== false);
  }
}

/* The alias is compared as it stands: two tokens that Terraform would find equal are not seen. */
function checkAlias(provider: DmsProvider): readonly InputProblem[] {
  const { alias } = provider;
  const twin = providersOf(TerraformStack.of(provider)).find((other) => other !== provider && other.alias === alias);
  if (twin === undefined) return [];
  const allowed = `an alias that no other DmsProvider of the stack has; "${twin.node.path}" has the same`;
  return [{ input: "alias", received: alias, allowed }];
}
