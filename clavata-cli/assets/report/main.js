// Assembles the page.

function nothing() {
  const said = jobs.length > 0
    ? "No job here has a result, so there is nothing to compare. See the verdicts above for the reasons."
    : "There is nothing to show: the input contained no jobs and no answers.";
  return el("section", { class: "nobody", id: "nothing" }, el("p", { text: said }));
}

const page = document.getElementById("page");
const isEmpty = contents.length === 0;
const add = (...parts) => page.append(...parts.filter((part) => part !== null));
page.replaceChildren();
add(header(), notes(), isEmpty && jobs.length === 0 ? null : summary(), isEmpty ? nothing() : heatMap());
if (!isEmpty) {
  refresh();
  choose(0, 0);
}
// Parts below the first screen do not delay it.
requestAnimationFrame(() => setTimeout(() => {
  add(histograms(), timeLine(), cost());
  document.documentElement.dataset.ready = "";
}));
