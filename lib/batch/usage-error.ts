/** A fault in the caller's input. No request was sent. */
export class UsageError extends Error {}
