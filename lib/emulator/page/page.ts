import { pageScript } from "./page-script";

/** The emulator's own web page: the fleet, faults, waves and calls, as one document that loads no other. Pure. */
export function renderPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>DMS emulator</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#calls-title">Skip to the calls</a>
<header>
<h1>DMS emulator</h1>
<p id="connection" role="status">Loading…</p>
<label><input type="checkbox" id="live" checked> Keep up to date</label>
</header>
<main>
<section aria-labelledby="fleet-title">
<h2 id="fleet-title">Fleet</h2>
<p id="fleet-summary" class="summary" role="status"></p>
<label id="find-label" hidden>Find <input id="find" type="search"> by name, id, engine or status; those that are not RUNNING come first</label>
<div id="fleet"></div>
</section>
<section aria-labelledby="faults-title">
<h2 id="faults-title">Faults in force</h2>
<p id="faults-summary" class="summary"></p>
<ul id="faults" role="list"></ul>
</section>
<section aria-labelledby="waves-title">
<h2 id="waves-title">Waves</h2>
<p id="waves-summary" class="summary"></p>
<ol id="waves" role="list"></ol>
</section>
<section aria-labelledby="calls-title">
<h2 id="calls-title" tabindex="-1">Calls</h2>
<p id="calls-summary" class="summary"></p>
<label>Show <select id="filter">
<option value="all">all calls</option>
<option value="writes">calls that change something</option>
<option value="problems">calls that went wrong</option>
</select></label>
<ol id="calls" role="list"></ol>
</section>
</main>
<noscript><p>This page needs JavaScript. The same data: <a href="/_emulator/instances">/_emulator/instances</a> and
<a href="/_emulator/journal">/_emulator/journal</a>.</p></noscript>
<script>${pageScript}</script>
</body>
</html>
`;
}

/** Style of the page. Contrast of every text is at least 4.5:1 in both schemes; colour alone never carries a meaning. */
const pageStyle = `
:root {
  color-scheme: light dark;
  --back: light-dark(#f5f6f8, #14171b);
  --panel: light-dark(#ffffff, #1d2228);
  --line: light-dark(#c9ced6, #3a424c);
  --text: light-dark(#1b1f24, #e6e9ed);
  --quiet: light-dark(#505963, #a9b2bd);
  --good: light-dark(#116329, #5fd38a);
  --busy: light-dark(#7a4b00, #f0b451);
  --bad: light-dark(#a40e26, #ff8f8f);
  --link: light-dark(#0550ae, #7ab7ff);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem 1.5rem 3rem; background: var(--back); color: var(--text);
  font: 0.95rem/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1.5rem; }
h1 { font-size: 1.5rem; margin: 0.25rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 0; }
h3 { font-size: 0.9rem; font-weight: 400; margin: 0.75rem 0 0.5rem; color: var(--quiet); overflow-wrap: anywhere; }
h4 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; }
ul, ol { list-style: none; padding: 0; margin: 0.5rem 0; }
.quiet, header p, .summary { color: var(--quiet); }
.good { color: var(--good); } .busy { color: var(--busy); } .bad { color: var(--bad); }
code, .mono { font-family: ui-monospace, monospace; font-size: 0.85em; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0.75rem; }
.card { color: var(--text); background: var(--panel); border: 1px solid var(--line); border-left: 0.35rem solid;
  border-radius: 0.4rem; padding: 0.75rem; }
.card.good { border-left-color: var(--good); } .card.busy { border-left-color: var(--busy); } .card.bad { border-left-color: var(--bad); }
.card p { margin: 0.15rem 0; }
.card .mono { color: var(--quiet); font-size: 0.7rem; }
.status { font-weight: 600; }
.sign { margin-right: 0.4rem; display: inline-block; }
.busy > .sign { animation: turn 2s linear infinite; }
@keyframes turn { to { transform: rotate(360deg); } }
@media (prefers-reduced-motion: reduce) { .busy > .sign { animation: none; } }
button, select { font: inherit; font-size: 0.85rem; color: var(--text); background: var(--back); border: 1px solid var(--line);
  border-radius: 0.3rem; padding: 0.2rem 0.6rem; }
button { cursor: pointer; margin-top: 0.5rem; }
button[aria-pressed="true"] { background: var(--link); border-color: var(--link); color: var(--panel); }
#faults li { padding: 0.2rem 0; }
.wave { background: var(--panel); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.6rem 0.75rem; margin: 0.5rem 0; }
.wave .title { font-weight: 600; margin: 0; }
.track { position: relative; height: 0.5rem; margin: 0.4rem 0; background: var(--back); border-radius: 0.25rem; }
.bar { position: absolute; height: 100%; border-radius: 0.25rem; background: currentColor; }
.members { display: flex; flex-wrap: wrap; gap: 0.1rem 1.25rem; margin: 0; }
#calls { background: var(--panel); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0 0.75rem; }
#calls:empty { display: none; }
#calls li + li { border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: 0.35rem 0; }
summary > * { margin-right: 0.75rem; }
summary .code { font-weight: 600; font-size: 0.85em; }
summary .what { font-weight: 600; font-size: 0.9em; }
pre { background: var(--back); padding: 0.6rem; margin: 0.25rem 0 0.75rem; overflow-x: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; font-size: 0.85em; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip:not(:focus), .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
