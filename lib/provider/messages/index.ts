// Every sentence that this provider shows a Terraform user, except those of actions (./actions). A detail names the event, the present
// state and the remedy.
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
export type { Certainty } from "./sentence";
