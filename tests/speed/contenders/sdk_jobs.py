"""The official SDK for Python makes its models of saved answers. Usage: sdk_jobs.py FILE ROUNDS

The SDK speaks gRPC. `json` is from the NDJSON of the file by protobuf's own reader, `wire` from the bytes that gRPC
would receive. Prints the seconds, the median for `wire`, as JSON. Starting Python, loading the SDK and making those bytes
does not count.
"""

import json
import statistics
import sys
import time

from clavata_sdk import GetJobResponse
from google.protobuf import json_format
from protobufs.clavata.gateway.v1 import gateway_pb2


def parse(line):
    return json_format.Parse(line, gateway_pb2.GetJobResponse(), ignore_unknown_fields=True)


def seconds(answers, read):
    start = time.perf_counter()
    for answer in answers:
        job = GetJobResponse.from_proto(read(answer))
        assert len(job.results) == 10
    return time.perf_counter() - start


file, rounds = sys.argv[1], int(sys.argv[2])
with open(file, "rb") as lines:
    lines = lines.readlines()
# So slow that one round is enough.
from_json = seconds(lines, parse)
wire = [parse(line).SerializeToString() for line in lines]
from_wire = statistics.median(
    seconds(wire, gateway_pb2.GetJobResponse.FromString) for _ in range(rounds)
)
print(json.dumps({"json": from_json, "wire": from_wire}))
