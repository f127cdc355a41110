// The selected content: its facts, and its tree from the policy down to the rules of exceptions.

const tree = {};

function treePanel() {
  tree.panel = el("aside", { class: "tree", tabindex: 0, "aria-label": "Selected content" }, el("p", { class: "soft", text: "Select a row to see its tree." }));
  return tree.panel;
}

const WORDS = { yes: "▲", no: "·", failed: "✕", unspecified: "–", unknown: "?" };
const SAID = { yes: "match", no: "no match", failed: "failed", unspecified: "not needed", unknown: "unknown" };

function meter(score, threshold) {
  const bar = svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "rail", width: 100, height: 10 }),
    svg("rect", { class: "fill-no", width: Math.min(1, score) * 100, height: 10 }));
  if (threshold !== null) bar.append(svg("line", { class: "threshold", x1: threshold * 100, x2: threshold * 100, y1: 0, y2: 10 }));
  return bar;
}

function nodeLine(content, node) {
  const [kind, label, message, index] = shapes[content.shape][node];
  const state = stateOf(content, node);
  const score = content.scores[node];
  const cell = kind === "label" ? cellOf(content, node) : null;
  const isDoubted = state === "no" && cell === FAILED;
  const names = {
    policy: ["Policy", policyName(policies[content.policy])],
    label: ["Label", text(label) || "unnamed"],
    rule: ["Rule", text(message) || `${(index ?? 0) + 1}`],
    exception: ["Exception", label === null ? "of the policy" : "of the label"],
    exception_rule: ["Rule of the exception", text(message) || `${(index ?? 0) + 1}`],
  };
  const [what, name] = names[kind];
  const own = { match: "TRUE", "no match": "FALSE", failed: "FAILED" };
  const isNeeded = state !== "unspecified" || kind === "rule" || kind === "exception_rule";
  const said = isDoubted ? "no match, but a rule failed" : isNeeded ? SAID[state] : "no outcome";
  const raw = outcomeOf(content, node);
  const more = own[said] === raw || state === "unspecified" ? "" : ` (${raw})`;
  const action = kind === "label" && message !== null ? el("span", { class: "soft" }, " → ", el("bdi", { text: text(message) })) : null;
  const kindOf = { yes: "flagged", no: "clear" }[state] ?? "undetermined";
  return el("span", { class: "node" },
    el("span", { class: `glyph is-${isDoubted ? "undetermined" : kindOf}`, "aria-hidden": "true", text: isDoubted ? "✕" : WORDS[state] }),
    el("span", {}, el("span", { class: "hidden", text: `${what}: ` }), kind === "label" || kind === "policy" ? el("strong", {}, el("bdi", { text: name })) : el("bdi", { text: kind === "exception" ? `${what} ${name}` : name }), action, el("span", { class: "soft", text: ` ${said}${more}` })),
    el("span", { class: "score" }, score === null ? el("span", { class: "soft", text: "no score" }) : [meter(score, content.threshold), String(Number(score.toFixed(4)))]));
}

/** The nodes are in reading order: the children of a label follow it. */
function treeOf(content, focus) {
  const shape = shapes[content.shape];
  const top = el("ul");
  let inLabel = null, inException = null, below = top;
  shape.forEach(([kind, label], node) => {
    const line = nodeLine(content, node);
    if (kind === "policy") {
      below = el("ul");
      top.append(el("li", {}, line, below));
    } else if (kind === "label") {
      inLabel = el("ul");
      const isOpen = cellOf(content, node) !== CLEAR || node === focus;
      below.append(el("li", {}, el("details", { open: isOpen }, el("summary", {}, line), inLabel)));
    } else if (kind === "exception") {
      inException = el("ul");
      const place = label === null ? below : inLabel ?? below;
      place.append(el("li", {}, line, inException));
    } else {
      (kind === "exception_rule" ? inException : inLabel ?? below)?.append(el("li", {}, line));
    }
  });
  return shape.length > 0 ? top : el("p", { class: "soft", text: "There is no report: this content was not judged." });
}

function showTree(content, label = -1) {
  const policy = content.policy === null ? null : policies[content.policy];
  const facts = [
    ["Verdict", content.verdict],
    ["Why", text(content.reason)],
    ["Job", text(content.job_uuid)],
    ["Verdict of the job", content.job === null ? "" : jobs[content.job].verdict],
    ["Result", String(content.index)],
    ["Hash", text(content.hash)],
    ["Policy", policy && text(policy[0])],
    ["Version", policy && text(policy[2])],
    ["Threshold", content.threshold === null ? "unknown" : String(content.threshold)],
    ["Time", content.time === null ? "" : new Date(content.time).toISOString()],
    ["Tokens", content.tokens && `${count(content.tokens[0])} in, ${count(content.tokens[1])} billed`],
  ];
  for (let at = 0; at < content.metadata.length; at += 2) facts.push([text(content.metadata[at]), text(content.metadata[at + 1])]);
  const shown = facts.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, el("bdi", { text: name })), el("dd", {}, el("bdi", { text: value }))]);
  tree.panel.replaceChildren(
    el("h3", {}, glyph(VERDICTS[content.verdict].glyph, content.verdict), " ", el("bdi", { text: content.name ??= nameOf(content) })),
    el("dl", {}, shown),
    treeOf(content, label < 0 ? -1 : content.nodes[label]));
  tree.panel.scrollTop = 0;
}
