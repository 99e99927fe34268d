import { join } from "node:path";
import { Annotations, type ISynthesisSession, TerraformProvider, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { pageOf } from "../../domain/texts/pages";
import { constructsIn, onceASynthesis } from "../once-a-synthesis";
import { keepStateWhole } from "../state/foreign-store";
import { providerAddress } from "../provider-address";
import { findLeftOut, type LeftOut } from "./cli-configuration";
import { isWindows } from "./provider-mirror";
import { loadProviderPackage } from "./provider-package";
import { noteNow, warnNow } from "../warnings/warnings";
import { lockProviders, type OtherProvider, type ReplacedPin, vendorProvider } from "./vendor-provider";

// The key by which cdktf (and cdktn, its continuation) finds a construct's own step at synthesis.
const customSynthesis = Symbol.for("cdktf/customSynthesis");

/**
 * The way by which Terraform gets the provider.
 * - `vendored`: from the stack's folder
 * - `locked`: from a mirror; the stack's folder has only its entry in the lock file
 * - `elsewhere`: from another source address
 */
type Delivery = "vendored" | "locked" | "elsewhere";

/**
 * Prepares the folder of `stack` for the provider at each synthesis of `construct`. Warns if Terraform's settings on this machine prevent
 * it from finding the provider. Several constructs may call this.
 */
export function vendorAtSynthesis(construct: IConstruct, stack: TerraformStack, delivery: Delivery): void {
  const onSynthesize = ({ outdir, manifest }: ISynthesisSession) => {
    const folder = join(outdir, manifest.forStack(stack).workingDirectory);
    keepStateWhole(stack, folder, process.env);
    if (delivery !== "elsewhere") deliver(construct, stack, folder, delivery);
  };
  Object.defineProperty(construct, customSynthesis, { value: { onSynthesize } });
}

function deliver(
  construct: IConstruct,
  stack: TerraformStack,
  folder: string,
  delivery: Exclude<Delivery, "elsewhere">,
): void {
  const provider = loadProviderPackage();
  const others = onceASynthesis(construct, otherProviders);
  const onPin = (replaced: ReplacedPin): void => {
    if (isContinuousIntegration()) throw new Error(describeRefusedPin(construct, replaced));
    warnNow(construct, "dms:lock-hash-replaced", describeReplacedPin(replaced));
  };
  if (isWindows()) Annotations.of(construct).addInfo(onWindows);
  announce(
    construct,
    delivery === "vendored" ? vendorProvider(folder, provider, others, onPin) : lockProviders(folder, provider, others),
  );
  const leftOut = findLeftOut(folder, provider.version, process.env, delivery === "vendored");
  if (leftOut === undefined) return;
  // The warning belongs to the stack: one for all its providers. A machine that only synthesizes needs no mirror.
  const tell = leftOut.kind === "no mirror" ? noteNow : warnNow;
  tell(stack, "dms:provider-left-out", describeLeftOut(leftOut, provider.version));
}

const onWindows =
  "The provider in this stack runs on Linux and macOS: its program is a script of the POSIX shell. On Windows, run Terraform in WSL, " +
  "or set source to an address under which Terraform finds an executable of it.";

function describeLeftOut({ where, kind }: LeftOut, version: string): string {
  if (kind === "no mirror") {
    return (
      `${where} is set, and no setting of Terraform on this machine leads to the dms provider ${version}: it would ask npm.invalid, which is ` +
      `not a registry. Write a mirror with npx dms-lifecycle mirror, and its block into Terraform's CLI configuration. See ${pageOf("npmInvalid")}.`
    );
  }
  const pattern = `include = ["${providerAddress}"]`;
  const way =
    kind === "-plugin-dir"
      ? "Add -plugin-dir=terraform.d/plugins to it"
      : `Give it a filesystem_mirror with path = "terraform.d/plugins" and ${pattern}, and the other methods the same as exclude`;
  return (
    `${where} has ${kind}, by which Terraform does not find the dms provider ${version} of this stack: it would ask npm.invalid, ` +
    `which is not a registry. ${way}. See ${pageOf("npmInvalid")}.`
  );
}

// Whether this is a CI system, by the variable that they set and users can reset.
function isContinuousIntegration(): boolean {
  return !["", "0", "false"].includes((process.env.CI ?? "").toLowerCase());
}

function describeReplacedPin({ lockFile, version, before, after }: ReplacedPin): string {
  return (
    `${lockFile} pinned ${before.join(", ")} for the dms provider ${version}, and pins ${after} now: the package that brings the ` +
    "provider was built again, or is not the one that was pinned. Check this before you deploy."
  );
}

function describeRefusedPin({ node }: IConstruct, { lockFile, version, before, after }: ReplacedPin): string {
  return (
    `${node.path}: ${lockFile} pins ${before.join(", ")} for the dms provider ${version}, and the provider of this package is ${after}. ` +
    "A pinned hash is not replaced where CI is set. Allowed: the package that was pinned; or a lock file that was synthesized with " +
    "this package elsewhere, where a person reviews the change; or none."
  );
}

function announce(construct: IConstruct, unlocked: readonly string[]): void {
  if (unlocked.length === 0) return;
  Annotations.of(construct).addInfo(
    `${unlocked.join(", ")} will be installed by this stack's next deploy. Run that one with --skip-provider-lock ` +
      "(or CDKTF_SKIP_PROVIDER_LOCK=true): cdktf would otherwise look for the dms provider in a registry, which does not have it. " +
      `Later deploys need no option. See ${pageOf("npmInvalid")}.`,
  );
}

/** The other providers of a stack, each once, with addresses spelled as in a lock file. */
function otherProviders(stack: TerraformStack): readonly OtherProvider[] {
  const others = new Map<string, OtherProvider>();
  for (const node of constructsIn(stack)) {
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
