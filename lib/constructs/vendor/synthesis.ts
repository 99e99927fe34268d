import { join } from "node:path";
import { Annotations, TerraformProvider } from "cdktf";
import type { ISynthesisSession, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { providerAddress } from "../provider-address";
import { isWindows } from "./provider-mirror";
import { loadProviderPackage } from "./provider-package";
import { warnNow } from "../warnings";
import { vendorProvider } from "./vendor-provider";
import type { OtherProvider, ReplacedPin } from "./vendor-provider";

/* How cdktf (and cdktn, its continuation) finds what a construct wants done at synthesis. */
const customSynthesis = Symbol.for("cdktf/customSynthesis");

/** Has the provider put into the folder of `stack` whenever `construct` is synthesized. Several constructs may ask for it. */
export function vendorAtSynthesis(construct: IConstruct, stack: TerraformStack): void {
  const onSynthesize = ({ outdir, manifest }: ISynthesisSession) => {
    const folder = join(outdir, manifest.forStack(stack).workingDirectory);
    const onPin = (replaced: ReplacedPin): void => {
      if (isContinuousIntegration()) throw new Error(describeRefusedPin(construct, replaced));
      warnNow(construct, "dms:lock-hash-replaced", describeReplacedPin(replaced));
    };
    if (isWindows()) Annotations.of(construct).addInfo(onWindows);
    announce(construct, vendorProvider(folder, loadProviderPackage(), otherProviders(stack), onPin));
  };
  Object.defineProperty(construct, customSynthesis, { value: { onSynthesize } });
}

const onWindows =
  "The provider in this stack runs on Linux and macOS: its program is a script of the POSIX shell. On Windows, run Terraform in WSL, " +
  "or set source to an address under which Terraform finds an executable of it.";

/* As CI systems set it, and as people take it back. */
function isContinuousIntegration(): boolean {
  return !["", "0", "false"].includes((process.env.CI ?? "").toLowerCase());
}

function describeReplacedPin({ lockFile, version, before, after }: ReplacedPin): string {
  return (
    `${lockFile} pinned ${before.join(", ")} for the dms provider ${version}, and pins ${after} now: the package that brings the ` +
    "provider was built again, or is not the one that was pinned. Make sure of that before you deploy."
  );
}

function describeRefusedPin({ node }: IConstruct, { lockFile, version, before, after }: ReplacedPin): string {
  return (
    `${node.path}: ${lockFile} pins ${before.join(", ")} for the dms provider ${version}, and the provider of this package is ${after}. ` +
    "A pinned hash is not replaced where CI is set. Allowed: the package that was pinned; or a lock file that was synthesized with " +
    "this package elsewhere, where somebody looks at the change; or none."
  );
}

function announce(construct: IConstruct, unlocked: readonly string[]): void {
  if (unlocked.length === 0) return;
  Annotations.of(construct).addInfo(
    `${unlocked.join(", ")} will be installed by this stack's next deploy. Run that one with --skip-provider-lock ` +
      "(or CDKTF_SKIP_PROVIDER_LOCK=true): cdktf would otherwise look for the dms provider in a registry, where it is not. " +
      "Later deploys need no option.",
  );
}

/** The stack's providers besides ours, each once, addresses spelled as in a lock file. */
function otherProviders(stack: TerraformStack): readonly OtherProvider[] {
  const others = new Map<string, OtherProvider>();
  for (const node of stack.node.findAll()) {
    if (!TerraformProvider.isTerraformProvider(node)) continue;
    const address = fullAddress(node.terraformProviderSource ?? node.terraformResourceType);
    const asked = node.terraformGeneratorMetadata?.providerVersion;
    const version = asked !== undefined && /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(asked) ? asked : undefined;
    if (address !== providerAddress) others.set(address, { address, version });
  }
  return [...others.values()];
}

function fullAddress(source: string): string {
  const parts = source.toLowerCase().split("/");
  if (parts.length === 1) parts.unshift("hashicorp");
  if (parts.length === 2) parts.unshift("registry.terraform.io");
  return parts.join("/");
}
