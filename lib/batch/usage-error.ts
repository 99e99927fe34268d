/** Something the caller wrote is wrong. Nothing was sent. */
export class UsageError extends Error {}
