"""Reads a CSV file with the calls in README.md, "Read CSV", unchanged, and compares what each engine finds with the
rows: hits, missing values, empty text, line breaks.
"""

import importlib
import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

JOB = r"""{"job":{"results":[{"report":{"policyKey":"","contentMetadata":{"a":"b,\"c\"\\"},"result":"OUTCOME_TRUE",
"sectionEvaluationReports":[{"name":"=1+1","message":"one\ntwo","result":"OUTCOME_TRUE"},
{"name":"x, y","result":"OUTCOME_FALSE","reviewResult":{"outcome":"OUTCOME_FAILED","score":-1}},
{"name":"Spam","result":"OUTCOME_FALSE","reviewResult":{"outcome":"OUTCOME_FALSE","score":0.25}}]}}]}}"""


def calls():
    """The calls by reader, as the README has them."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.search(r"^## Read CSV\n(.*?)(?=^## )", readme, re.S | re.M)[1]
    return re.findall(r"^\| (\w+) \| `(.*)` \|$", section, re.M)


def rows_of(reader, table):
    """The rows as dicts, with None where there is no value."""
    if reader == "pandas":
        rows = json.loads(table.to_json(orient="records"))
    elif reader == "polars":
        rows = table.to_dicts()
    else:
        rows = [dict(zip(table.columns, row)) for row in table.fetchall()]
    return rows


def check(clavata):
    """Reads it with each engine that is installed, and returns their names."""
    Path("job.json").write_text(JOB, encoding="utf-8")
    command = [clavata, "flatten", "job.json", "--format", "csv", "--null", "NULL", "--output", "rows.csv"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    read = []
    for reader, call in calls():
        module = reader.lower()
        if module == "spark":
            continue  # too large to install for this
        rows = rows_of(reader, eval(call, {module: importlib.import_module(module)}))
        assert [row["outcome"] for row in rows] == ["match", "match", "failed", "no_match"], (reader, rows)
        assert [row["matched"] for row in rows] == [True, True, None, False], (reader, rows)
        assert [row["label"] for row in rows] == [None, "=1+1", "x, y", "Spam"], (reader, rows)
        assert [row["message"] for row in rows] == [None, "one\ntwo", "", ""], (reader, rows)
        assert [row["policy_key"] for row in rows] == ["", "", "", ""], (reader, rows)
        assert [row["policy_id"] for row in rows] == [None] * 4, (reader, rows)
        assert [row["score"] for row in rows] == [None, None, None, 0.25], (reader, rows)
        assert json.loads(rows[0]["content_metadata"]) == {"a": 'b,"c"\\'}, (reader, rows)
        read.append(reader)
        check_options(clavata, reader, lambda: rows_of(reader, eval(call, {module: importlib.import_module(module)})))
    assert read == ["pandas", "polars", "DuckDB"], read
    return read


def check_options(clavata, reader, rows):
    """Reads it with the same call, once with each row on one line, and once written for Excel."""
    command = [clavata, "flatten", "job.json", "--format", "csv", "--null", "NULL", "--output", "rows.csv"]
    subprocess.run([*command, "--escape-newlines"], check=True, stdin=subprocess.DEVNULL)
    assert len(Path("rows.csv").read_text(encoding="utf-8").splitlines()) == 5
    assert [row["message"] for row in rows()] == [None, r"one\ntwo", "", ""], reader
    subprocess.run([*command, "--excel"], check=True, stdin=subprocess.DEVNULL)
    assert Path("rows.csv").read_bytes().startswith(b"\xef\xbb\xbfjob_uuid,")
    assert [row["label"] for row in rows()] == [None, "'=1+1", "x, y", "Spam"], reader
    assert list(rows()[0])[0] == "job_uuid", reader
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
