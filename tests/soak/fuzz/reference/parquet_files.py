"""Reads the rows of each file with pyarrow, as JSON."""
import base64
import io
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
from cases import compare_each

sys.path.append(str(Path(__file__).parents[3] / "golden"))
from json_rows import as_json  # noqa: E402


def difference(found, lab, path="rows"):
    """The first difference; single precision is written shorter by the lab."""
    if isinstance(found, list) and isinstance(lab, list) and len(found) == len(lab):
        return next((d for i, (a, b) in enumerate(zip(found, lab)) if (d := difference(a, b, f"{path}[{i}]"))), None)
    if isinstance(found, dict) and isinstance(lab, dict) and found.keys() == lab.keys():
        return next((d for k in found if (d := difference(found[k], lab[k], f"{path}.{k}"))), None)
    if isinstance(found, list) and isinstance(lab, dict) and all(isinstance(one, list) and len(one) == 2 for one in found):
        return difference({key: value for key, value in found}, lab, path)
    if isinstance(found, bytes):
        # Bytes without a type are text for the lab where they are UTF-8. JSON has no bytes.
        return None if lab is None or lab.encode() == found else f"{path}: {found[:200]} and not {json.dumps(lab)[:200]}"
    numbers = isinstance(found, float) and isinstance(lab, (int, float))
    if found == lab or (numbers and abs(found - lab) <= 1e-6 * abs(found)):
        return None
    return f"{path}: {json.dumps(found)[:200]} and not {json.dumps(lab)[:200]}"


def compare(record):
    table = pq.read_table(io.BytesIO(base64.b64decode(record["file"])))
    rows = as_json(table.to_pylist(), of_bytes=lambda value: value)
    return difference(rows, record["rows"])


compare_each(compare)
