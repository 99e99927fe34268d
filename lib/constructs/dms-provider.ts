import { Annotations, TerraformStack } from "cdktf";
import type { IResolvable } from "cdktf";
import type { Construct } from "constructs";
import type { InputProblem } from "./input-problem";
import { refuseProblems } from "./input-problem";
import { checkCount, checkDuration, checkText, checkWord, isOpen } from "./input-checks";
import { DmsProvider as ProviderBlock } from "./l1/dms-provider";
import type { DmsProviderConfig } from "./l1/dms-provider";
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
    refuseProblems(this, findProblems(props));
    warnOfPlainSecrets(this, props);
    if (props.vendor !== false) vendorAtSynthesis(this, TerraformStack.of(this));
  }
}

function findProblems(props: DmsProviderProps): readonly InputProblem[] {
  return [
    ...checkText("alias", props.alias),
    ...checkWord("apiVersion", props.apiVersion, ["v1.0", "v2"]),
    ...checkUrl("endpoint", props.endpoint),
    ...checkUrl("authUrl", props.authUrl),
    ...checkDuration("requestTimeout", props.requestTimeout, { positive: true }),
    ...checkDuration("pollInterval", props.pollInterval, { positive: true }),
    ...checkCount("maxRetries", props.maxRetries),
  ];
}

function checkUrl(input: string, received: unknown): readonly InputProblem[] {
  if (isOpen(received) || (typeof received === "string" && /^https?:\/\//.test(received) && URL.canParse(received)))
    return [];
  return [{ input, received, allowed: "an http or https URL" }];
}

const secretVariables = {
  secretKey: "OS_SECRET_KEY",
  securityToken: "OS_SECURITY_TOKEN",
  token: "OS_TOKEN",
  password: "OS_PASSWORD",
} as const;

/* Not an error: an emulator's password is nobody's secret. */
function warnOfPlainSecrets(construct: Construct, props: DmsProviderProps): void {
  for (const [prop, variable] of Object.entries(secretVariables)) {
    const value: string | boolean | number | IResolvable | undefined = props[prop as keyof typeof secretVariables];
    if (isOpen(value)) continue;
    Annotations.of(construct).addWarning(
      `${prop} will stand in plain text in the synthesized stack. Leave it out and set ${variable} where Terraform runs, ` +
        "or pass the value of a sensitive TerraformVariable.",
    );
  }
}
