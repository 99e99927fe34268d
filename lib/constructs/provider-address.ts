/**
 * The source address of the provider. `.invalid` never resolves (RFC 2606), so a package cannot be published under this address. Terraform
 * finds the package in the stack's own folder.
 */
export const providerAddress = "npm.invalid/cdktf-dms-lifecycle/dms";

/** Whether a text is the address of a provider with its host, in lower case as Terraform keeps it. Pure. */
export function isProviderAddress(text: string): boolean {
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9](?::\d{1,5})?\/[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\/dms$/.test(
    text,
  );
}
