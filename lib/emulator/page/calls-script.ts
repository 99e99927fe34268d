/** Script of the page, part 4: the calls, newest first. */
export const callsScript = `
const maxShown = 500;
let calls = [];
/** Identifies the journal; changes when the journal is cleared. */
let journal = "";
let dropped = 0;

function noteJournal(headers) {
  journal = headers.get("x-journal") || journal;
  dropped = Number(headers.get("x-dropped") || dropped);
}

const isProblem = (call) => call.status === null || call.status >= 400 || call.note !== undefined;
const concerns = (call, id) => call.path.endsWith("/" + id) || JSON.stringify(call.body).includes(id);

function isWanted(call) {
  if (chosen !== "" && !concerns(call, chosen)) return false;
  const filter = at("filter").value;
  return filter === "all" || (filter === "writes" ? call.method !== "GET" : isProblem(call));
}

function makeCall(call) {
  const item = element("li");
  const details = element("details");
  const summary = element("summary");
  const time = element("time", "mono quiet", clock(call.at));
  time.dateTime = call.at;
  const query = Object.entries(call.query).map(([key, value]) => key + "=" + value).join("&");
  const failed = call.status === null || call.status >= 400;
  summary.append(element("span", "mono quiet", "#" + call.seq), time,
    element("span", "code " + (failed ? "bad" : "good"), call.status === null ? "cut" : String(call.status)),
    element("code", "", call.method + " " + call.path + (query ? "?" + query : "")));
  const what = describeBody(call);
  if (what !== "") summary.append(element("span", "what", what));
  if (call.note) summary.append(element("span", "busy", call.note));
  details.append(summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(...makeDetails(call));
  });
  item.append(details);
  return item;
}

function describeBody(call) {
  if (!call.body || typeof call.body.action !== "string") return "";
  const ids = Array.isArray(call.body.instances) ? call.body.instances : [];
  const names = ids.slice(0, 3).map((id) => nameOf.get(id) || id).join(", ");
  const more = ids.length > 3 ? " and " + (ids.length - 3) + " more" : "";
  return call.body.action + " " + (ids.length === 0 ? "all failed creations" : names + more);
}

function makeDetails(call) {
  const parts = [["Request headers", call.headers], ["Request body", call.body], ["Answer", call.response]];
  return parts
    .filter(([, value]) => value !== null)
    .flatMap(([title, value]) => [
      element("strong", "", title),
      element("pre", "", typeof value === "string" ? value : JSON.stringify(value, undefined, 2)),
    ]);
}

/** An answer with thousands of instances is looked at, and not kept. */
function lighten(call) {
  const instances = call.response && call.response.instances;
  if (Array.isArray(instances) && instances.length > maxShown) {
    call.response = { ...call.response, instances: instances.length + " instances" };
  }
}

function addCalls(fresh) {
  for (const call of fresh) {
    noteWave(call);
    lighten(call);
  }
  calls = [...calls, ...fresh].slice(-maxShown);
  keep(at("calls"), [...calls].reverse(), (call) => String(call.seq), makeCall, () => undefined);
  filterCalls();
}

function forgetCalls() {
  calls = [];
  waves = [];
  underWay.clear();
  looked = true;
  at("calls").replaceChildren();
  at("waves").replaceChildren();
}

function filterCalls() {
  const bySeq = new Map(calls.map((call) => [String(call.seq), call]));
  let shown = 0;
  for (const item of at("calls").children) {
    item.hidden = !isWanted(bySeq.get(item.dataset.key));
    if (!item.hidden) shown += 1;
  }
  const last = calls.at(-1);
  const whose = chosen === "" ? "" : " of " + (nameOf.get(chosen) || chosen);
  const gone = dropped === 0 ? "" : " " + count(dropped, "read call") + " dropped to save memory.";
  say(at("calls-summary"), last === undefined
    ? "No calls yet."
    : shown === calls.length && last.seq === shown
      ? count(shown, "call") + ", newest first."
      : shown + " of " + count(last.seq, "call") + whose + ", newest first." + gone);
}
`;
