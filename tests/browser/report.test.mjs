import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { page, picture, start, stop, visit } from "./browser.mjs";
import { jobs } from "./sample.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHOWN = ".body .row";
const focused = (tab) => tab.evaluate(() => [document.activeElement.closest("[role=row]")?.getAttribute("aria-rowindex"), document.activeElement.getAttribute("aria-colindex")].map(Number));
const names = (tab) => tab.$$eval(SHOWN, (rows) => rows.sort((a, b) => a.getAttribute("aria-rowindex") - b.getAttribute("aria-rowindex")).map((row) => row.querySelector(".name bdi").textContent));
const counted = async (tab) => Number((await tab.textContent("[aria-live]")).split(" ")[0].replace(",", ""));

let middle, large;

before(async () => {
  middle = page("middle", jobs(300, 12));
  large = page("large", jobs(5000, 20));
  await start();
});
after(stop);

test("the page shows each part, in light, dark and narrow", async () => {
  for (const [name, options] of [
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["narrow", { viewport: { width: 390, height: 844 } }],
  ]) {
    await visit(middle, options, async (tab) => {
      assert.deepEqual(await tab.$$eval("h2", (all) => all.map((one) => one.textContent)), ["Verdicts", "Content by labels", "Scores by label", "When they were judged", "Cost by policy and day"]);
      assert.equal(await tab.locator(".chart").count(), 12);
      const tiles = await tab.$$eval(".tile b", (all) => all.map((one) => Number(one.textContent)));
      assert.equal(tiles.reduce((sum, one) => sum + one), 300);
      assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "it is wider than the window");
      await picture(tab, name);
    });
  }
});

test("what a cell means is told without color", async () => {
  await visit(middle, {}, async (tab) => {
    for (const [label, kind, glyph] of [["flagged", "flagged", "▲"], ["near", "near", "△"], ["doubt", "failed", "✕"], ["doubt", "unknown", "?"]]) {
      await tab.locator(".tools select").nth(1).selectOption(label);
      const cells = await tab.$$eval(`.c-${kind}[role=gridcell]`, (all) => all.map((one) => [getComputedStyle(one, "::before").content, one.getAttribute("aria-label")]));
      assert.ok(cells.length > 0, `no cell is ${kind}`);
      for (const [text, said] of cells) assert.ok(text.includes(glyph) && said.includes(kind), `${text}: ${said}`);
    }
  });
});

test("filters and order choose what is shown", async () => {
  await visit(middle, {}, async (tab) => {
    const flagged = Number(await tab.textContent("[data-verdict=flagged] b"));
    for (const verdict of ["clear", "undetermined"]) await tab.uncheck(`.check input[value=${verdict}]`);
    assert.equal(await counted(tab), flagged);
    await tab.check(".check input[value=clear]");
    await tab.check(".check input[value=undetermined]");
    await tab.fill("#search", "comment-29");
    assert.equal(await counted(tab), 11);
    await tab.fill("#search", "comment-299 news");
    assert.equal(await counted(tab), 0 + ((299 % 3) === 2));
    await tab.fill("#search", "no such content");
    assert.equal(await counted(tab), 0);
    assert.ok(await tab.isVisible("text=No content matches the filters."));
    await tab.fill("#search", "");
    await tab.locator(".tools select").nth(2).selectOption("name");
    assert.deepEqual((await names(tab)).slice(0, 3), ["comment-0", "comment-1", "comment-2"]);
    await tab.click("[role=columnheader]:has-text('Spam')");
    const scores = await tab.$$eval(SHOWN, (rows) => rows.map((row) => [Number(row.getAttribute("aria-rowindex")), Number(/score ([\d.]+)/.exec(row.children[4].getAttribute("aria-label"))[1])]).sort((a, b) => a[0] - b[0]).map(([, score]) => score));
    assert.ok(scores.length > 10 && scores.every((score, at) => at === 0 || score <= scores[at - 1]));
    assert.equal(await tab.getAttribute("[role=columnheader]:has-text('Spam')", "aria-sort"), "descending");
  });
});

test("the keyboard reaches every cell and the search", async () => {
  await visit(large, {}, async (tab) => {
    await tab.keyboard.press("/");
    assert.equal(await tab.evaluate(() => document.activeElement.id), "search");
    await tab.keyboard.press("Enter");
    assert.deepEqual(await focused(tab), [2, 1]);
    for (const [key, place] of [["ArrowDown", [3, 1]], ["ArrowRight", [3, 2]], ["End", [3, 21]], ["Control+End", [5001, 21]], ["ArrowUp", [5000, 21]], ["PageUp", null], ["Control+Home", [2, 1]], ["ArrowRight", [2, 2]], ["ArrowUp", [1, 2]], ["ArrowDown", [2, 2]]]) {
      await tab.keyboard.press(key);
      if (place) assert.deepEqual(await focused(tab), place, key);
      assert.equal(await tab.locator(".heat [tabindex='0'], .heat[tabindex='0']").count(), 1, `${key}: one tab stop`);
      const inside = await tab.evaluate(() => {
        const [cell, grid] = [document.activeElement, document.querySelector(".heat")].map((one) => one.getBoundingClientRect());
        return cell.top >= grid.top - 1 && cell.bottom <= grid.bottom + 1 && cell.left >= grid.left - 1 && cell.right <= grid.right + 1;
      });
      assert.ok(inside, `${key}: the cell is in view`);
    }
    await tab.keyboard.press("Enter");
    assert.equal(await tab.textContent(".tree h3 bdi"), (await names(tab))[0]);
  });
});

test("a content shows its tree down to the rules of its exceptions", async () => {
  await visit(middle, {}, async (tab) => {
    await tab.click(`${SHOWN} .c-flagged >> nth=0`);
    const said = await tab.textContent(".tree");
    for (const part of ["Policy: Community guidelines", "Label: ", "Rule: ANY(", "Exception of the label", "Rule of the exception: ANY(\"quotes", "fnv1a128::"]) assert.ok(said.includes(part), `${part}: ${said}`);
  });
});

test("scrolling shows the right rows with few elements", async () => {
  await visit(large, {}, async (tab) => {
    await tab.locator(".tools select").nth(2).selectOption("given");
    const body = await tab.evaluate(() => document.querySelector(".body").offsetHeight);
    assert.equal(body, 5000 * 34);
    for (const top of [0, 34 * 777, 34 * 2500 + 13, body]) {
      await tab.evaluate((to) => new Promise((done) => { document.querySelector(".heat").scrollTop = to; requestAnimationFrame(() => requestAnimationFrame(done)); }), top);
      const rows = await tab.$$eval(SHOWN, (all) => all.map((row) => [Number(row.getAttribute("aria-rowindex")) - 2, row.querySelector(".name bdi").textContent, new DOMMatrix(row.style.transform).f]));
      assert.ok(rows.length < 60, `${rows.length} rows`);
      for (const [at, name, place] of rows) assert.deepEqual([name, place], [`comment-${at}`, at * 34]);
      const first = Math.min(4980, Math.floor(top / 34));
      assert.ok(rows.some(([at]) => at === first), `row ${first} is there`);
    }
  });
});

test("a large page is drawn in a second, and scrolls without stutter", async () => {
  await visit(large, {}, async (tab) => {
    const drawn = await tab.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
    const slow = await tab.evaluate(() => new Promise((done) => {
      const grid = document.querySelector(".heat");
      const own = [];
      let frame = 0;
      const step = () => {
        const before = performance.now();
        grid.scrollTop += 400;
        grid.dispatchEvent(new Event("scroll"));
        requestAnimationFrame(() => {
          own.push(performance.now() - before);
          frame += 1;
          if (frame < 60) step();
          else done(own.sort((a, b) => a - b)[30]);
        });
      };
      step();
    }));
    console.log(`first paint after ${Math.round(drawn)} ms; a frame of scrolling takes ${Math.round(slow)} ms`);
    // Machines that run tests are slow and shared: the page has a defect if it takes ten times what is promised.
    assert.ok(drawn < 10_000 && slow < 160);
  });
});

test("no script in data runs", async () => {
  const evil = '</script><script>window.hit=1</script><img src=x onerror="window.hit=1"><svg onload="window.hit=1">';
  const answers = JSON.stringify({ job: { jobUuid: evil, status: evil, results: [{ jobUuid: evil, report: {
    policyKey: evil, policyId: evil, contentHash: evil, contentMetadata: { id: evil, [evil]: `javascript:window.hit=1` }, threshold: 0.5,
    reviewResult: { outcome: "OUTCOME_TRUE", score: 0.9 },
    sectionEvaluationReports: [{ name: evil, message: evil, reviewResult: { outcome: evil, score: 0.9 }, assertionEvaluationReports: [{ message: evil, result: evil, score: 0.4 }] }],
  } }] } });
  await visit(page("evil", answers), {}, async (tab) => {
    await tab.click(`${SHOWN} [role=gridcell]`);
    assert.ok((await tab.textContent(".tree")).includes(evil));
    assert.equal(await tab.evaluate(() => window.hit), undefined);
    assert.equal(await tab.locator("img").count(), 0);
    // Even a script that was injected would not run.
    const ran = await tab.evaluate(() => { const script = document.createElement("script"); script.textContent = "window.hit = 2"; const wrong = new Promise((done) => addEventListener("securitypolicyviolation", () => done("refused"))); document.body.append(script); return Promise.race([wrong, new Promise((done) => setTimeout(done, 2000, window.hit))]); });
    assert.equal(ran, "refused");
  }).catch((error) => {
    // The browser reports what it refused.
    if (!/Content Security Policy/.test(error.message) || /dialog|asked for/.test(error.message)) throw error;
  });
});

test("bad inputs are said in words, and no picture is empty", async () => {
  const report = (more) => ({ policyId: "p", threshold: 0.5, sectionEvaluationReports: [{ name: "Spam", ...more }], ...more });
  const job = (...reports) => JSON.stringify({ job: { status: "JOB_STATUS_COMPLETED", jobUuid: "j", results: reports.map((one) => ({ jobUuid: "j", report: one })) } });
  const cases = [
    ["none", "[]", 0, "There is nothing to show", { charts: 0, heat: 0 }],
    ["no-results", JSON.stringify({ job: { jobUuid: "j", status: "JOB_STATUS_FAILED" } }), 0, "No job here has a result", { charts: 0, heat: 0 }],
    ["no-scores", job(report({ result: "OUTCOME_FALSE" })), 0, "No label has a score", { charts: 0, heat: 1 }],
    ["all-failed", job(report({ reviewResult: { outcome: "OUTCOME_FAILED", score: -1 } })), 0, "all content is undetermined", { charts: 0, heat: 1 }],
    ["mixed", job(report({ reviewResult: { outcome: "OUTCOME_FALSE", score: 0.2 } }), { ...report({ reviewResult: { outcome: "OUTCOME_FALSE", score: 0.2 } }), policyId: "q" }), 0, "2 policies are mixed here", { charts: 2, heat: 1 }],
    ["unreadable", `${job(report({ reviewResult: { outcome: "OUTCOME_FALSE", score: 0.2 } }))}\n{"job":{"results":7}}\n`, 8, "1 value could not be read", { charts: 1, heat: 1 }],
  ];
  for (const [name, answers, code, said, expected] of cases) {
    let url;
    try {
      url = page(name, answers, code);
    } catch (error) {
      // A file without an answer produces no page.
      if (name !== "none") throw error;
      continue;
    }
    await visit(url, {}, async (tab) => {
      assert.ok((await tab.textContent("main")).includes(said), `${name}: ${await tab.textContent("main")}`);
      assert.deepEqual({ charts: await tab.locator(".chart").count(), heat: await tab.locator(".heat").count() }, expected, name);
    });
  }
});

test("axe finds no serious fault", async () => {
  for (const [url, options] of [[middle, { colorScheme: "light" }], [middle, { colorScheme: "dark" }], [middle, { viewport: { width: 390, height: 844 } }]]) {
    await visit(url, options, async (tab) => {
      // Not with a script element, which the page refuses.
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() => window.axe.run());
      const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact));
      assert.deepEqual(serious.map((one) => [one.id, one.nodes.length, one.nodes[0].html, one.nodes[0].failureSummary]), []);
    });
  }
});

test("a print has the rows, and no controls", async () => {
  await visit(middle, {}, async (tab) => {
    await tab.emulateMedia({ media: "print" });
    await tab.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await tab.locator(SHOWN).count(), 300);
    assert.deepEqual((await tab.$$eval(SHOWN, (rows) => rows.map((row) => Number(row.getAttribute("aria-rowindex"))))), Array.from({ length: 300 }, (_, at) => at + 2));
    assert.equal(await tab.isVisible(".tools"), false);
    await picture(tab, "print");
    await tab.pdf({ path: `${process.env.PAGES}/print.pdf`, format: "A4", landscape: true });
    await tab.emulateMedia({ media: "screen" });
    await tab.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.ok((await tab.locator(SHOWN).count()) < 60);
  });
});
