"""Reads the rows of each file with pyarrow, as JSON."""
import base64
import datetime
import decimal
import io
import json
import math
import sys

import pyarrow.parquet as pq


def as_json(value):
    """What a row of JSON lines would hold, as tests/golden/parquet.py has it."""
    if isinstance(value, (list, tuple)):
        return [as_json(one) for one in value]
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= 2**53 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, decimal.Decimal):
        number = float(value)
        return number if decimal.Decimal(repr(number)) == value else str(value)
    if isinstance(value, datetime.datetime):
        text = value.replace(tzinfo=None).isoformat(timespec="milliseconds")
        micros = f"{value.microsecond % 1000:03}".rstrip("0")
        return text + micros + ("Z" if value.tzinfo else "")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return None
    raise TypeError(type(value))


def difference(found, lab, path="rows"):
    """The first difference; single precision is written shorter by the lab."""
    if isinstance(found, list) and isinstance(lab, list) and len(found) == len(lab):
        return next((d for i, (a, b) in enumerate(zip(found, lab)) if (d := difference(a, b, f"{path}[{i}]"))), None)
    if isinstance(found, dict) and isinstance(lab, dict) and found.keys() == lab.keys():
        return next((d for k in found if (d := difference(found[k], lab[k], f"{path}.{k}"))), None)
    if isinstance(found, list) and isinstance(lab, dict) and all(isinstance(one, list) and len(one) == 2 for one in found):
        return difference({key: value for key, value in found}, lab, path)
    numbers = isinstance(found, float) and isinstance(lab, (int, float))
    if found == lab or (numbers and abs(found - lab) <= 1e-6 * abs(found)):
        return None
    return f"{path}: {json.dumps(found)[:200]} and not {json.dumps(lab)[:200]}"


for line in sys.stdin:
    case = json.loads(line)
    record = case["record"]
    refused = False
    what = None
    try:
        rows = as_json(pq.read_table(io.BytesIO(base64.b64decode(record["file"]))).to_pylist())
        what = difference(rows, record["rows"])
    except Exception as error:
        refused = True
        what = f"refuses it: {type(error).__name__} {str(error)[:200]}"
    if what:
        print(json.dumps({"case": case["case"], "refused": refused, "what": what[:600]}))
