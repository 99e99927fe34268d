import connect from "undici/lib/api/api-connect.js";
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";
import EnvHttpProxyAgent from "undici/lib/dispatcher/env-http-proxy-agent.js";

// The package's index adds all its calls; the agent needs this one for tunnels through proxies.
Object.assign(Dispatcher.prototype, { connect });

/** The one class of undici that is used at run time, by its own file. */
export { EnvHttpProxyAgent };
