import { escapeHtml } from "./escapes";
import type { Run, Wave } from "../report";
import { describeRun, describeRunHeading, describeWave, severalRuns } from "./report-words";

const width = 1_000;
const labelWidth = 440;
const rowHeight = 26;

/** Every run under its own heading. */
export function renderTimelines(runs: readonly Run[]): readonly string[] {
  return [
    ...(runs.length > 1 ? [`<p>${escapeHtml(severalRuns)}</p>`] : []),
    ...runs.map((run) => renderTimeline(run, runs.length)),
  ];
}

// A figure: one bar per wave, on the scale of the run, with a text for readers who cannot see it.
function renderTimeline(run: Run, of: number): string {
  const words = run.waves.map((wave) => describeWave(wave, run, of));
  const rows = run.waves.map((wave, index) => renderWave(wave, words[index] ?? "", index, run.tookMs));
  return [
    `<h3>${escapeHtml(describeRunHeading(run, of))}</h3>`,
    "<figure>",
    `<figcaption>${escapeHtml(describeRun(run, of))}</figcaption>`,
    `<svg viewBox="0 0 ${width} ${rowHeight * run.waves.length}" role="img" aria-label="${escapeHtml(words.join("; "))}">`,
    ...rows,
    "</svg>",
    "</figure>",
  ].join("\n");
}

function renderWave(wave: Wave, words: string, index: number, runMs: number): string {
  const track = width - labelWidth;
  const scale = runMs === 0 ? 0 : track / runMs;
  const barWidth = Math.max(2, (wave.toMs - wave.fromMs) * scale);
  const x = Math.min(wave.fromMs * scale, track - barWidth);
  const y = index * rowHeight + 4;
  const box = (name: string, from: number, length: number): string =>
    `<rect class="${name}" x="${round(from)}" y="${y}" width="${round(length)}" height="${rowHeight - 8}"/>`;
  const label = `<text x="${track + 12}" y="${y + 13}">${escapeHtml(words)}</text>`;
  return box("track", 0, track) + box("bar", x, barWidth) + label;
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
