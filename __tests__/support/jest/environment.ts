import { TestEnvironment } from "jest-environment-node";
import { rememberStorages } from "./async-storages";
import { compileModulesOnce } from "./compiled-once";

/**
 * Node.js as each test file finds it, independent of the files before it in its worker. Jest itself makes an `AsyncLocalStorage` for each
 * file and never disables it: with a hundred of them a promise costs several times as much.
 */
export default class Environment extends TestEnvironment {
  private disableStorages: (() => void) | undefined;

  constructor(...parameters: ConstructorParameters<typeof TestEnvironment>) {
    super(...parameters);
    const [{ globalConfig }] = parameters;
    // Coverage needs the code as Jest itself hands it to the engine.
    if (!globalConfig.collectCoverage) compileModulesOnce();
  }

  override async setup(): Promise<void> {
    await super.setup();
    this.disableStorages = rememberStorages();
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    this.disableStorages?.();
  }
}
