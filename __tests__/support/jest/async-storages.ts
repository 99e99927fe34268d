import asyncHooks from "node:async_hooks";

/**
 * Remembers the `AsyncLocalStorage`s that are made, until the returned function is called; that one disables them. Before version 24,
 * Node.js hands each enabled one on from every promise of the process to the next, and keeps it in memory.
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
