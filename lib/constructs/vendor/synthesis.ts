import { join } from "node:path";
import { Annotations, TerraformProvider } from "cdktf";
import type { ISynthesisSession, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { providerAddress } from "../provider-address";
import { lockedAddresses } from "./lock-file";
import { loadProviderPackage } from "./provider-package";
import { vendorProvider } from "./vendor-provider";

/* How cdktf (and cdktn, its continuation) finds what a construct wants done at synthesis. */
const customSynthesis = Symbol.for("cdktf/customSynthesis");

/** Has the provider put into the folder of `stack` whenever `construct` is synthesized. Several constructs may ask for it. */
export function vendorAtSynthesis(construct: IConstruct, stack: TerraformStack): void {
  const onSynthesize = ({ outdir, manifest }: ISynthesisSession) => {
    const folder = join(outdir, manifest.forStack(stack).workingDirectory);
    const lockFile = vendorProvider(folder, loadProviderPackage());
    announceOthers(construct, stack, lockFile);
  };
  Object.defineProperty(construct, customSynthesis, { value: { onSynthesize } });
}

/**
 * A provider that the lock file does not hold makes cdktf run `terraform providers lock`, which asks every provider's own
 * registry and ours has none.
 */
function announceOthers(construct: IConstruct, stack: TerraformStack, lockFile: string): void {
  const locked = lockedAddresses(lockFile);
  const missing = providerAddresses(stack).filter(
    (address) => address !== providerAddress && !locked.includes(address),
  );
  if (missing.length === 0) return;
  Annotations.of(construct).addInfo(
    `${missing.join(", ")} will be installed by this stack's next deploy. Run that one with --skip-provider-lock ` +
      "(or CDKTF_SKIP_PROVIDER_LOCK=true): cdktf would otherwise look for the dms provider in a registry, where it is not. " +
      "Later deploys need no option.",
  );
}

/** Source addresses of the stack's providers, each once, spelled as in a lock file. */
function providerAddresses(stack: TerraformStack): readonly string[] {
  const sources = stack.node.findAll().flatMap((node) => {
    if (!TerraformProvider.isTerraformProvider(node)) return [];
    return node.terraformProviderSource ?? node.terraformResourceType;
  });
  return [...new Set(sources.map(fullAddress))];
}

function fullAddress(source: string): string {
  const parts = source.toLowerCase().split("/");
  if (parts.length === 1) parts.unshift("hashicorp");
  if (parts.length === 2) parts.unshift("registry.terraform.io");
  return parts.join("/");
}
