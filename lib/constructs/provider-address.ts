/**
 * Where Terraform believes the provider to come from. `.invalid` never resolves (RFC 2606), so nobody can publish something
 * under this address; the package is found in the stack's own folder instead.
 */
export const providerAddress = "npm.invalid/cdktf-dms-lifecycle/dms";
