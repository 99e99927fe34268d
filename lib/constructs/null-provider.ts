/**
 * The null provider that a `PortableBatchAction` needs in its stack. It comes with this package, so that a project need not
 * install `@cdktf/provider-null` itself: npm refuses that package beside cdktn under the name cdktf, because of its peer's version.
 */
export { NullProvider } from "@cdktf/provider-null/lib/provider";
/** The `null_resource` that a `PortableBatchAction` runs in, and any other of a stack. */
export { Resource as NullResource } from "@cdktf/provider-null/lib/resource";
