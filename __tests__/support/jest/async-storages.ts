import asyncHooks from "node:async_hooks";

/**
 * Remembers the `AsyncLocalStorage`s that are made, until the returned function is called; that one disables them. Before version 24,
 * Node.js hands each enabled one on from every promise of the process to the next, and keeps it in memory.
 */
export function rememberStorages(): () => void {
  // Node.js 24 has a getter there, which an assignment does not replace.
  const original = Object.getOwnPropertyDescriptors(asyncHooks).AsyncLocalStorage;
  const made: { readonly disable: () => void }[] = [];
  class Remembered<T> extends asyncHooks.AsyncLocalStorage<T> {
    constructor() {
      super();
      made.push(this);
    }
  }
  Object.defineProperty(asyncHooks, "AsyncLocalStorage", { configurable: true, enumerable: true, value: Remembered });
  return () => {
    Object.defineProperty(asyncHooks, "AsyncLocalStorage", original);
    for (const storage of made) storage.disable();
  };
}
