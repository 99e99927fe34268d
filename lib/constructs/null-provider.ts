/**
 * The null provider that a `PortableBatchAction` needs in its stack. It comes with this package, so a project need not install
 * `@cdktf/provider-null`, which npm refuses beside cdktn under the name cdktf because of its peer version.
 */
export { NullProvider } from "@cdktf/provider-null/lib/provider";
/** A `null_resource`, such as the one in which a `PortableBatchAction` runs. */
export { Resource as NullResource } from "@cdktf/provider-null/lib/resource";
