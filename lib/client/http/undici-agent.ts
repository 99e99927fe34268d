import connect from "undici/lib/api/api-connect.js";
import createConnector from "undici/lib/core/connect.js";
import Agent from "undici/lib/dispatcher/agent.js";
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";
import Pool from "undici/lib/dispatcher/pool.js";
import ProxyAgent from "undici/lib/dispatcher/proxy-agent.js";

// The package's index adds all its calls; a proxy's agent needs this one for its tunnels.
Object.assign(Dispatcher.prototype, { connect });

/** The parts of undici that are used at run time, imported from their own files. */
export { Agent, createConnector, Pool, ProxyAgent };
