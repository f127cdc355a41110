// Creates every element of the page. Data always becomes text, never markup.

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

const grouped = new Intl.NumberFormat("en");
const count = (number) => grouped.format(number);
const many = (number, one, more = `${one}s`) => `${count(number)} ${number === 1 ? one : more}`;
const pieces = (number) => many(number, "piece of content", "pieces of content");

/** A percentage, "under 1%" rather than 0 for a part above zero. */
function percent(part, whole) {
  if (whole === 0 || part === 0) return "0%";
  const share = (100 * part) / whole;
  if (share < 1) return "under 1%";
  return share > 99 && part < whole ? "over 99%" : `${Math.round(share)}%`;
}

/** A score, shortened without overstating it: .91, .005, 1. */
function short(score) {
  if (score > 0 && score < 0.01) return "<.01";
  // Rounding must not raise a score to a value that it does not reach.
  const cut = Math.floor(score * 100 + 1e-9) / 100;
  return cut === 0 || cut >= 1 ? String(cut) : cut.toFixed(2).slice(1);
}

/** A symbol for a verdict. The word next to it says the same. */
const glyph = (text, kind) => el("span", { class: `glyph is-${kind}`, "aria-hidden": "true", text });
