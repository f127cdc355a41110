// Makes jobs as the gateway sends them, the same in every run.

const LABELS = [
  "Harassment", "Hate speech", "Threats", "Spam", "Scams", "Self-harm", "Sexual content", "Nudity", "Violence", "Gore",
  "Weapons", "Drugs", "Gambling", "Personal data", "Impersonation", "Profanity", "Misinformation", "Extremism", "Malware", "Off topic",
];

/** Numbers from 0 to 1 that are the same in each run. */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const outcome = (name) => `OUTCOME_${name}`;
const round = (score) => Math.round(score * 10000) / 10000;
const id = (kind, number) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

function label(name, threshold, next) {
  const score = round(next() ** 5);
  const failed = next() < 0.002;
  const flagged = !failed && score >= threshold && next() < 0.93;
  const said = failed ? "FAILED" : flagged ? "TRUE" : next() < 0.001 ? "MAYBE" : "FALSE";
  const review = { outcome: outcome(said), score: failed ? -1 : score };
  const rule = (share, text) => ({ result: outcome(failed ? "FAILED" : score * share >= threshold ? "TRUE" : "FALSE"), message: text, score: failed ? -1 : round(score * share) });
  return {
    name,
    message: name === "Off topic" ? "hide" : "block, review",
    result: review.outcome,
    reviewResult: review,
    assertionEvaluationReports: [rule(1, `ANY("is ${name.toLowerCase()}")`), rule(0.7, `ANY("hints at ${name.toLowerCase()}")`)],
    exceptionEvaluationReport: { result: outcome("FALSE"), reviewResult: { outcome: outcome("FALSE"), score: 0.05 }, assertionEvaluationReports: [{ result: outcome("FALSE"), message: 'ANY("quotes somebody in order to object")', score: 0.05 }] },
  };
}

function result(number, count, next, metadata) {
  const threshold = 0.6;
  const reports = LABELS.slice(0, count).map((name) => label(name, threshold, next));
  const best = Math.max(...reports.map((one) => one.reviewResult.score));
  const has = (name) => reports.some((one) => one.reviewResult.outcome === outcome(name));
  const said = has("TRUE") ? "TRUE" : has("FAILED") ? "FAILED" : "FALSE";
  const input = 40 + Math.floor(next() * 400);
  return {
    jobUuid: id(5, Math.floor(number / 100)),
    created: new Date(Date.UTC(2026, 2, 1) + number * 97_000 + Math.floor(next() * 9e6)).toISOString(),
    report: {
      policyId: id(1, 1), policyKey: "Community guidelines", policyVersionId: id(2, 1), threshold,
      result: outcome(said), reviewResult: { outcome: outcome(said), score: said === "FAILED" ? -1 : best },
      sectionEvaluationReports: reports, exceptionEvaluationReport: null,
      contentHash: `fnv1a128::${String(number).padStart(32, "0")}`, contentMetadata: metadata,
      tokenUsage: { inputTokens: input, billedTokens: Math.ceil(input * 1.5), multiplier: 1.5 },
    },
  };
}

/** Jobs of at most 100 contents each. `metadata` may add to that of each content. */
export function jobs(contents, labels, metadata = () => ({})) {
  const next = random(7);
  const all = [];
  for (let from = 0; from < contents; from += 100) {
    const numbers = Array.from({ length: Math.min(100, contents - from) }, (_, at) => from + at);
    const results = numbers.map((number) => result(number, labels, next, { id: `comment-${number}`, forum: ["sports", "cooking", "news"][number % 3], ...metadata(number) }));
    all.push({ job: {
      jobUuid: id(5, from / 100), policyId: id(1, 1), policyVersionId: id(2, 1), status: "JOB_STATUS_COMPLETED", threshold: 0.6,
      contentData: results.map((one) => ({ contentHash: one.report.contentHash, metadata: one.report.contentMetadata })), results,
    } });
  }
  return all.map((one) => JSON.stringify(one)).join("\n") + "\n";
}
