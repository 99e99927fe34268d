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
import { providerAddress } from "./provider-address";
import { providersOf } from "./provider-choice";
import { keepsStateInPg } from "./state-backend";
import { vendorAtSynthesis } from "./vendor/synthesis";

/**
 * Connection and credentials for the service. Every prop is optional: values that are not set come from the environment of the machine that
 * runs Terraform.
 */
export interface DmsProviderProps extends DmsProviderConfig {
  /**
   * Put the provider into the synthesized stack, so that `cdktf deploy` needs no installation. Set it to false if Terraform finds the
   * provider elsewhere, for example in a mirror made with `dms-lifecycle mirror`. Its entry in the stack's lock file is still written.
   * @default true
   */
  readonly vendor?: boolean | undefined;
  /**
   * Source address of the provider, if it does not come from the stack: of a private registry or a network mirror that serves the release
   * folder of `npm run executable`. The stack then does not contain the provider. Move the state of a stack that was deployed before with
   * `terraform state replace-provider`.
   * @default - the address of the provider in the stack
   */
  readonly source?: string | undefined;
}

/**
 * The provider of a stack. One stack may have several of them with different `alias`. If the stack keeps its state in a `PgBackend` and
 * `journal` is not set, `journal` is `pg`: the calls of runs are then recorded in the same database.
 */
export class DmsProvider extends ProviderBlock {
  public constructor(scope: Construct, id: string, props: DmsProviderProps = {}) {
    super(scope, id, isObject(props) ? props : {});
    const source = isObject(props) ? (props as DmsProviderProps).source : undefined;
    refuseProblems(this, [...findProviderProblems(props), ...checkAlias(this), ...checkOneSource(this, source)]);
    /* The class below sets the source of the provider, and cdktf does not allow later changes. */
    if (source !== undefined) Object.defineProperty(this, "terraformProviderSource", { value: source });
    obeyForbiddenDeletions(this);
    warnOfConnection(this);
    const own = props.vendor === false ? "locked" : "vendored";
    vendorAtSynthesis(this, TerraformStack.of(this), source === undefined ? own : "elsewhere");
  }

  /* The backend may be declared after the provider. */
  protected override synthesizeAttributes(): Record<string, unknown> {
    const written = super.synthesizeAttributes();
    const isShared = this.journalInput === undefined && keepsStateInPg(TerraformStack.of(this));
    return isShared ? { ...written, journal: "pg" } : written;
  }
}

/* A stack has one source for all providers of a kind: the last one would silently replace the others. */
function checkOneSource(provider: DmsProvider, source = providerAddress): readonly InputProblem[] {
  const others = providersOf(TerraformStack.of(provider)).filter((other) => other !== provider);
  const other = others.find(({ terraformProviderSource }) => terraformProviderSource !== source);
  if (other === undefined) return [];
  const allowed = `${JSON.stringify(other.terraformProviderSource)}, as of "${other.node.path}": a stack has one source for all its DmsProviders`;
  return [{ input: "source", received: source, allowed }];
}

/* The alias is compared as written: two tokens that Terraform would find equal are not detected. */
function checkAlias(provider: DmsProvider): readonly InputProblem[] {
  const { alias } = provider;
  const twin = providersOf(TerraformStack.of(provider)).find((other) => other !== provider && other.alias === alias);
  if (twin === undefined) return [];
  const allowed = `an alias that no other DmsProvider of the stack has; "${twin.node.path}" has the same`;
  return [{ input: "alias", received: alias, allowed }];
}
