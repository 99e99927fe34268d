import type { DmsProviderConfig } from "./l1/dms-provider";

/**
 * The connection to the service and its credentials. Every prop is optional: the environment of the machine that runs Terraform supplies
 * the rest.
 */
export interface DmsProviderProps extends DmsProviderConfig {
  /**
   * Puts the provider into the synthesized stack, so that `cdktf deploy` has nothing to install. Set it to false if Terraform finds the
   * provider elsewhere, for example in a mirror made with `dms-lifecycle mirror`. Synth writes the entry in the stack's lock file in both
   * cases.
   * @default true
   */
  readonly vendor?: boolean | undefined;
  /**
   * Another source of the provider than the stack: its address in a private registry or a network mirror that serves the release folder of
   * `npm run executable`. The stack then does not contain the provider. If the stack was deployed before, move its state with
   * `terraform state replace-provider`.
   * @default - the address of the provider in the stack
   */
  readonly source?: string | undefined;
}
