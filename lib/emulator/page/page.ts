import { pageScript } from "./page-script";
import { pageStyle } from "./page-style";

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
