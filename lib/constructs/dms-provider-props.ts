import type { DmsProviderConfig } from "./l1/dms-provider";

/** How to reach the service and as whom. Everything is optional: the environment of the machine that runs Terraform supplies the rest. */
export interface DmsProviderProps extends DmsProviderConfig {
  /**
   * Put the provider into the synthesized stack, so that `cdktf deploy` has nothing to install. Set it to false where Terraform
   * finds the provider elsewhere, for example in a mirror made with `dms-lifecycle mirror`. Its entry in the stack's lock file is
   * written all the same.
   * @default true
   */
  readonly vendor?: boolean | undefined;
  /**
   * Where Terraform gets the provider from, if not from the stack: an address of a private registry or a network mirror that serves the
   * release folder of `npm run executable`. Nothing is put into the stack then. Move the state of a stack that was deployed before with
   * `terraform state replace-provider`.
   * @default - the address under which the provider lies in the stack
   */
  readonly source?: string | undefined;
}
