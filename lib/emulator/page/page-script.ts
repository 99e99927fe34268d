/**
 * Script of the page. Asks the control API once a second, which leaves no trace in the journal, and writes text nodes only:
 * nothing a caller sent is ever read as HTML. Rows that did not change are left alone, so that focus and an opened entry stay.
 */
export const pageScript = `
"use strict";
const at = (id) => document.getElementById(id);
const maxShown = 500;
let calls = [];
let fleetText = "";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function mood(status) {
  if (status === "RUNNING") return "good";
  return /ERROR|FAIL|FROZEN/.test(status) ? "bad" : "busy";
}

function drawFleet(projects) {
  const text = JSON.stringify(projects);
  if (text === fleetText) return;
  fleetText = text;
  const all = Object.values(projects).flat();
  const counts = {};
  for (const one of all) counts[one.status] = (counts[one.status] || 0) + 1;
  const words = Object.entries(counts).map(([status, count]) => count + " " + status);
  at("fleet-summary").textContent = all.length === 0
    ? "No instances. Seed some with --seed FILE or PUT /_emulator/instances."
    : all.length + (all.length === 1 ? " instance: " : " instances: ") + words.join(", ");
  const focused = at("fleet").contains(document.activeElement) && document.activeElement.dataset.project;
  at("fleet").replaceChildren(...Object.entries(projects).map(drawProject));
  if (focused) at("fleet").querySelector("[data-project=" + CSS.escape(focused) + "]")?.focus();
}

function drawProject([id, instances]) {
  const part = element("section");
  const title = element("h3", "", "Project " + id);
  title.id = "project-" + id;
  const table = element("table");
  table.setAttribute("aria-labelledby", title.id);
  const head = table.createTHead().insertRow();
  for (const name of ["Name", "Instance id", "Engine", "Status"]) {
    const cell = element("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = table.createTBody();
  for (const one of instances) {
    const row = body.insertRow();
    const name = element("th", "", one.name);
    name.scope = "row";
    row.append(name, element("td", "mono", one.instance_id), element("td", "", one.engine + " " + one.engine_version),
      element("td", "status " + mood(one.status), one.status));
  }
  const scroll = element("div", "scroll");
  scroll.tabIndex = 0;
  scroll.dataset.project = id;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-labelledby", title.id);
  scroll.append(table);
  part.append(title, scroll);
  return part;
}

const isWrite = (call) => call.method !== "GET";
const isProblem = (call) => call.status === null || call.status >= 400 || call.note !== undefined;

function isWanted(call) {
  const filter = at("filter").value;
  return filter === "all" || (filter === "writes" ? isWrite(call) : isProblem(call));
}

function drawCall(call) {
  const item = element("li");
  item.dataset.seq = String(call.seq);
  item.hidden = !isWanted(call);
  const details = element("details");
  const summary = element("summary");
  const time = element("time", "time mono", call.at.replace("T", " ").replace("Z", ""));
  time.dateTime = call.at;
  const query = Object.entries(call.query).map(([key, value]) => key + "=" + value).join("&");
  const failed = call.status === null || call.status >= 400;
  summary.append(element("span", "time mono", "#" + call.seq), time,
    element("code", "", call.method + " " + call.path + (query ? "?" + query : "")),
    element("span", "code " + (failed ? "bad" : "good"), call.status === null ? "cut" : String(call.status)));
  if (call.note) summary.append(element("span", "note", call.note));
  details.append(summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(...drawDetails(call));
  });
  item.append(details);
  return item;
}

function drawDetails(call) {
  const parts = [["Request headers", call.headers], ["Request body", call.body], ["Answer", call.response]];
  return parts
    .filter(([, value]) => value !== null)
    .flatMap(([title, value]) => [
      element("strong", "", title),
      element("pre", "", typeof value === "string" ? value : JSON.stringify(value, undefined, 2)),
    ]);
}

function drawCalls(fresh) {
  calls.push(...fresh);
  calls = calls.slice(-maxShown);
  const list = at("calls");
  list.prepend(...fresh.slice(-maxShown).reverse().map(drawCall));
  while (list.childElementCount > maxShown) list.lastElementChild.remove();
  const last = calls.at(-1);
  at("calls-summary").textContent = last === undefined
    ? "No calls yet."
    : last.seq + (last.seq === 1 ? " call" : " calls") + ", newest first" +
      (last.seq > calls.length ? "; the last " + calls.length + " are shown." : ".");
}

async function read(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(path + " answered " + answer.status);
  return answer.json();
}

function say(text) {
  if (at("connection").textContent !== text) at("connection").textContent = text;
}

/**
 * Asks for the calls from the last known one on. When that one does not come back the journal was cleared meanwhile, and
 * what is shown is of the past.
 */
async function refresh() {
  const last = calls.at(-1);
  const [fleet, answer] = await Promise.all([
    read("/_emulator/instances"),
    read("/_emulator/journal?since=" + (last === undefined ? 0 : last.seq - 1)),
  ]);
  drawFleet(fleet.projects);
  if (last === undefined) return drawCalls(answer);
  if (JSON.stringify(answer[0]) === JSON.stringify(last)) return drawCalls(answer.slice(1));
  calls = [];
  at("calls").replaceChildren();
  drawCalls(await read("/_emulator/journal"));
}

async function loop() {
  if (at("live").checked) {
    try {
      await refresh();
      say("Up to date.");
    } catch (error) {
      say("The emulator does not answer: " + error.message);
    }
  } else {
    say("Paused.");
  }
  setTimeout(loop, 1000);
}

at("filter").addEventListener("change", () => {
  const bySeq = new Map(calls.map((call) => [String(call.seq), call]));
  for (const item of at("calls").children) item.hidden = !isWanted(bySeq.get(item.dataset.seq));
});
loop();
`;
