/** Script of the page, part 5: the fault rules in force, in words. */
export const faultsScript = `
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
  return "ends in " + effect.end;
}
`;
