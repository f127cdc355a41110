"""DuckDB reads the answers of NDJSON and counts their labels by outcome. Usage: duckdb_labels.py FILE ROUNDS

Prints the median of the seconds, as JSON. Starting Python and loading DuckDB does not count.
"""

import json
import statistics
import sys
import time

import duckdb

QUERY = """
SELECT label.name, label.result, count(*) AS answers, max(label.reviewResult.score) AS highest
FROM (
    SELECT unnest(result.report.sectionEvaluationReports) AS label
    FROM (
        SELECT unnest(job.results) AS result
        FROM read_json($file, format='newline_delimited', maximum_object_size=100000000)
    )
)
GROUP BY ALL
"""


def once(file):
    start = time.perf_counter()
    with duckdb.connect() as database:
        groups = database.execute(QUERY, {"file": file}).fetchall()
    assert len(groups) >= 10, groups
    return time.perf_counter() - start


file, rounds = sys.argv[1], int(sys.argv[2])
once(file)
print(json.dumps({"labels": statistics.median(once(file) for _ in range(rounds))}))
