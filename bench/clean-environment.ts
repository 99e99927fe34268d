const foreign = /^(TF_|OS_|HW_|DMS_|NODE_OPTIONS$|NODE_EXTRA_CA_CERTS$|.*_proxy$)/i;

/** The environment without what would change the measured programs: the user's cloud, proxies and settings of Terraform and Node. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...extra };
}
