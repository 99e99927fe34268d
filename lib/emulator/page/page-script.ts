import { callsScript } from "./calls-script";
import { fleetScript } from "./fleet-script";
import { wavesScript } from "./waves-script";

/** Script of the page, part 1: making elements. It makes text nodes only, so that text of a caller is never read as HTML. */
const elementsScript = `
const at = (id) => document.getElementById(id);

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Sets a text only if it differs: a screen reader says a live text again when it is set again. */
function say(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

function mood(status) {
  if (status === "RUNNING") return "good";
  return /ERROR|FAIL|FROZEN/.test(status) ? "bad" : "busy";
}

/** A sign and the word itself, so that colour is not needed. */
const signs = { good: "●", busy: "◐", bad: "▲" };

const clock = (time) => time.slice(11, 23);
const count = (number, word) => number + " " + word + (number === 1 ? "" : "s");

/** The children of a list, one per item and key: those that stay are the same elements, and keep focus. */
function keep(list, items, keyOf, make, update) {
  const known = new Map([...list.children].map((child) => [child.dataset.key, child]));
  let before = list.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const child = known.get(key) || make(item);
    known.delete(key);
    child.dataset.key = key;
    if (child === before) before = before.nextElementSibling;
    else list.insertBefore(child, before);
    update(child, item);
  }
  for (const gone of known.values()) gone.remove();
}
`;

/** Script of the page, part 5: the fault rules in force, in words. */
const faultsScript = `
function drawFaults(rules) {
  say(at("faults-summary"), rules.length === 0
    ? "None: every call is answered as documented."
    : count(rules.length, "rule") + ". The first one that fires wins.");
  keep(at("faults"), rules.map((rule, index) => [String(index), rule]), ([key]) => key, () => element("li"), (item, [, rule]) => {
    const spent = rule.on.times !== undefined && rule.fired >= rule.on.times;
    item.className = spent ? "quiet" : "";
    say(item, describeRule(rule) + (spent ? " (spent)" : ""));
  });
}

function describeRule({ on, do: effect, fired }) {
  const call = on.operation === "action" ? on.action || "restart or delete" : on.operation;
  const whom = on.instance === undefined ? "" : " of " + (nameOf.get(on.instance) || on.instance);
  const when = [
    on.after ? "after " + on.after + " that pass" : "",
    on.times === undefined ? "" : "at most " + on.times + "×",
  ].filter((text) => text !== "").join(", ");
  return call + whom + ": " + describeEffect(effect) + (when === "" ? "" : ", " + when) + "; fired " + fired + "×";
}

function describeEffect(effect) {
  const code = effect.error_code ? " " + effect.error_code : "";
  if (effect.status !== undefined) return "answered " + effect.status + code + ", nothing done";
  if (effect.delay_ms !== undefined) return "answered " + effect.delay_ms + " ms late";
  if (effect.drop === "before") return "connection cut, nothing done";
  if (effect.drop === "after") return "done, then the connection is cut";
  if (effect.truncate) return "half an answer";
  if (effect.item) return "answered failed for the instance";
  if (effect.show) {
    return "shown as " + effect.show + " for " + effect.for_ms + " ms" + (effect.ignore ? ", nothing done" : "");
  }
  if (effect.omit) return "left out of the list";
  if (effect.stale) return "listed as before its last change";
  if (effect.ignore) return "answered success, nothing done";
  if (effect.stuck) return "never comes to an end";
  if (effect.end) return "ends in " + effect.end;
  return JSON.stringify(effect);
}
`;

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
