/** How Terraform presents itself to a provider, and the protocol that these services speak. */
export const terraformPlugin = {
  protocolVersion: 6,
  cookie: {
    name: "TF_PLUGIN_MAGIC_COOKIE",
    value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  },
} as const;
