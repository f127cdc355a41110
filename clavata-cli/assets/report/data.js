// Reads the data of the page, and determines each cell of the heat map.

const data = JSON.parse(document.getElementById("data").textContent);
const text = (number) => (number === null || number === undefined ? "" : data.texts[number]);
const { contents, jobs, shapes, policies } = data;

/** How far below its threshold a score counts as near. */
const NEAR = 0.1;

const NONE = 0, CLEAR = 1, UNKNOWN = 2, FAILED = 3, NEARLY = 4, FLAGGED = 5;
const CELLS = [
  { name: "none", word: "not judged" },
  { name: "clear", word: "no match" },
  { name: "unknown", word: "unknown" },
  { name: "failed", word: "failed" },
  { name: "near", word: "near" },
  { name: "flagged", word: "flagged" },
];
const VERDICTS = {
  flagged: { glyph: "▲", rank: 0 },
  undetermined: { glyph: "?", rank: 1 },
  clear: { glyph: "✓", rank: 2 },
};

const policyName = (policy) => (policy ? text(policy[1]) || text(policy[0]) : "") || "no policy";
const stateOf = (content, node) => data.outcomes[content.outcomes[node]][1];
const outcomeOf = (content, node) => data.outcomes[content.outcomes[node]][0];

/** The columns of the heat map: labels by policy, in separate columns even if they share a name. */
const columns = [];
const columnsOf = new Map();

function columnsFor(content) {
  const policy = content.policy === null ? null : policies[content.policy];
  const key = `${content.policy}/${content.shape}`;
  if (columnsOf.has(key)) return columnsOf.get(key);
  const group = policy ? text(policy[0]) || text(policy[1]) : "";
  const seen = new Map();
  const found = [];
  shapes[content.shape].forEach(([kind, label], node) => {
    if (kind !== "label") return;
    const nth = (seen.get(label) ?? 0) + 1;
    seen.set(label, nth);
    found.push([columnAt(group, policy, label, nth), node]);
  });
  columnsOf.set(key, found);
  return found;
}

const columnKeys = new Map();

function columnAt(group, policy, label, nth) {
  const key = JSON.stringify([group, label, nth]);
  if (!columnKeys.has(key)) {
    const name = (text(label) || "unnamed label") + (nth > 1 ? ` (${nth})` : "");
    columnKeys.set(key, columns.length);
    columns.push({ name, policy: policyName(policy), group });
  }
  return columnKeys.get(key);
}

/** The outcome of a label. Clear only if there is no match and no doubt below it. */
function cellOf(content, node) {
  const state = stateOf(content, node);
  if (state === "yes") return FLAGGED;
  if (state === "failed") return FAILED;
  if (state !== "no") return UNKNOWN;
  const shape = shapes[content.shape];
  for (let below = node + 1; below < shape.length && shape[below][0] === "rule"; below += 1) {
    const rule = stateOf(content, below);
    if (rule === "failed" || rule === "unknown") return FAILED;
  }
  const score = content.scores[node];
  const isNear = score !== null && content.threshold !== null && score >= content.threshold - NEAR;
  return isNear ? NEARLY : CLEAR;
}

for (const content of contents) columnsFor(content);
// Labels of one policy are adjacent, in order of arrival.
const groups = [...new Set(columns.map((column) => column.group))];
const order = columns.map((_, at) => at).sort((a, b) => groups.indexOf(columns[a].group) - groups.indexOf(columns[b].group) || a - b);
const placeOf = new Array(order.length);
order.forEach((from, to) => { placeOf[from] = to; });
const labels = order.map((from) => columns[from]);

contents.forEach((content, at) => {
  content.at = at;
  content.cells = new Uint8Array(labels.length);
  content.nodes = new Int32Array(labels.length).fill(-1);
  content.top = null;
  for (const [column, node] of columnsFor(content)) {
    const place = placeOf[column];
    content.cells[place] = cellOf(content, node);
    content.nodes[place] = node;
    const score = content.scores[node];
    if (score !== null && (content.top === null || score > content.top)) content.top = score;
  }
  content.worst = content.cells.reduce((worst, cell) => Math.max(worst, cell), NONE);
});

const scoreAt = (content, label) => (content.nodes[label] < 0 ? null : content.scores[content.nodes[label]]);

/** A name for the content. The content itself is not in any answer. */
function nameOf(content) {
  const pairs = content.metadata;
  for (let at = 0; at < pairs.length; at += 2) {
    if (/^(id|name|title|ref_?id)$/i.test(text(pairs[at])) && text(pairs[at + 1]) !== "") return text(pairs[at + 1]);
  }
  if (pairs.length > 0) return `${text(pairs[0])}: ${text(pairs[1])}`;
  const hash = text(content.hash);
  return hash ? hash.replace(/^.*::/, "#").slice(0, 20) : `result ${content.index} of ${text(content.job_uuid) || "an unnamed job"}`;
}
