import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { warnOfConnection } from "./warnings/connection";
import { findProviderProblems } from "./checks/dms-provider-input";
import type { DmsProviderProps } from "./dms-provider-props";
import { type InputProblem, refuseProblems } from "./checks/problem";
import { isObject } from "./checks/prop-names";
import { DmsProvider as ProviderBlock } from "./l1/dms-provider";
import { providerAddress } from "./provider-address";
import { providersOf } from "./tree/provider-choice";
import { keepsStateInPg } from "./state/state-backend";
import { vendorAtSynthesis } from "./vendor/synthesis";
import { obeyForbiddenDeletions } from "./tree/forbidden-above";

/**
 * The provider of a stack. A stack may have several, each with its own `alias`. If the stack keeps its state in a `PgBackend` and `journal`
 * is not set, `journal` is `pg`: the provider then records the sent calls in the same database.
 */
export class DmsProvider extends ProviderBlock {
  public constructor(scope: Construct, id: string, props: DmsProviderProps = {}) {
    super(scope, id, isObject(props) ? props : {});
    const source = isObject(props) ? (props as DmsProviderProps).source : undefined;
    refuseProblems(this, [...findProviderProblems(props), ...checkAlias(this), ...checkOneSource(this, source)]);
    // The class below sets the source of the provider, and cdktf does not allow later changes.
    if (source !== undefined) Object.defineProperty(this, "terraformProviderSource", { value: source });
    obeyForbiddenDeletions(this);
    warnOfConnection(this);
    const own = props.vendor === false ? "locked" : "vendored";
    vendorAtSynthesis(this, TerraformStack.of(this), source === undefined ? own : "elsewhere");
  }

  // The backend may be declared after the provider.
  protected override synthesizeAttributes(): Record<string, unknown> {
    const written = super.synthesizeAttributes();
    const isShared = this.journalInput === undefined && keepsStateInPg(TerraformStack.of(this));
    return isShared ? { ...written, journal: "pg" } : written;
  }
}

// A stack has one source for all providers of a kind: the last one would silently replace the others.
function checkOneSource(provider: DmsProvider, source = providerAddress): readonly InputProblem[] {
  const others = providersOf(TerraformStack.of(provider)).filter((other) => other !== provider);
  const other = others.find(({ terraformProviderSource }) => terraformProviderSource !== source);
  if (other === undefined) return [];
  const allowed = `${JSON.stringify(other.terraformProviderSource)}, as of "${other.node.path}": a stack has one source for all its DmsProviders`;
  return [{ input: "source", received: source, allowed }];
}

// The alias is compared as written: two tokens that Terraform would find equal are not detected.
function checkAlias(provider: DmsProvider): readonly InputProblem[] {
  const { alias } = provider;
  const twin = providersOf(TerraformStack.of(provider)).find((other) => other !== provider && other.alias === alias);
  if (twin === undefined) return [];
  const allowed = `an alias that no other DmsProvider of the stack has; "${twin.node.path}" has the same`;
  return [{ input: "alias", received: alias, allowed }];
}
