import { callError, lost, unreachable } from "../../rollout/failures";
import {
  type CallFault,
  type Course,
  deletes,
  endsIn,
  getsStuck,
  ignores,
  restarts,
  type SimulatedInstance,
} from "../../rollout/simulation";
import type { CallTrouble, Event, Manner } from "./steps";

// The meaning of a history's words for the simulated service.

type Script = Omit<SimulatedInstance, "id" | "status" | "byItself">;

/** Seen by the second look of a run, over by the third. */
const quick = { restart: restarts(100, 900), delete: deletes(600) };

export const manners: Readonly<Record<Manner, Script>> = {
  works: quick,
  slow: { restart: restarts(100, 60_000), delete: deletes(60_000) },
  stuck: { restart: getsStuck, delete: [{ afterMs: 0, status: "DELETING" }] },
  ignored: { restart: ignores, delete: ignores },
  "ends in ERROR": { restart: endsIn("ERROR", 1_200), delete: endsIn("ERROR", 1_200) },
  "item failed": { ...quick, failedTimes: 1 },
  refused: { ...quick, refused: true },
};

export const events: Readonly<Record<Event, Course>> = {
  restarts: [
    { afterMs: 0, status: "RESTARTING" },
    { afterMs: 900, status: "RUNNING" },
  ],
  "is deleted": [{ afterMs: 0, status: undefined }],
  "is back": [{ afterMs: 0, status: "RUNNING" }],
  "is extended": [
    { afterMs: 0, status: "EXTENDING" },
    { afterMs: 3_000, status: "RUNNING" },
  ],
  breaks: [{ afterMs: 0, status: "ERROR" }],
  "is well again": [{ afterMs: 0, status: "RUNNING" }],
};

export const troubles: Readonly<Record<CallTrouble, CallFault>> = {
  unreachable: { failure: unreachable, carriedOut: false },
  forbidden: { failure: () => callError({ code: "forbidden", fate: "refused", status: 403 }), carriedOut: false },
  "lost on the way": { failure: lost, carriedOut: false },
  "lost answer": { failure: lost, carriedOut: true },
};
