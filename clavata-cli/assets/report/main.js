// Puts the parts in their places.

function nothing() {
  const said = jobs.length > 0
    ? "No job here has a result, so there is nothing to compare. The verdicts above say why."
    : "There is nothing to show: the input held no job and no answer.";
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
// What is below the first screen does not hold it up.
requestAnimationFrame(() => setTimeout(() => {
  add(histograms(), timeLine(), cost());
  document.documentElement.dataset.ready = "";
}));
