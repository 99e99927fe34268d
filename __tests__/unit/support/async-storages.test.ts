import asyncHooks from "node:async_hooks";
import { rememberStorages } from "../../support/jest/async-storages";

test("a storage that was made in between is disabled, and no other", () => {
  const earlier = new asyncHooks.AsyncLocalStorage<string>();
  const disable = rememberStorages();
  const storage = new asyncHooks.AsyncLocalStorage<string>();
  storage.enterWith("kept");
  earlier.enterWith("kept, too");
  expect([storage.getStore(), earlier.getStore()]).toEqual(["kept", "kept, too"]);
  disable();
  expect([storage.getStore(), earlier.getStore()]).toEqual([undefined, "kept, too"]);
  earlier.disable();
});
