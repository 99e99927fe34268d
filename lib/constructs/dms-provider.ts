import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { warnOfConnection } from "./warnings/connection";
import { findProviderProblems } from "./checks/dms-provider-input";
import type { DmsProviderProps } from "./dms-provider-props";
import { describeProblem, refuseProblems } from "./checks/problem";
import { isObject } from "./checks/prop-names";
import { DmsProvider as ProviderBlock } from "./l1/dms-provider";
import { providerAddress } from "./provider-address";
import { refuseForeignProvider, refuseSecondProvider, registerProvider } from "./overlaps/providers";
import { addValidation } from "./once-a-synthesis";
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
    refuseProblems(this, [...findProviderProblems(props), ...refuseSecondProvider(this, source ?? providerAddress)]);
    // The class below sets the source of the provider, and cdktf does not allow later changes.
    if (source !== undefined) Object.defineProperty(this, "terraformProviderSource", { value: source });
    registerProvider(this);
    addValidation(this, () => refuseForeignProvider(this).map(describeProblem));
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
