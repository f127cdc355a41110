"""Runs what README.md says under "Query it", unchanged, and compares the results with the rows next to the fixtures:
the answer of DataFusion, and both table files as pyarrow reads them.

Usage: parquet_datafusion.py CLAVATA, a program built with tables. Needs requirements.txt.
"""

import contextlib
import datetime
import glob
import io
import json
import os
import re
import shlex
import struct
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import archive_readers
import csv_readers
import datafusion
import pandas
import pyarrow
from pyarrow import feather, parquet

ROOT = Path(__file__).resolve().parents[2]
TIMES = ["job_created", "job_updated", "job_completed", "result_created"]


def section(title):
    """The text of a section of the README."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", readme, re.S | re.M)
    assert found, f"the README has no section {title!r}"
    return found[1]


def block(text, language):
    """The only block of code in that language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.S | re.M)
    assert len(found) == 1, f"{len(found)} blocks in {language}"
    return found[0]


def flatten(clavata, arguments):
    """Runs the program as a shell would."""
    expanded = [one for word in arguments for one in sorted(glob.glob(word)) or [word]]
    subprocess.run([clavata, *expanded], check=True, stdin=subprocess.DEVNULL)
    return expanded


def expected_rows(files):
    """The rows next to the jobs that were flattened."""
    jobs = [Path(file) for file in files if file.endswith(".json")]
    assert len(jobs) >= 22, f"only {len(jobs)} jobs were flattened"
    beside = (job.with_suffix(".rows.jsonl").read_text(encoding="utf-8") for job in jobs)
    rows = [json.loads(line) for text in beside for line in text.split("\n") if line]
    for row in rows:
        del row["source_file"], row["source_line"]
        # The tables have microseconds.
        for name in TIMES:
            cut = row[name] and re.sub(r"(\.\d{6})\d+", r"\1", row[name])
            row[name] = cut and datetime.datetime.fromisoformat(cut)
        if row["multiplier"] is not None:
            row["multiplier"] = struct.unpack("f", struct.pack("f", row["multiplier"]))[0]
    return rows


def table_rows(table):
    """The rows of an Arrow table; a map is a list of pairs."""
    rows = table.to_pylist()
    for row in rows:
        row["content_metadata"] = dict(row["content_metadata"])
        assert row.pop("source_file") and row.pop("source_line"), row
        for name in TIMES:
            row[name] = row[name] and row[name].replace(tzinfo=datetime.UTC)
    return rows


def expected_answer(rows):
    """What the README asks: which labels are true, how often and with what highest score."""
    scores = defaultdict(list)
    for row in rows:
        if row["kind"] == "label" and row["outcome"] == "TRUE":
            scores[row["label"]].append(row["score"])
    answer = [
        {
            "label": label,
            "hits": len(all_scores),
            "highest": max((score for score in all_scores if score is not None), default=None),
        }
        for label, all_scores in scores.items()
    ]
    return sorted(answer, key=lambda line: (-line["hits"], line["label"]))


def main(clavata):
    text = section("Query it")
    commands = [line for line in block(text, "console").splitlines() if " flatten " in line]
    assert len(commands) == 1, commands
    arguments = shlex.split(commands[0].partition(" -- ")[2])
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.symlink(ROOT / "tests", "tests")
        files = flatten(clavata, arguments)
        rows = expected_rows(files)

        names = {}
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block(text, "python"), "README.md", "exec"), names)
        answer = names["answer"].to_pylist()
        assert answer == expected_answer(rows), answer
        assert answer and "hits" in printed.getvalue(), "an answer that says nothing proves nothing"

        assert table_rows(parquet.read_table("rows.parquet")) == rows
        types = {str(of) for of in pandas.read_parquet("rows.parquet").dtypes}
        assert "category" not in types, types
        as_arrow = [word.replace("parquet", "arrow") for word in arguments]
        flatten(clavata, as_arrow)
        assert table_rows(feather.read_table("rows.arrow")) == rows

        # Enough for the program to read it on all cores.
        lines = [Path(file).read_text(encoding="utf-8").replace("\n", " ") for file in files if file.endswith(".json")]
        Path("many.jsonl").write_text("".join(line + "\n" for line in lines * 40), encoding="utf-8")
        for name, read in [("parquet", parquet.read_table), ("arrow", feather.read_table)]:
            flatten(clavata, ["flatten", "many.jsonl", "--format", name, "--output", "many"])
            assert table_rows(read("many")) == rows * 40, f"many rows in {name}"

        read = csv_readers.check(clavata)
        kept = archive_readers.check(clavata)
        by_key = names["context"].sql("SELECT content_metadata['id'] AS id FROM rows").to_pylist()
        assert [line["id"] for line in by_key] == [row["content_metadata"].get("id") for row in rows]
    print(
        f"DataFusion {datafusion.__version__} found {len(answer)} labels as the README says; "
        f"pyarrow {pyarrow.__version__} read {len(rows)} rows of both files as they are; "
        f"{', '.join(read)} read CSV, and {', '.join(kept)} an archive, as the README says"
    )


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
