/** Calls that a gateway counts together, in words for people. */
export type CallKind = "listings" | "single reads" | "task records" | "actions" | "logins";

/** The calls that a hold keeps back: every call to a host, or those of one kind. */
export type HeldCalls = "all" | CallKind;
