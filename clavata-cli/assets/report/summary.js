// The summary, in words and numbers.

function tally() {
  const of = { flagged: 0, undetermined: 0, clear: 0 };
  for (const content of contents) of[content.verdict] += 1;
  const missing = jobs.reduce((sum, job) => sum + Math.max(0, job.content - job.results), 0);
  return { of, missing };
}

function topOf(items) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function reasonsOf(title, items) {
  const all = topOf(items);
  if (all.length === 0) return null;
  const shown = all.slice(0, 12);
  const rest = all.slice(12).reduce((sum, [, times]) => sum + times, 0);
  if (rest > 0) shown.push(["other reasons", rest]);
  return el("div", {},
    el("h3", { text: title }),
    el("div", { class: "reasons" }, shown.map(([why, times]) => [el("span", { text: count(times) }), el("span", {}, el("bdi", { text: why }))])));
}

function header() {
  const times = contents.map((content) => content.time).filter((time) => time !== null);
  const day = (time) => new Date(time).toISOString().slice(0, 10);
  let when = "";
  if (times.length > 0) {
    const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))].map(day);
    when = first === last ? `, ${first}` : `, ${first} to ${last}`;
  }
  const said = groups.length === 1 ? `policy ${policyName(policies[0])}` : many(groups.length, "policy", "policies");
  const about = contents.length === 0 && jobs.length === 0 ? "" : `${pieces(contents.length)}, ${many(jobs.length, "job")}, ${said}${when}`;
  const themes = ["auto", "light", "dark"];
  const button = el("button", {
    type: "button",
    text: "Theme: auto",
    click: () => {
      const root = document.documentElement;
      const next = themes[(themes.indexOf(root.dataset.theme ?? "auto") + 1) % themes.length];
      if (next === "auto") delete root.dataset.theme;
      else root.dataset.theme = next;
      button.textContent = `Theme: ${next}`;
    },
  });
  return el("header", { class: "top" }, el("div", {}, el("h1", { text: "Moderation report" }), el("p", { class: "soft" }, el("bdi", { text: about }))), button);
}

/** Notes to read before the rest. */
function notes() {
  const said = [];
  const say = (text) => said.push(el("li", { text }));
  if (data.unread > 0) say(`${many(data.unread, "value")} could not be read or had no answer, so nothing in it has passed.`);
  const labelled = contents.filter((content) => content.worst > NONE);
  if (contents.length > 0 && contents.every((content) => content.verdict === "undetermined")) {
    say("No evaluation here is complete: all content is undetermined.");
  }
  if (labelled.length > 0 && labelled.every((content) => content.top === null)) {
    say("No label has a score, so there is no histogram and nothing is shown as near.");
  }
  if (groups.length > 1) say(`${count(groups.length)} policies are mixed here. Compare scores only within one policy.`);
  const versions = new Set(policies.map((policy) => JSON.stringify(policy)));
  if (versions.size > groups.length && groups.length > 0) say("Some content was judged by another version of the same policy.");
  const thresholds = new Set(labelled.map((content) => content.threshold));
  if (thresholds.size > 1) say("Thresholds differ. Each score is compared with the threshold of its own answer.");
  else if (thresholds.has(null)) say("The answers do not contain a threshold, so nothing is shown as near.");
  for (const { file, line, why } of data.problems) {
    const place = file === null ? "" : `${file}, line ${line}: `;
    // The place is often part of the reason.
    say(why.startsWith("line ") && file !== null ? `${file}, ${why}` : `${place}${why}`);
  }
  if (data.more_problems > 0) say(`… and ${many(data.more_problems, "more problem")}.`);
  if (said.length === 0) return null;
  const shown = said.slice(0, 12);
  const rest = said.slice(12);
  const more = rest.length === 0 ? null : el("details", {}, el("summary", { text: `${count(rest.length)} more` }), el("ul", {}, rest));
  return el("section", { class: "notes", "aria-labelledby": "notes" }, el("h2", { id: "notes", text: "Read this first" }), el("ul", {}, shown), more);
}

function summary() {
  const { of, missing } = tally();
  const all = contents.length;
  const tile = (verdict) => el("div", { class: "tile", "data-verdict": verdict },
    el("span", {}, glyph(VERDICTS[verdict].glyph, verdict), ` ${verdict}`),
    el("b", { class: `is-${verdict}`, text: count(of[verdict]) }),
    el("span", { class: "soft small", text: `${percent(of[verdict], all)} of the content` }));
  const verdicts = Object.keys(VERDICTS);
  const tiles = verdicts.map(tile);
  if (missing > 0) {
    tiles.push(el("div", { class: "tile", "data-verdict": "missing" },
      el("span", {}, glyph("–", "undetermined"), " without a result"),
      el("b", { class: "is-undetermined", text: count(missing) }),
      el("span", { class: "soft small", text: "not judged, not clear" })));
  }
  const share = el("div", { class: "share", role: "img", "aria-label": verdicts.map((verdict) => `${count(of[verdict])} ${verdict}`).join(", ") },
    verdicts.filter((verdict) => of[verdict] > 0).map((verdict) => {
      const part = el("span", { class: `bar-${verdict}` });
      part.style.flexGrow = of[verdict];
      return part;
    }));
  const open = jobs.filter((job) => job.verdict === "undetermined");
  return el("section", { "aria-labelledby": "verdicts" },
    el("h2", { id: "verdicts", text: "Verdicts" }),
    el("p", { class: "soft small", text: "Clear only if everything that must be evaluated returned no match. Anything failed, missing or unknown is undetermined." }),
    el("div", { class: "tiles" }, tiles),
    all > 0 ? share : null,
    reasonsOf("Why content is undetermined", contents.filter((content) => content.reason !== null).map((content) => text(content.reason).replace(/^result \d+: /, ""))),
    reasonsOf("Why jobs are undetermined", open.map((job) => text(job.reason).replace(/^result \d+: /, "a result: "))));
}
