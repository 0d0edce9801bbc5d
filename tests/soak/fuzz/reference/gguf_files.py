"""Reads the header of each file with llama.cpp's package: fields, types, shapes and places."""
import base64
import math
import tempfile
from pathlib import Path

import gguf
import numpy
from cases import compare_each

numpy.seterr(all="ignore")


def plain(field):
    value = field.contents()
    values = value if isinstance(value, list) else [value]
    same = [None if isinstance(one, float) and not math.isfinite(one) else one for one in values]
    return same if isinstance(value, list) else same[0]


def difference(record, path):
    path.write_bytes(base64.b64decode(record["file"]))
    reader = gguf.GGUFReader(path)
    tensors = [
        [t.name, t.tensor_type.name, [int(n) for n in reversed(t.shape)], int(t.data_offset), int(t.n_bytes)]
        for t in reader.tensors
    ]
    what = None
    if sorted(tensors) != sorted(record["tensors"]):
        what = f"tensors {tensors} and not {record['tensors']}"
    fields = {name: plain(f) for name, f in reader.fields.items() if not name.startswith("GGUF.")}
    for name, value in record["fields"].items():
        other = fields.get(name)
        if other != value and not (isinstance(value, float) and abs(value - other) <= 1e-6 * abs(value)):
            what = f"field {name}: {str(other)[:100]} and not {str(value)[:100]}"
    if not what and len(fields) != len(record["fields"]):
        what = f"fields {sorted(fields)} and not {sorted(record['fields'])}"
    return what


with tempfile.TemporaryDirectory() as folder:
    compare_each(lambda record: difference(record, Path(folder) / "model.gguf"))
