// Which content the heat map shows, and in which order.

const wanted = {
  words: [],
  verdicts: new Set(Object.keys(VERDICTS)),
  label: -1,
  cells: "all",
  sort: "worst",
};

const KINDS = {
  all: { name: "All", of: () => true },
  flagged: { name: "Flagged", of: (cell) => cell === FLAGGED },
  near: { name: "Near", of: (cell) => cell === NEARLY },
  doubt: { name: "Failed or unknown", of: (cell) => cell === FAILED || cell === UNKNOWN },
  clear: { name: "No match", of: (cell) => cell === CLEAR },
};

const SORTS = {
  worst: "Worst first",
  score: "Highest score first",
  given: "Input order",
  newest: "Newest first",
  name: "Name",
  tokens: "Most tokens first",
};

/** The text of a content that is searched. */
function haystack(content) {
  if (content.haystack === undefined) {
    const hits = labels.filter((_, at) => content.cells[at] === FLAGGED).map((label) => label.name);
    const words = [...content.metadata.map(text), text(content.hash), text(content.job_uuid), text(content.reason), content.verdict, ...hits];
    content.haystack = words.join("\n").toLowerCase();
  }
  return content.haystack;
}

function isWanted(content) {
  if (!wanted.verdicts.has(content.verdict)) return false;
  const { of } = KINDS[wanted.cells];
  if (wanted.label >= 0) {
    const cell = content.cells[wanted.label];
    if (cell === NONE || !of(cell)) return false;
  } else if (wanted.cells !== "all" && !content.cells.some(of)) {
    return false;
  }
  return wanted.words.every((word) => haystack(content).includes(word));
}

/** Highest first; content without a value last. */
const falling = (of) => (a, b) => (of(b) ?? -1) - (of(a) ?? -1) || a.at - b.at;
const scoreOf = (content) => (wanted.label >= 0 ? scoreAt(content, wanted.label) : content.top);

const COMPARE = {
  given: (a, b) => a.at - b.at,
  worst: (a, b) => VERDICTS[a.verdict].rank - VERDICTS[b.verdict].rank || b.worst - a.worst || falling(scoreOf)(a, b),
  score: falling(scoreOf),
  newest: falling((content) => content.time),
  tokens: falling((content) => content.tokens?.[1]),
  name: (a, b) => (a.name ??= nameOf(a)).localeCompare((b.name ??= nameOf(b)), "en", { numeric: true }) || a.at - b.at,
};

const chosen = () => contents.filter(isWanted).sort(COMPARE[wanted.sort]);

function select(title, options, value, change) {
  const list = el("select", { change: () => change(list.value) }, options.map(([key, name]) => el("option", { value: key, text: name, selected: key === value })));
  return el("label", {}, title, list);
}

/** The controls. `changed` is called when the selection changes. */
function tools(changed) {
  const search = el("input", {
    type: "search", id: "search", placeholder: "Metadata, hash, job, label", "aria-keyshortcuts": "/",
    input: () => { wanted.words = search.value.toLowerCase().split(/\s+/).filter(Boolean); changed(); },
    keydown: (event) => { if (event.key === "Enter") focusHeat(); },
  });
  const { of } = tally();
  const check = (verdict) => {
    const box = el("input", {
      type: "checkbox", checked: true, value: verdict,
      change: () => { wanted.verdicts[box.checked ? "add" : "delete"](verdict); changed(); },
    });
    return el("label", { class: "check" }, box, glyph(VERDICTS[verdict].glyph, verdict), `${verdict} (${count(of[verdict])})`);
  };
  const names = labels.map((label, at) => [String(at), groups.length > 1 ? `${label.policy}: ${label.name}` : label.name]);
  const set = (name) => (value) => { wanted[name] = name === "label" ? Number(value) : value; changed(); };
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.closest("input, select, textarea");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
  });
  return el("div", { class: "tools", role: "search" },
    el("label", { class: "search" }, "Search ( / )", search),
    el("fieldset", {}, el("legend", { text: "Verdict" }), Object.keys(VERDICTS).map(check)),
    select("Label", [["-1", "Any label"], ...names], "-1", set("label")),
    select("Outcome", Object.entries(KINDS).map(([key, { name }]) => [key, name]), "all", set("cells")),
    select("Order", Object.entries(SORTS), wanted.sort, set("sort")));
}
