import asyncHooks from "node:async_hooks";

/**
 * From now on it is remembered which `AsyncLocalStorage`s are made; the answer ends that, and disables them. Until it is disabled, Node.js
 * before version 24 hands each one on from every promise of the process to the next, and keeps it in memory.
 */
export function rememberStorages(): () => void {
  const { AsyncLocalStorage } = asyncHooks;
  const made: { readonly disable: () => void }[] = [];
  class Remembered<T> extends AsyncLocalStorage<T> {
    constructor() {
      super();
      made.push(this);
    }
  }
  asyncHooks.AsyncLocalStorage = Remembered;
  return () => {
    asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
    for (const storage of made) storage.disable();
  };
}
