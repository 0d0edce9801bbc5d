"""
Writes the files of tests/golden/parquet and what pyarrow reads from them (rows.json).

    pip install pyarrow==26.0.1 && python tests/golden/parquet.py
"""

import datetime
import decimal
import json
import math
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from json_rows import as_json

FOLDER = Path(__file__).parent / "parquet"
rows = {}


def write(name, table, **options):
    file = FOLDER / f"{name}.parquet"
    pq.write_table(table, file, **options)
    if name == "chats":
        rows[name] = as_json(pq.read_table(file).to_pylist())


def chat(index):
    turns = [
        {"role": "system", "content": "Add."},
        {"role": "user", "content": f"{index}+1"},
        {"role": "assistant", "content": str(index + 1)},
    ]
    return turns[index % 2 :]


questions = pa.table(
    {
        "question": [f"{i}+{i}, é漢😀" for i in range(60)],
        "answer": pa.array([2 * i for i in range(60)], pa.int64()),
    }
)
for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
    write(f"sums-{codec}", questions, compression=codec, row_group_size=25)
write("sums-v2", questions, data_page_version="2.0", version="2.6", row_group_size=25)
write("sums-pages", questions, data_page_size=64, use_dictionary=False, compression="none")
write("sums-checked", questions, write_page_checksum=True, compression="none")
write("nulls-lz4", pa.table({"text": pa.array([None] * 3, pa.string())}), compression="lz4")
write("chats", pa.table({"messages": [chat(i) for i in range(40)]}), row_group_size=16)
write(
    "types",
    pa.table(
        {
            "int64": pa.array([1, 2**53 - 1, 2**53 + 1, -(2**63), None], pa.int64()),
            "uint64": pa.array([0, 2**64 - 1, 7, None, 2**53], pa.uint64()),
            "int8": pa.array([-128, 127, 0, None, 5], pa.int8()),
            "uint32": pa.array([2**32 - 1, 0, 1, 2, None], pa.uint32()),
            "double": pa.array([0.1, math.nan, math.inf, -0.5, None], pa.float64()),
            "flag": pa.array([True, False, None, True, False]),
            "decimal": pa.array(
                [decimal.Decimal(text) for text in ["1.15", "-0.07", "12345678901234567890.12", "0.00"]]
                + [None],
                pa.decimal128(22, 2),
            ),
            "date": pa.array([datetime.date(2024, 2, 29)] * 4 + [None], pa.date32()),
            "millis": pa.array([datetime.datetime(2024, 2, 29, 12, 30, 1, 250000)] * 5, pa.timestamp("ms")),
            "nanos": pa.array([datetime.datetime(1969, 12, 31, 23, 0, 0)] * 5, pa.timestamp("ns")),
            "micros": pa.array([datetime.datetime(1969, 12, 31, 23, 0, 0, 678910)] * 5, pa.timestamp("us")),
            "utc": pa.array([datetime.datetime(2024, 2, 29, 12, 30, 1, 678901)] * 5, pa.timestamp("us", tz="UTC")),
            "category": pa.array(["a", "b", "a", None, "b"]).dictionary_encode(),
            "bytes": pa.array([b"\xff\xfe\x00", b"\x80", None, b"\xc3(", b"\xff"], pa.binary()),
            "words": pa.array([["a", None, "b"], [], None, ["c"], ["d", "e"]], pa.list_(pa.string())),
            "deep": pa.array(
                [[{"x": [1, 2], "y": None}], [], None, [{"x": None, "y": {"z": 2**60}}, None], [None]],
                pa.list_(pa.struct({"x": pa.list_(pa.int32()), "y": pa.struct({"z": pa.int64()})})),
            ),
            "pairs": pa.array([[("a", 1)], [], None, [("b", None), ("c", 3)], []], pa.map_(pa.string(), pa.int32())),
            "__proto__": ["plain", "name", "of", "a", "column"],
        }
    ),
)
write("empty", questions.slice(0, 0))

(FOLDER / "rows.json").write_text(json.dumps(rows, ensure_ascii=False, indent="\t") + "\n")
