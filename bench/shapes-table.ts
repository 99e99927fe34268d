import type { Expectation } from "./goals";
import type { Calls } from "./calls";

/** One command: its calls to the service, and its time. */
export type Command = Calls & { readonly tookMs: number };

/** The same fleet, declared in one resource or in as many as there are instances. */
export interface Shape {
  readonly adoption: Command;
  readonly plan: Command;
  readonly restart: Command;
}

/** A fleet in one resource, and the same fleet in as many resources as it has instances. */
export interface Shapes {
  readonly size: number;
  readonly one: Shape;
  /** All resources at a time: `-parallelism` is the size of the fleet. */
  readonly together: Shape;
  /** Ten at a time, as Terraform does by default. */
  readonly byTens: Shape;
  /** Ten at a time, behind a gateway that lets `listsPerSecond` lists a second through. */
  readonly limited: Shape;
  readonly listsPerSecond: number;
}

const phases = ["adoption", "plan", "restart"] as const;

/** Lines for people: calls of each shape, and its time as a multiple of the time in one resource. Pure. */
export function describeShapes({ size, one, together, byTens, limited, listsPerSecond }: Shapes): readonly string[] {
  const shapes: readonly (readonly [string, Shape])[] = [
    ["in one resource", one],
    [`in ${size} resources, all at a time`, together],
    [`in ${size} resources, ten at a time`, byTens],
    [`the same, ${listsPerSecond} lists a second at most`, limited],
  ];
  const described = (phase: (typeof phases)[number]): readonly string[] => [
    `${phase} of ${size} instances`,
    ...shapes.map(([name, shape]) => `  ${name.padEnd(42)}${describeCommand(shape[phase], one[phase])}`),
  ];
  return phases.flatMap(described);
}

function describeCommand({ lists, posts, tookMs }: Command, one: Command): string {
  return `${String(posts).padStart(4)} POSTs ${String(lists).padStart(5)} lists ${(tookMs / one.tookMs).toFixed(1).padStart(6)} × the time`;
}

/** The expectations for the shapes. Pure. */
export function expectShapes({ size, one, together, byTens, limited }: Shapes): readonly Expectation[] {
  const few = (shape: Shape, phase: "adoption" | "plan"): boolean => shape[phase].lists <= 2 * one[phase].lists + 2;
  return [
    {
      text: `a plan of ${size} resources, and their adoption: at most twice the lists of one resource, and two more`,
      met: [together, byTens, limited].every((shape) => few(shape, "plan") && few(shape, "adoption")),
    },
    {
      text: `a restart of ${size} resources, all at a time: at most 4 times the lists and the POSTs of one resource, and 4 times the time`,
      met:
        together.restart.lists <= 4 * one.restart.lists &&
        together.restart.posts <= 4 * one.restart.posts &&
        together.restart.tookMs <= 4 * one.restart.tookMs,
    },
    {
      text: `a restart of ${size} resources, ten at a time: fewer POSTs than resources, and at most 3 lists for each`,
      met: byTens.restart.posts < size && byTens.restart.lists <= 3 * size,
    },
    {
      text: "every instance is restarted by exactly one POST",
      met: [one, together, byTens, limited].every(({ restart }) => restart.eachOnce),
    },
  ];
}
