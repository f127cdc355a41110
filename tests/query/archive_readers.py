"""Reads the tables of an archive with the calls in README.md, "Keep what you paid for", unchanged, and compares the
hits that each engine counts with the jobs that were archived. Then runs `clavata query` with the program `duckdb`,
and the commands that it prints without.
"""

import csv
import importlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

JOB = """{{"job":{{"jobUuid":"22222222-2222-4222-8222-{n:012}","status":"JOB_STATUS_COMPLETED",
"created":"2026-03-{day:02}T12:00:00Z","results":[{{"report":{{"result":"OUTCOME_{outcome}",
"contentMetadata":{{"id":"{n}"}},"tokenUsage":{{"inputTokens":2,"billedTokens":{n},"multiplier":1}}}}}}]}}}}"""


def calls():
    """The calls by reader, as the README has them."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.search(r"^## Keep what you paid for\n(.*?)(?=^## )", readme, re.S | re.M)[1]
    return re.findall(r"^\| (\w+) \| `(.*)` \|$", section, re.M)


def rows_of(reader, table):
    """The rows as dicts."""
    if reader == "pandas":
        return table.to_dict(orient="records")
    if reader == "polars":
        return table.to_dicts()
    if reader == "DataFusion":
        return table.to_arrow_table().to_pylist()
    return [dict(zip(table.columns, row)) for row in table.fetchall()]


BATCH = """{{"archived":"2026-03-01T12:00:00Z","day":"2026-03-01","kind":"batch","id":"{n:032x}","batch":{{
"batchJobId":"b","policyId":"33333333-3333-4333-8333-333333333333","refId":"{n}","isAnswer":{sure},
"outcome":"OUTCOME_{outcome}","score":0.5,"labels":"","remark":""}}}}\n"""


def ask(clavata):
    """Queries an archive whose name needs quotes and which also has rows of a batch job. The folders around it look
    like partitions.
    """
    around = "label=x/matched=true/day=2020-01-01"
    os.makedirs(around)
    archive = around + "/it's [an] *archive"
    batch = Path(archive, "batch", "journal")
    command = [clavata, "archive", archive, "kept.jsonl"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    batch.mkdir(parents=True)
    rows = [(1, "true", "TRUE"), (2, "true", "FALSE"), (3, "false", "FALSE"), (4, "false", "TRUE")]
    lines = (BATCH.replace("\n", "").format(n=n, sure=sure, outcome=outcome) + "\n" for n, sure, outcome in rows)
    (batch / "00000001.jsonl").write_text("".join(lines), encoding="utf-8")
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    # Answers of labels, one of which came with an error.
    labels = (ROOT / "openapi/examples/evaluate_labels.response.evaluated.json").read_text(encoding="utf-8")
    labels = json.loads(labels.replace("OUTCOME_TRUE", "OUTCOME_FALSE"))
    head = {"archived": "2026-03-03T12:00:00Z", "day": "2026-03-03", "kind": "labels", "id": "1"}
    doubted = {"day": "2026-03-04", "id": "2", "error": {"code": 2, "message": "x"}}
    lines = [json.dumps({**head, **labels}), json.dumps({**head, **doubted, **labels})]
    Path(archive, "journal", "00000009.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    bin = str(Path(sys.executable).parent)
    ask = [clavata, "query", "--archive", archive, "--format", "csv"]
    path = f"{bin}{os.pathsep}{os.environ['PATH']}"

    def answer(sql):
        asked = subprocess.run([*ask, sql], check=True, env={"PATH": path}, capture_output=True, text=True)
        assert asked.stderr == "", asked.stderr
        return list(csv.reader(io.StringIO(asked.stdout)))[1:]

    verdicts = "SELECT DISTINCT day, verdict FROM rows WHERE day > '2026-03-02' ORDER BY day"
    assert answer(verdicts) == [["2026-03-03", "clear"], ["2026-03-04", "undetermined"]], answer(verdicts)
    hits = "SELECT right(job_uuid, 1) FROM rows WHERE matched ORDER BY ALL"
    assert answer(hits) == [["0"], ["3"], ["5"]], answer(hits)
    # A job whose answer has changed is there twice, but costs once.
    changed = JOB.format(n=5, day=2, outcome="TRUE").replace("COMPLETED", "FAILED")
    Path("changed.jsonl").write_text(changed, encoding="utf-8")
    subprocess.run([*command[:-1], "changed.jsonl"], check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert answer("SELECT count(*) FROM jobs") == [["7"]]
    cost = "SELECT day, sum(input_tokens), sum(billed_tokens) FROM usage WHERE day < '2026-03-03' GROUP BY day ORDER BY day;"
    assert answer(cost) == [["2026-03-01", "6", "6"], ["2026-03-02", "6", "9"]], answer(cost)
    matched = answer("SELECT ref_id, matched FROM batch ORDER BY ref_id -- all")
    assert [row[1].lower() for row in matched] == ["true", "false", "", "true"], matched
    query = "SELECT job_uuid FROM jobs"
    file = [clavata, "query", query, "--archive", archive, "--output", "asked.parquet"]
    subprocess.run(file, check=True, env={"PATH": path})
    polars = importlib.import_module("polars")
    assert polars.read_parquet("asked.parquet").height == 7

    # Without the program, the commands that it prints find the same.
    odd = "SELECT count(*) AS \"it's\" FROM rows WHERE matched AND kind <> 'it''s'"
    cost = "SELECT sum(billed_tokens) AS cost FROM usage"
    for sql, name, found in [(odd, "it's", "4"), (cost, "cost", answer(cost)[0][0])]:
        missing = subprocess.run([*ask, sql], env={"PATH": "/nowhere"}, capture_output=True, text=True)
        assert missing.returncode == 2, missing
        commands = [line for line in missing.stderr.splitlines() if line.startswith(("duckdb ", "python3 "))]
        assert len(commands) == 3, missing.stderr
        for command in commands:
            said = subprocess.run(["sh", "-c", command], check=True, env={"PATH": path}, capture_output=True, text=True)
            assert re.search(rf"\b{found}\b", said.stdout) and name in said.stdout, (command, said)


def check(clavata):
    """Archives jobs in several runs, some repeatedly, reads them with each engine, and returns the engines' names."""
    outcomes = ["TRUE", "FALSE", "FAILED", "TRUE", "FALSE", "TRUE"]
    jobs = [JOB.format(n=n, day=n % 2 + 1, outcome=outcome) for n, outcome in enumerate(outcomes)]
    for first, last in [(0, 3), (0, 6), (0, 6)]:
        Path("kept.jsonl").write_text("\n".join(jobs[first:last]), encoding="utf-8")
        command = [clavata, "archive", "answers", "kept.jsonl"]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    read = []
    for reader, call in calls():
        module = reader.lower()
        if module == "spark":
            continue  # too large to install for this
        rows = rows_of(reader, eval(call, {module: importlib.import_module(module)}))
        hits = sorted(row["job_uuid"][-1] for row in rows if row["matched"] is True)
        assert hits == ["0", "3", "5"], (reader, rows)
        assert len(rows) == len(outcomes), (reader, rows)
        read.append(reader)
    assert read == ["pandas", "polars", "DuckDB", "DataFusion"], read
    ask(clavata)
    return [*read, "`clavata query`"]
