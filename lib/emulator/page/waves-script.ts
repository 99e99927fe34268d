/**
 * Script of the page, part 3: waves. The service does not know them; a wave is a row of calls without a look in between. The end of its
 * instances is read from the answers to callers, so it is as exact as their looks.
 */
export const wavesScript = `
const maxWaves = 100;
let waves = [];
let looked = true;
/** Members that are under way, by id. */
const underWay = new Map();
const maxMembers = 100;

const isAct = (call) => call.method === "DELETE" || (call.method === "POST" && call.path.endsWith("/instances/action"));
const idAtEnd = (path) => path.split("/").pop();

function noteWave(call) {
  if (isAct(call)) noteAct(call);
  else if (call.method === "GET") noteLook(call);
}

function noteAct(call) {
  const body = call.method === "DELETE" ? { action: "delete", instances: [idAtEnd(call.path)] } : call.body || {};
  const wave = waveFor(call, body);
  wave.calls += 1;
  wave.purge = wave.purge || body.allFailure || body.all_failure || "";
  const results = call.response && Array.isArray(call.response.results) ? call.response.results : [];
  const failed = new Set(results.filter((item) => item.result === "failed").map((item) => item.instance));
  for (const id of Array.isArray(body.instances) ? body.instances : []) {
    const refused = (call.status !== null && call.status >= 400) || failed.has(id);
    const member = { left: false, end: refused ? "refused" : "", endAt: refused ? call.at : "" };
    wave.members.set(id, member);
    if (!refused) underWay.set(id, [...(underWay.get(id) || []), member]);
  }
}

function waveFor(call, { action }) {
  const last = waves.at(-1);
  if (!looked && last !== undefined && last.action === action) return last;
  looked = false;
  const number = last === undefined ? 1 : last.number + 1;
  const wave = { number, action, at: call.at, calls: 0, purge: "", members: new Map() };
  waves = [...waves, wave].slice(-maxWaves);
  return wave;
}

/** Reads an answer about instances that are under way. */
function noteLook(call) {
  looked = true;
  const answer = call.response || {};
  const shown = Array.isArray(answer.instances) ? answer.instances : answer.instance_id ? [answer] : [];
  for (const one of shown) noteStatus(one.instance_id, one.status, call.at);
  if (call.status === 404) noteStatus(idAtEnd(call.path), "gone", call.at);
}

function noteStatus(id, status, time) {
  const members = underWay.get(id);
  if (members === undefined) return;
  for (const member of members) {
    if (status === "RESTARTING" || status === "DELETING") member.left = true;
    else if (member.left || isEnd(status)) Object.assign(member, { end: status, endAt: time });
  }
  const left = members.filter((member) => member.end === "");
  if (left.length === 0) underWay.delete(id);
  else underWay.set(id, left);
}

const isEnd = (status) => status === "gone" || status === "RECYCLE" || mood(status) === "bad";

function span(from, to) {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  if (seconds < 100) return seconds.toFixed(1) + " s";
  return Math.floor(seconds / 60) + " min " + Math.round(seconds % 60) + " s";
}

/** When the last of its instances was done; now, while one is under way. */
function endOf(wave, now) {
  const ends = [...wave.members.values()].map(({ endAt }) => (endAt === "" ? now : endAt));
  return ends.reduce((latest, end) => (end > latest ? end : latest), wave.at);
}

function drawWaves(now) {
  const first = waves[0];
  say(at("waves-summary"), first === undefined
    ? "Nothing has been restarted or deleted yet."
    : count(waves.length, "wave") + ", newest first. The bars share one time line, from " + clock(first.at) + " on.");
  const from = first === undefined ? 0 : Date.parse(first.at);
  const to = Math.max(...waves.map((wave) => Date.parse(endOf(wave, now))));
  const share = (time) => (to > from ? ((Date.parse(time) - from) / (to - from)) * 100 : 0);
  keep(at("waves"), [...waves].reverse(), (wave) => wave.number + " " + wave.at, makeWave, (item, wave) =>
    updateWave(item, wave, now, share));
}

function makeWave() {
  const item = element("li", "wave");
  const track = element("div", "track");
  track.setAttribute("aria-hidden", "true");
  track.append(element("div", "bar"));
  const members = element("ul", "members");
  members.setAttribute("role", "list");
  item.append(element("p", "title"), track, members);
  return item;
}

function updateWave(item, wave, now, share) {
  const [title, track, members] = item.children;
  const all = [...wave.members];
  say(title, describeWave(wave, now));
  const bar = track.firstElementChild;
  const moods = all.map(([, member]) => moodOf(member));
  bar.className = "bar " + (["busy", "bad"].find((each) => moods.includes(each)) || "good");
  const left = Math.min(share(wave.at), 99);
  bar.style.left = left + "%";
  bar.style.width = Math.max(1, share(endOf(wave, now)) - left) + "%";
  const more = all.length - maxMembers;
  const shown = more > 0 ? [...all.slice(0, maxMembers), ["…", undefined]] : all;
  keep(members, shown, ([id]) => id, () => element("li"), (one, [id, member]) => {
    one.className = member === undefined ? "quiet" : moodOf(member);
    say(one, member === undefined
      ? "and " + more + " more"
      : (nameOf.get(id) || id) + ": " + describeMember(wave, member, statusOf.get(id)));
  });
}

function describeWave(wave, now) {
  const all = [...wave.members.values()];
  const whom = wave.purge === "" ? count(all.length, "instance") : "all failed creations (" + wave.purge + ")";
  const open = all.filter(({ end }) => end === "").length;
  const begun = all.some(({ end }) => end !== "refused");
  const state = open > 0 ? ", " + open + " under way" : begun ? ", done after " + span(wave.at, endOf(wave, now)) : "";
  return "Wave " + wave.number + ": " + wave.action + " of " + whom + " in " + count(wave.calls, "call") +
    " at " + clock(wave.at) + state;
}

function moodOf({ end }) {
  if (end === "") return "busy";
  return end === "gone" || end === "RECYCLE" ? "good" : end === "refused" ? "bad" : mood(end);
}

function describeMember(wave, member, status) {
  if (member.end === "refused") return "refused";
  if (member.end !== "") return member.end + " after " + span(wave.at, member.endAt);
  if (status === undefined) return "no longer listed";
  if (member.left) return status;
  const moving = status === "RESTARTING" || status === "DELETING";
  return status + (moving ? ", no caller has looked yet" : ", has not been seen to leave it");
}
`;
