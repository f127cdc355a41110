"""Reads the tables of an archive with the calls of README.md, "Keep what you paid for", as they stand there, and
holds the hits that each engine counts against the jobs that were kept.
"""

import importlib
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

JOB = """{{"job":{{"jobUuid":"22222222-2222-4222-8222-{n:012}","status":"JOB_STATUS_COMPLETED",
"created":"2026-03-{day:02}T12:00:00Z","results":[{{"report":{{"result":"OUTCOME_{outcome}",
"contentMetadata":{{"id":"{n}"}}}}}}]}}}}"""


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


def check(clavata):
    """Keeps jobs twice, in two runs, reads them with each engine, and returns the names of the engines."""
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
    return read
