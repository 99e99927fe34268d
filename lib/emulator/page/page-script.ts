import { callsScript } from "./calls-script";
import { elementsScript } from "./elements-script";
import { faultsScript } from "./faults-script";
import { fleetScript } from "./fleet-script";
import { wavesScript } from "./waves-script";

/** Asks the control API once a second, which leaves no trace in the journal. */
const loopScript = `
async function read(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(path + " answered " + answer.status);
  return answer.json();
}

/**
 * Asks for the calls from the last known one on. When that one does not come back the journal was cleared meanwhile, and
 * what is shown is of the past.
 */
async function refresh() {
  const last = calls.at(-1);
  const [fleet, answer, rules] = await Promise.all([
    read("/_emulator/instances"),
    read("/_emulator/journal?since=" + (last === undefined ? 0 : last.seq - 1)),
    read("/_emulator/faults"),
  ]);
  drawFleet(fleet.projects);
  drawFaults(rules);
  if (last === undefined) addCalls(answer);
  else if (JSON.stringify(answer[0]) === JSON.stringify(last)) addCalls(answer.slice(1));
  else {
    forgetCalls();
    addCalls(await read("/_emulator/journal"));
  }
  drawWaves(calls.length === 0 ? "" : calls.at(-1).at);
}

async function loop() {
  if (at("live").checked) {
    try {
      await refresh();
      say(at("connection"), "Up to date.");
    } catch (error) {
      say(at("connection"), "The emulator does not answer: " + error.message);
    }
  } else {
    say(at("connection"), "Paused.");
  }
  setTimeout(loop, 1000);
}

at("filter").addEventListener("change", filterCalls);
loop();
`;

/** Script of the page, whole. */
export const pageScript = [
  '\n"use strict";',
  elementsScript,
  fleetScript,
  wavesScript,
  callsScript,
  faultsScript,
  loopScript,
].join("");
