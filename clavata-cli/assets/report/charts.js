// The distribution of scores, and when content was judged.

const BINS = 20;

/** Bars of stacked counts, with heights proportional to the counts or to their square roots. */
function bars(height, stacks, kinds, isRooted = false) {
  const highest = Math.max(1, ...stacks.map((stack) => stack.reduce((sum, part) => sum + part, 0)));
  const width = 100 / stacks.length;
  const drawing = svg("svg", { viewBox: `0 0 100 ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  stacks.forEach((stack, at) => {
    const sum = stack.reduce((all, part) => all + part, 0);
    // A few flagged pieces of content must be visible among thousands of others.
    const stretch = isRooted ? Math.sqrt(highest / Math.max(1, sum)) : 1;
    let base = height;
    stack.forEach((part, kind) => {
      if (part === 0) return;
      // Every count above zero is visible, however small.
      const tall = Math.max((part / highest) * stretch * (height - 2), 1.5);
      base -= tall;
      drawing.append(svg("rect", { class: `fill-${kinds[kind]}`, x: at * width + width * 0.06, y: base, width: width * 0.88, height: tall }));
      if (kind > 0) drawing.append(svg("path", { class: "hatch", "vector-effect": "non-scaling-stroke", d: hatching(at * width, base, width, tall, kind) }));
    });
  });
  return { drawing, highest };
}

/** Hatching of a bar: horizontal lines for the second kind, vertical lines for the third. */
function hatching(x, y, width, height, kind) {
  let lines = "";
  if (kind === 1) for (let at = y + 3; at < y + height; at += 5) lines += `M${x} ${at}h${width}`;
  else for (let part = 1; part < 4; part += 1) lines += `M${x + (width * part) / 4} ${y}v${height}`;
  return lines;
}

function histogram(label, at) {
  let scores = 0;
  const cells = new Uint32Array(CELLS.length);
  const stacks = Array.from({ length: BINS }, () => [0, 0]);
  const thresholds = new Set();
  for (const content of contents) {
    const cell = content.cells[at];
    if (cell === NONE) continue;
    cells[cell] += 1;
    if (content.threshold !== null) thresholds.add(content.threshold);
    const score = scoreAt(content, at);
    if (score === null) continue;
    scores += 1;
    stacks[Math.min(BINS - 1, Math.floor(score * BINS))][cell === FLAGGED ? 1 : 0] += 1;
  }
  const lines = [...thresholds].sort((a, b) => a - b);
  const said = [FLAGGED, NEARLY, FAILED, UNKNOWN].filter((cell) => cells[cell] > 0).map((cell) => `${count(cells[cell])} ${CELLS[cell].word}`);
  const words = [many(scores, "score"), ...said].join(", ");
  const title = el("h3", {}, el("bdi", { text: groups.length > 1 ? `${label.policy}: ${label.name}` : label.name }));
  if (scores === 0) {
    return el("div", { class: "chart", "data-label": label.name }, title, el("p", { class: "soft small", text: `No score: ${said.join(", ") || "nothing was judged"}.` }));
  }
  const { drawing, highest } = bars(92, stacks, ["no", "yes"], true);
  const marks = lines.slice(0, 3).map((line) => {
    drawing.append(svg("line", { class: "threshold", x1: line * 100, x2: line * 100, y1: 0, y2: 92 }));
    const mark = el("span", { class: "mark", text: `${line}` });
    mark.style.left = `${Math.min(95, Math.max(5, line * 100))}%`;
    return mark;
  });
  const rest = lines.length > 3 ? `, and ${count(lines.length - 3)} more thresholds` : "";
  const threshold = lines.length === 0 ? "no threshold" : `threshold ${lines.slice(0, 3).join(", ")}${rest}`;
  return el("div", { class: "chart", "data-label": label.name }, title,
    el("p", { class: "soft small", text: words }),
    el("div", { class: "plot", role: "img", "aria-label": `${label.name}: ${words}; ${threshold}; at most ${count(highest)} in one of ${BINS} bins` }, drawing, marks),
    el("div", { class: "axis", "aria-hidden": "true" }, el("span", { text: "0" }), el("span", { text: "score" }), el("span", { text: "1" })));
}

function histograms() {
  if (!contents.some((content) => content.top !== null)) return null;
  return el("section", { "aria-labelledby": "scores" },
    el("h2", { id: "scores", text: "Scores by label" }),
    el("p", { class: "soft small" }, "Pieces of content by score; heights are square roots, so that small counts stay visible. The dashed line is the threshold; hatched bars are flagged."),
    el("div", { class: "charts" }, labels.map(histogram)));
}

const MINUTE = 60_000;
const UNITS = [
  [MINUTE, "minute", 16], [10 * MINUTE, "10 minutes", 16], [60 * MINUTE, "hour", 13],
  [1440 * MINUTE, "day", 10], [7 * 1440 * MINUTE, "7 days", 10], [30 * 1440 * MINUTE, "30 days", 10], [365 * 1440 * MINUTE, "365 days", 10],
];

function timeLine() {
  const timed = contents.filter((content) => content.time !== null);
  if (timed.length === 0) return null;
  const first = timed.reduce((low, content) => Math.min(low, content.time), Infinity);
  const last = timed.reduce((high, content) => Math.max(high, content.time), -Infinity);
  const [size, unit, digits] = UNITS.find(([one]) => (last - first) / one < 90) ?? UNITS.at(-1);
  const start = Math.floor(first / size);
  const stacks = Array.from({ length: Math.max(12, Math.floor(last / size) - start + 1) }, () => [0, 0, 0]);
  const kinds = ["clear", "flagged", "undetermined"];
  for (const content of timed) stacks[Math.floor(content.time / size) - start][kinds.indexOf(content.verdict)] += 1;
  const { drawing, highest } = bars(130, stacks, kinds);
  const at = (bin) => new Date((start + bin) * size).toISOString().slice(0, digits).replace("T", " ") + (digits === 13 ? ":00" : "");
  const silent = contents.length - timed.length;
  const more = silent > 0 ? ` ${pieces(silent)} without a time ${silent === 1 ? "is" : "are"} not shown.` : "";
  const key = (kind, words) => el("span", { class: "key" }, el("span", { class: `swatch bar-${kind}`, "aria-hidden": "true" }), words);
  return el("section", { "aria-labelledby": "times" },
    el("h2", { id: "times", text: "When they were judged" }),
    el("p", { class: "soft small", text: `Pieces of content for each ${unit}, UTC; at most ${count(highest)}.${more}` }),
    el("div", { class: "plot wide", role: "img", "aria-label": `${pieces(timed.length)} from ${at(0)} to ${at(stacks.length - 1)}` }, drawing),
    el("div", { class: "axis" }, [0, Math.floor(stacks.length / 2), stacks.length - 1].map((bin) => el("span", { text: at(bin) }))),
    el("p", { class: "keys" }, key("clear", "clear"), key("flagged", "flagged"), key("undetermined", "undetermined")));
}
