import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { warnOfConnection } from "./connection-warnings";
import type { InputProblem } from "./input/problem";
import { refuseProblems } from "./input/problem";
import { checkCount, checkDuration, checkFlag, checkName, checkWord, isOpen } from "./input/checks";
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
   * finds the provider elsewhere, for example in a mirror made with `dms-lifecycle mirror`.
   * @default true
   */
  readonly vendor?: boolean | undefined;
}

/** The provider of a stack. Several of them, told apart by `alias`, may stand in one stack. */
export class DmsProvider extends ProviderBlock {
  public constructor(scope: Construct, id: string, props: DmsProviderProps = {}) {
    super(scope, id, props);
    refuseProblems(this, [...findProblems(props), ...checkAlias(this)]);
    warnOfConnection(this);
    if (props.vendor !== false) vendorAtSynthesis(this, TerraformStack.of(this));
  }
}

function findProblems(props: DmsProviderProps): readonly InputProblem[] {
  return [
    ...checkName("alias", props.alias),
    ...checkWord("apiVersion", props.apiVersion, ["v1.0", "v2"]),
    ...checkUrl("endpoint", props.endpoint),
    ...checkUrl("authUrl", props.authUrl),
    ...checkDuration("requestTimeout", props.requestTimeout, { positive: true }),
    ...checkDuration("pollInterval", props.pollInterval, { positive: true }),
    ...checkCount("maxRetries", props.maxRetries),
    ...checkFlag("insecure", props.insecure),
    ...checkFlag("vendor", props.vendor),
  ];
}

/* The alias is compared as it stands: two tokens that Terraform would find equal are not seen. */
function checkAlias(provider: DmsProvider): readonly InputProblem[] {
  const { alias } = provider;
  const twin = providersOf(TerraformStack.of(provider)).find((other) => other !== provider && other.alias === alias);
  if (twin === undefined) return [];
  const allowed = `an alias that no other DmsProvider of the stack has; "${twin.node.path}" has the same`;
  return [{ input: "alias", received: alias, allowed }];
}

function checkUrl(input: string, received: unknown): readonly InputProblem[] {
  if (isOpen(received) || (typeof received === "string" && /^https?:\/\//.test(received) && URL.canParse(received)))
    return [];
  return [{ input, received, allowed: "an http or https URL" }];
}
