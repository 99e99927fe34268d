/* Every sentence a Terraform user can be shown by this provider, but for those of actions (./actions). Detail: what happened, what is true now, what to do. */
export * from "./configuration";
export * from "./connection";
export * from "./instances";
export { callsHeld } from "./holds";
export * from "./deletions";
export * from "./restarts";
export * from "./run";
export * from "./purge";
export * from "./import";
export * from "./data-sources";
export * from "./place";
export type { Certainty } from "./sentence";
