"""Runs the blocks of docs/many-machines.md unchanged, on small files and two simulated machines, and compares what each
finds with the answers. Spark is skipped, with a message, if it or Java is missing.

Usage: many_machines.py CLAVATA, a program built with tables. Needs requirements.txt, and for Spark
requirements-spark.txt.
"""

import csv
import glob
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LABELS = ["Spam", "it's \"odd\"", "Hate"]
NAMES = ["clavata archive", "xargs", "duckdb", "datafusion", "mapInArrow", "spark.read"]
FILES = 5
JOBS = 40


def answer(number):
    """A job that matches one label and no other."""
    labels = [
        {"name": label, "result": "OUTCOME_TRUE" if place == number % 3 else "OUTCOME_FALSE"}
        for place, label in enumerate(LABELS)
    ]
    job = {
        "jobUuid": f"22222222-2222-4222-8222-{number:012}",
        "status": "JOB_STATUS_COMPLETED",
        "created": f"2026-03-{number % 4 + 1:02}T12:00:00Z",
        "results": [{"report": {"result": "OUTCOME_TRUE", "sectionEvaluationReports": labels}}],
    }
    return json.dumps({"job": job})


def blocks():
    """The code blocks of the page with their languages, in order."""
    page = (ROOT / "docs/many-machines.md").read_text(encoding="utf-8")
    return re.findall(r"^```(sh|python)\n(.*?)^```$", page, re.S | re.M)


def run(language, block, environment):
    """Runs a block as a person would, and returns what it prints."""
    command = ["sh", "-ec", block] if language == "sh" else [sys.executable, "-B", "-c", block]
    ran = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert ran.returncode == 0, f"{block}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def main(clavata):
    expected = Counter(LABELS[number % 3] for number in range(FILES * JOBS))
    expected = sorted((label, str(hits)) for label, hits in expected.items())
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("bin").mkdir()
        os.symlink(clavata, "bin/clavata")
        Path("saved").mkdir()
        Path("saved/a").mkdir()
        # The first two names differ only in what a file name cannot hold.
        names = ["a/b", "a_b", *(f"part {file}" for file in range(2, FILES))]
        for file, name in enumerate(names):
            jobs = (answer(file * JOBS + job) + "\n" for job in range(JOBS))
            Path(f"saved/{name}.jsonl").write_text("".join(jobs), encoding="utf-8")
        spark = [
            "--master local[2] --conf spark.ui.enabled=false --conf spark.driver.bindAddress=127.0.0.1",
            "--conf spark.driver.host=127.0.0.1 --conf spark.sql.shuffle.partitions=2 pyspark-shell",
        ]
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([f"{folder}/bin", str(Path(sys.executable).parent), os.environ["PATH"]]),
            "MACHINES": "2",
            "PYSPARK_PYTHON": sys.executable,
            "PYSPARK_SUBMIT_ARGS": " ".join(spark),
            "SPARK_LOCAL_IP": "127.0.0.1",
        }
        has_spark = shutil.which("java") and importlib.util.find_spec("pyspark")
        done = Counter()
        for language, block in blocks():
            name = next(name for name in NAMES if name in block)
            if "spark" in block and not has_spark:
                print(f"skipped {name}: it needs Java, and PySpark of requirements-spark.txt")
                continue
            if "$MACHINE" in block:
                for machine in range(2):
                    run(language, block, {**environment, "MACHINE": str(machine)})
                done[name] += 1
                continue
            printed = run(language, block, environment)
            if name == "datafusion":
                printed = "\n".join(Path(file).read_text(encoding="utf-8") for file in glob.glob("hits/*"))
            found = [tuple(row) for row in csv.reader(printed.splitlines()) if row and row != ["label", "hits"]]
            if "spark" in block:
                found = [tuple(line.rsplit(",", 1)) for line in printed.splitlines()]
            assert sorted(found) == expected, (name, printed)
            done[name] += 1
        tables = glob.glob("rows/*.parquet")
        assert len(tables) == FILES, tables
        assert len(glob.glob("archives/*/rows/day=*/*.parquet")) >= 8
        wanted = 6 if has_spark else 4
        assert len(done) == wanted, done
    print(f"docs/many-machines.md works as it says: {', '.join(done)}")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
