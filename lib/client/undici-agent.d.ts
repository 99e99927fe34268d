/** The one class of undici that is used at run time, by its own file: the package's index loads four times as much. */
declare module "undici/lib/dispatcher/env-http-proxy-agent.js" {
  import { EnvHttpProxyAgent } from "undici";
  export default EnvHttpProxyAgent;
}
