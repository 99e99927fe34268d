import { callsScript } from "./calls-script";
import { elementsScript } from "./elements-script";
import { faultsScript } from "./faults-script";
import { fleetScript } from "./fleet-script";
import { wavesScript } from "./waves-script";

/** The loop that asks the control API once a second, which leaves no trace in the journal. */
const loopScript = `
const tags = new Map();

/** The present answer; undefined if it is unchanged. */
async function read(path) {
  const answer = await fetch(path, { cache: "no-store", headers: { "If-None-Match": tags.get(path) || "" } });
  if (answer.status === 304) return undefined;
  if (!answer.ok) throw new Error(path + " answered " + answer.status);
  tags.set(path, answer.headers.get("ETag") || "");
  noteJournal(answer.headers);
  return answer.json();
}

async function refresh() {
  const asked = journal;
  const [seen, fresh, rules] = await Promise.all([
    read("/_emulator/instances?brief=true"),
    read("/_emulator/journal?brief=true&last=500&since=" + (calls.length === 0 ? 0 : calls.at(-1).seq)),
    read("/_emulator/faults"),
  ]);
  if (seen !== undefined) drawFleet(seen.projects);
  drawFaults(rules);
  if (asked === "" || asked === journal) addCalls(fresh);
  else {
    forgetCalls();
    addCalls(await read("/_emulator/journal?brief=true&last=500"));
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
at("find").addEventListener("input", () => drawFleet(fleet));
loop();
`;

/** The whole script of the page. */
export const pageScript = [
  '\n"use strict";',
  elementsScript,
  fleetScript,
  wavesScript,
  callsScript,
  faultsScript,
  loopScript,
].join("");
