// The heat map: content by labels. Only the rows in view are elements; scrolling reuses them for other content.

const ROW = 34;
const SPARE = 6;
/** The most rows that are printed. */
const PRINTED = 500;

const heat = {
  shown: [],
  slots: [],
  /** The cell with the keyboard focus: row -1 is the head, column 0 the name. */
  row: 0,
  column: 0,
  selected: null,
  isPrinting: false,
};

function describe(content, label) {
  const cell = content.cells[label];
  const said = CELLS[cell].word;
  if (cell === NONE) return `${labels[label].name}: ${said}`;
  const score = scoreAt(content, label);
  const outcome = cell === UNKNOWN ? ` (${outcomeOf(content, content.nodes[label])})` : "";
  const numbers = score === null ? ", no score" : `, score ${score}`;
  const against = content.threshold === null ? "" : `, threshold ${content.threshold}`;
  return `${labels[label].name}: ${said}${outcome}${numbers}${against}`;
}

function cellText(content, label) {
  const cell = content.cells[label];
  const score = scoreAt(content, label);
  if (score !== null) return short(score);
  return cell === CLEAR ? "–" : "";
}

function cellClass(content, label) {
  const cell = content.cells[label];
  if (cell !== CLEAR) return `cell c-${CELLS[cell].name}`;
  const full = content.threshold ?? 1;
  const step = Math.min(4, Math.floor(((scoreAt(content, label) ?? 0) / full) * 5));
  return `cell c-clear s${step}`;
}

function makeSlot() {
  const name = el("div", { role: "rowheader", class: "name", tabindex: -1, "aria-colindex": 1 }, el("span", { class: "glyph", "aria-hidden": "true" }), el("bdi"));
  const cells = labels.map((_, at) => el("div", { role: "gridcell", tabindex: -1, "aria-colindex": at + 2 }));
  return { at: -1, name, cells, row: el("div", { role: "row", class: "row" }, name, cells) };
}

/** Fills a row of elements with a content. */
function bind(slot, at) {
  const content = heat.shown[at];
  slot.at = at;
  slot.row.setAttribute("aria-rowindex", at + heat.headRows + 1);
  slot.row.style.transform = `translateY(${at * ROW}px)`;
  slot.row.setAttribute("aria-selected", content === heat.selected);
  const [mark, name] = slot.name.children;
  mark.className = `glyph is-${content.verdict}`;
  mark.textContent = VERDICTS[content.verdict].glyph;
  name.textContent = content.name ??= nameOf(content);
  slot.name.setAttribute("aria-label", `${content.name}: ${content.verdict}`);
  slot.cells.forEach((cell, label) => {
    cell.className = cellClass(content, label);
    const shown = cellText(content, label);
    cell.textContent = shown;
    // The accessible name includes the visible text, so that voice control finds it.
    cell.setAttribute("aria-label", `${shown} ${describe(content, label)}`.trimStart());
  });
}

function inView() {
  if (heat.isPrinting) return [0, Math.min(heat.shown.length, PRINTED)];
  const top = Math.max(0, Math.floor(heat.grid.scrollTop / ROW) - SPARE);
  const count = Math.ceil((heat.grid.clientHeight || 600) / ROW) + 2 * SPARE;
  return [top, Math.min(heat.shown.length, top + count)];
}

function draw() {
  const [from, to] = inView();
  const needed = to - from;
  while (heat.slots.length < needed) {
    const slot = makeSlot();
    heat.slots.push(slot);
    heat.body.append(slot.row);
  }
  const held = new Map();
  const free = [];
  for (const slot of heat.slots) {
    if (slot.at >= from && slot.at < to) held.set(slot.at, slot);
    else free.push(slot);
  }
  for (let at = from; at < to; at += 1) {
    if (!held.has(at)) bind(free.pop(), at);
  }
  for (const slot of free) {
    // A row with the focus passes it on before it is removed.
    if (slot.row.contains(document.activeElement)) heat.grid.focus({ preventScroll: true });
    slot.at = -1;
    slot.row.remove();
  }
  heat.slots = heat.slots.filter((slot) => slot.at >= 0);
  // Screen readers follow the order of the elements.
  const inOrder = heat.slots.slice().sort((a, b) => a.at - b.at);
  if (heat.isPrinting) inOrder.forEach((slot) => heat.body.append(slot.row));
  rove();
}

function legend() {
  const key = (cell, words) => el("span", { class: "key" }, el("span", { class: `swatch c-${CELLS[cell].name}`, "aria-hidden": "true", text: cell === CLEAR ? ".2" : "" }), words);
  return el("p", { class: "keys" },
    key(FLAGGED, "flagged"),
    key(NEARLY, `no match, but at most ${NEAR} below the threshold, or above it`),
    key(FAILED, "failed: not judged"),
    key(UNKNOWN, "unknown outcome"),
    key(CLEAR, "no match; darker means closer to the threshold"),
    el("span", { class: "key", text: "empty: the policy has no such label" }));
}

function heads() {
  heat.heads = labels.map((label, at) => el("div", { role: "columnheader", tabindex: -1, "aria-colindex": at + 2 }, el("span", { class: "label" }, el("span", { text: label.name }))));
  const corner = () => el("div", { role: "columnheader", class: "corner small soft", "aria-colindex": 1, text: "Content" });
  const rows = [el("div", { role: "row", class: "row", "aria-rowindex": 1 }, corner(), heat.heads)];
  if (groups.length > 1) {
    const spans = groups.map((group) => labels.filter((label) => label.group === group)).filter((group) => group.length > 0);
    const cells = spans.map((group) => {
      const cell = el("div", { role: "presentation", class: "group", text: group[0].policy });
      cell.style.setProperty("--span", group.length);
      return cell;
    });
    rows.unshift(el("div", { role: "presentation", class: "row groups" }, el("div", { role: "presentation", class: "corner" }), cells));
  }
  heat.headRows = 1;
  heat.head = el("div", { role: "rowgroup", class: "head" }, rows);
  return heat.head;
}

function refresh() {
  heat.shown = chosen();
  heat.grid.setAttribute("aria-rowcount", heat.shown.length + heat.headRows);
  heat.body.style.height = `${heat.shown.length * ROW}px`;
  heat.row = Math.min(heat.row, Math.max(0, heat.shown.length - 1));
  for (const slot of heat.slots) slot.at = -1;
  heat.heads.forEach((head, label) => {
    const isSorted = wanted.label === label && wanted.sort === "score";
    head.setAttribute("aria-sort", isSorted ? "descending" : "none");
    head.classList.toggle("sorted", isSorted);
  });
  heat.none.hidden = heat.shown.length > 0;
  heat.count.textContent = `${count(heat.shown.length)} of ${pieces(contents.length)}`;
  heat.grid.scrollTop = 0;
  draw();
}

function heatMap() {
  heat.body = el("div", { role: "rowgroup", class: "body" });
  heat.says = el("p", { class: "says soft", text: "Arrow keys move, Enter shows the tree or sorts by label, / searches." });
  heat.count = el("p", { class: "soft small", "aria-live": "polite" });
  heat.none = el("p", { class: "nobody", hidden: true, text: "No content matches the filters." });
  heat.grid = el("div", {
    role: "grid", class: `heat ${labels.length <= 6 ? "few" : labels.length > 14 ? "many" : ""}`, "aria-label": "Content by labels", "aria-colcount": labels.length + 1,
    keydown: pressed,
    click: (event) => { const place = placeOfEvent(event); if (place) { moveTo(...place); choose(...place); } },
    focusin: (event) => { const place = placeOfEvent(event); if (place) { [heat.row, heat.column] = place; rove(); tell(place); } },
    mouseover: (event) => tell(placeOfEvent(event)),
  }, heads(), heat.body);
  heat.grid.style.setProperty("--columns", labels.length);
  let isDue = false;
  heat.grid.addEventListener("scroll", () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => { isDue = false; draw(); });
  }, { passive: true });
  const controls = tools(refresh);
  const [label, , sort] = controls.querySelectorAll("select");
  heat.sortBy = (at) => {
    Object.assign(wanted, { label: at, sort: "score" });
    [label.value, sort.value] = [String(at), "score"];
    refresh();
    moveTo(-1, at + 1);
  };
  const unprinted = el("p", { class: "unprinted small", hidden: true });
  const print = (isPrinting) => {
    heat.isPrinting = isPrinting;
    unprinted.hidden = heat.shown.length <= PRINTED;
    unprinted.textContent = `Only the first ${PRINTED} rows are printed. Use the filters to print others.`;
    draw();
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  return el("section", { "aria-labelledby": "heat" },
    el("h2", { id: "heat", text: "Content by labels" }),
    el("p", { class: "soft small", text: "The score of each label, compared with the threshold of its own answer." }),
    controls, heat.count, unprinted,
    el("div", { class: "look" }, el("div", {}, heat.grid, heat.none), treePanel()),
    heat.says, legend());
}
