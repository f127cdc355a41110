// The cost of the evaluations in tokens, by policy and day.

const DAYS = 400;

function cost() {
  if (contents.length === 0) return null;
  const rows = new Map();
  for (const content of contents) {
    const day = content.time === null ? "no time" : new Date(content.time).toISOString().slice(0, 10);
    const policy = content.policy === null ? "no policy" : policyName(policies[content.policy]);
    const key = JSON.stringify([day, policy]);
    const row = rows.get(key) ?? { day, policy, contents: 0, silent: 0, input: 0, billed: 0 };
    rows.set(key, row);
    row.contents += 1;
    if (content.tokens === null) row.silent += 1;
    else {
      row.input += content.tokens[0];
      row.billed += content.tokens[1];
    }
  }
  const all = [...rows.values()].sort((a, b) => a.day.localeCompare(b.day) || a.policy.localeCompare(b.policy));
  const sum = (name) => all.reduce((total, row) => total + row[name], 0);
  const silent = sum("silent");
  const title = el("h2", { id: "cost", text: "Cost by policy and day" });
  if (silent === contents.length) {
    return el("section", { "aria-labelledby": "cost" }, title, el("p", { class: "soft", text: "The answers do not contain their cost." }));
  }
  const highest = Math.max(1, ...all.map((row) => row.billed));
  const tokens = (row, name) => (row.silent === row.contents ? "unknown" : `${row.silent > 0 ? "at least " : ""}${count(row[name])}`);
  const cells = (row) => [
    el("td", { class: "number", text: count(row.contents) }),
    el("td", { class: "number", text: tokens(row, "input") }),
    el("td", { class: "number", text: tokens(row, "billed") }),
  ];
  const body = all.slice(0, DAYS).map((row) => {
    const bar = el("span");
    bar.style.width = `${(100 * row.billed) / highest}%`;
    return el("tr", {}, el("td", { class: "day", text: row.day }), el("td", {}, el("bdi", { text: row.policy })), cells(row), el("td", { class: "meter", "aria-hidden": "true" }, row.billed > 0 ? bar : null));
  });
  const total = { contents: contents.length, silent, input: sum("input"), billed: sum("billed") };
  const more = all.length > DAYS ? ` The first ${DAYS} of ${count(all.length)} rows are shown; the total includes all.` : "";
  const unknown = silent > 0 ? ` ${pieces(silent)} ${silent === 1 ? "does" : "do"} not report a cost.` : "";
  const heading = (name, kind) => el("th", { scope: "col", class: kind, text: name });
  return el("section", { "aria-labelledby": "cost" }, title,
    el("p", { class: "soft small", text: `Tokens as reported in the answers; days are UTC. Retried requests may have been billed more than once.${unknown}${more}` }),
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": "cost" },
      el("table", {},
        el("thead", {}, el("tr", {}, heading("Day"), heading("Policy"), heading("Content", "number"), heading("Tokens in", "number"), heading("Tokens billed", "number"), el("td", { class: "meter" }))),
        el("tbody", {}, body),
        el("tfoot", {}, el("tr", {}, el("th", { scope: "row", text: "All" }), el("td"), cells(total), el("td"))))));
}
