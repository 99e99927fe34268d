import { assertNever } from "../../../../lib/domain/assert-never";
import type { Plan } from "../plan";
import type { Outcome, RunOptions, Terraform } from "../terraform";
import type { Change, Command } from "./steps";
import { openTofu } from "../ways";
import { fleetAddress, names, type World } from "./world";

/** Carries out a step that starts no command. */
export async function change(world: World, step: Change): Promise<void> {
  switch (step.do) {
    case "edit": {
      world.declare(step.name, { trigger: step.trigger });
      return;
    }
    case "retire": {
      world.declare(step.name, { state: "deleted" });
      return;
    }
    case "keep": {
      world.declare(step.name, { state: "running" });
      return;
    }
    case "add": {
      world.declare(step.name, {});
      return;
    }
    case "remove": {
      world.declare(step.name, undefined);
      return;
    }
    case "set": {
      world.want({ settings: { ...world.wanted.settings, ...step.settings } });
      return;
    }
    case "create before destroy": {
      world.want({ createBeforeDestroy: step.on });
      return;
    }
    case "one by one": {
      world.want({ oneByOne: step.on });
      return;
    }
    case "manner": {
      world.behave(step.name, step.manner);
      return;
    }
    case "event": {
      world.befall(step.name, step.event);
      return;
    }
    case "wait":
      return world.clock.pass(step.seconds * 1_000);
    case "taint":
    case "untaint": {
      world.terraform.taint(fleetAddress, step.do === "taint");
      return;
    }
    case "use OpenTofu": {
      world.terraform.behave(openTofu);
      return;
    }
    default:
      return assertNever(step);
  }
}

/** Carries out a step that is a command of Terraform. `saved`: the last plan that was saved. */
export function command(world: World, step: Command, saved: Plan | undefined): Promise<Outcome> {
  return world.command(step, (terraform) => start(terraform, world, step, saved));
}

function start(terraform: Terraform, world: World, step: Command, saved: Plan | undefined): Promise<Outcome> {
  const { machine = "a", refresh = true, replace = false, kill } = step;
  const run: RunOptions = {
    machine,
    ...(kill !== undefined && "afterAnswers" in kill && { killAfterCalls: kill.afterAnswers }),
  };
  const options = { ...run, refresh, replace: replace ? [fleetAddress] : [] };
  switch (step.do) {
    case "plan":
    case "save":
      return terraform.plan(world.configuration(), options);
    case "apply":
      return terraform.apply(world.configuration(), options);
    case "destroy":
      return terraform.destroy(world.configuration(), options);
    case "apply saved":
      return saved === undefined ? Promise.resolve(noPlan) : terraform.applyPlan(saved, run);
    case "import":
      return terraform.import(fleetAddress, names.slice(0, 2).join(), run);
    default:
      return assertNever(step.do);
  }
}

const noPlan: Outcome = { kind: "failed", plan: undefined, diagnostics: [] };
