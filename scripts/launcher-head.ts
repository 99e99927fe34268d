import { oldestNode } from "./oldest-node";

/**
 * The first lines of the provider's executable. They are read twice: `sh` runs them and replaces itself with node; node skips
 * the shebang and takes each `":"` for a string that does nothing and the rest of the line for a comment.
 *
 * Why not `#!/usr/bin/env node`: NODE_EXTRA_CA_CERTS costs some 40 ms at every start and Terraform starts the provider several times per
 * command. Variables that Node.js sets for a user's program must not reach this one: NODE_OPTIONS (a debugger, a loader), NODE_V8_COVERAGE,
 * and the number of a channel to it that this process does not have. The certificates are passed on as DMS_NODE_EXTRA_CA_CERTS for the
 * connection to the cloud. Only the options for the store of authorities stay in NODE_OPTIONS, because it has no other effect.
 *
 * Without node, the one place where Terraform shows a provider's words is the first line of its output: so echo, not stderr. Whether
 * node is too old says the guard before the program: asking node for its version here would cost some 5 ms at every start.
 */
export const launcherHead = [
  "#!/bin/sh",
  `":" //; command -v node >/dev/null 2>&1 || { echo "The dms provider needs Node.js ${oldestNode} or later, and there is no node on PATH."; exit 1; }`,
  '":" //; if [ -n "$NODE_EXTRA_CA_CERTS" ]; then DMS_NODE_EXTRA_CA_CERTS=$NODE_EXTRA_CA_CERTS; export DMS_NODE_EXTRA_CA_CERTS; fi',
  '":" //; trust=; for option in $NODE_OPTIONS; do case $option in --use-system-ca|--use-openssl-ca|--use-bundled-ca) trust=$option;; esac; done',
  '":" //; unset NODE_EXTRA_CA_CERTS NODE_OPTIONS NODE_V8_COVERAGE NODE_UNIQUE_ID NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE',
  '":" //; [ -z "$trust" ] || node $trust --version >/dev/null 2>&1 || { echo "The node on PATH ($(command -v node)) does not start with $trust, which NODE_OPTIONS names."; exit 1; }',
  '":" //; exec node $trust "$0" "$@"',
].join("\n");
