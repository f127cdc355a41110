// Navigation of the heat map by keyboard and mouse.

/** Makes exactly one element of the grid reachable by Tab. */
function rove() {
  const stop = elementAt(heat.row, heat.column) ?? heat.grid;
  if (stop === heat.stop) return;
  heat.stop?.setAttribute("tabindex", -1);
  stop.setAttribute("tabindex", 0);
  heat.stop = stop;
}

function elementAt(row, column) {
  if (row < 0) return heat.heads[column - 1];
  const slot = heat.slots.find((one) => one.at === row);
  return column === 0 ? slot?.name : slot?.cells[column - 1];
}

/** Moves the focus to a cell and scrolls it into view. */
function moveTo(row, column) {
  heat.column = Math.max(0, Math.min(labels.length, column));
  heat.row = Math.max(labels.length > 0 && heat.column > 0 ? -1 : 0, Math.min(heat.shown.length - 1, row));
  const { grid } = heat;
  if (heat.row >= 0) {
    const top = heat.row * ROW;
    const free = grid.clientHeight - heat.head.offsetHeight;
    if (top < grid.scrollTop) grid.scrollTop = top;
    else if (top + ROW > grid.scrollTop + free) grid.scrollTop = top + ROW - free;
  }
  draw();
  const element = elementAt(heat.row, heat.column);
  if (element === undefined) return;
  element.focus({ preventScroll: true });
  if (heat.column > 0) {
    const left = element.offsetLeft - heat.slots[0]?.name.offsetWidth;
    const right = element.offsetLeft + element.offsetWidth - grid.clientWidth;
    if (left < grid.scrollLeft) grid.scrollLeft = left;
    else if (right > grid.scrollLeft) grid.scrollLeft = right;
  } else {
    grid.scrollLeft = 0;
  }
}

function focusHeat() {
  if (heat.shown.length > 0) moveTo(Math.max(0, heat.row), heat.column);
}

function pressed(event) {
  const page = Math.max(1, Math.floor(heat.grid.clientHeight / ROW) - 2);
  const { row, column } = heat;
  const last = heat.shown.length - 1;
  const moves = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    PageUp: [Math.max(0, row - page), column],
    PageDown: [row + page, column],
    Home: event.ctrlKey ? [0, 0] : [row, 0],
    End: event.ctrlKey ? [last, labels.length] : [row, labels.length],
  };
  if (moves[event.key] !== undefined) moveTo(...moves[event.key]);
  else if (event.key === "Enter" || event.key === " ") choose(row, column);
  else return;
  event.preventDefault();
}

/** Shows the tree of a row, or sorts by the label of a head. */
function choose(row, column) {
  if (row < 0) {
    heat.sortBy(column - 1);
    return;
  }
  heat.selected = heat.shown[row];
  for (const slot of heat.slots) slot.row.setAttribute("aria-selected", heat.shown[slot.at] === heat.selected);
  showTree(heat.selected, column - 1);
}

/** The row and the column of an event. */
function placeOfEvent(event) {
  const element = event.target instanceof Element && event.target.closest("[role=gridcell], [role=rowheader], [role=columnheader]");
  if (!element) return null;
  const head = heat.heads.indexOf(element);
  if (head >= 0) return [-1, head + 1];
  const slot = heat.slots.find((one) => one.row.contains(element));
  return slot ? [slot.at, Number(element.getAttribute("aria-colindex")) - 1] : null;
}

function tell(place) {
  if (place === null || place[0] < 0 || heat.shown[place[0]] === undefined) return;
  const content = heat.shown[place[0]];
  heat.says.textContent = place[1] === 0 ? `${content.name}: ${content.verdict}` : `${content.name} · ${describe(content, place[1] - 1)}`;
}
