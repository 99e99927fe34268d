import connect from "undici/lib/api/api-connect.js";
import Agent from "undici/lib/dispatcher/agent.js";
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";
import ProxyAgent from "undici/lib/dispatcher/proxy-agent.js";

// The package's index adds all its calls; a proxy's agent needs this one for its tunnels.
Object.assign(Dispatcher.prototype, { connect });

/** The classes of undici that are used at run time, imported from their own files. */
export { Agent, ProxyAgent };
