/** The addresses that `hashicorp/null` stands for: each program puts its own registry before it. */
export const nullProviderAddresses = [
  "registry.terraform.io/hashicorp/null",
  "registry.opentofu.org/hashicorp/null",
] as const;
