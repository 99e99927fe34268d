/**
 * Where Terraform believes the provider to come from. `.invalid` never resolves (RFC 2606), so nobody can publish something
 * under this address; the package is found in the stack's own folder instead.
 */
export const providerAddress = "npm.invalid/cdktf-dms-lifecycle/dms";

/** Whether a text is the address of a provider with its host, in the small letters that Terraform keeps of it. Pure. */
export function isProviderAddress(text: string): boolean {
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9](?::\d{1,5})?\/[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\/dms$/.test(
    text,
  );
}
