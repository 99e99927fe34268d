import type { NamedInstance, ProgressLine } from "./progress-line";

interface Failed {
  readonly id: string;
  readonly name: string;
}

const reason = "its creation failed";

/** The lines of the progress file before a purge is sent: one call for all candidates. */
export function purgeBegun(candidates: readonly Failed[]): readonly ProgressLine[] {
  const instances = candidates.map(named);
  return [
    {
      event: "begin",
      waves: 1,
      instances: instances.map((each) => ({ ...each, action: "delete", reason, wave: 1 })),
    },
    { event: "sending", action: "delete", instances },
  ];
}

/** The lines of the progress file at the end of a purge. */
export function purgeEnded(removed: readonly Failed[], left: readonly Failed[]): readonly ProgressLine[] {
  const gone = { action: "delete", result: "success", status: "DELETED", reason: "it no longer exists", message: "" };
  return [
    ...removed.map((each) => ({ event: "finished", ...named(each), ...gone, wave: 1 }) as const),
    { event: "end", done: removed.length, unfinished: left.map(named) },
  ];
}

function named({ id, name }: Failed): NamedInstance {
  return { name, instance_id: id };
}
