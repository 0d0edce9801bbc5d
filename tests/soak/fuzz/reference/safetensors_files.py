"""Reads each file with the package safetensors: what the lab has read, it must read too."""
import base64
import hashlib
import json
import sys

from safetensors import SafetensorError, deserialize

for line in sys.stdin:
    case = json.loads(line)
    record = case["record"]
    refused = False
    lab = {name: [dtype, shape, digest] for name, dtype, shape, digest in record["tensors"]}
    try:
        read = deserialize(base64.b64decode(record["file"]))
        names = {"F32": "F32", "F16": "F16", "BF16": "BF16"}
        found = {
            name: [names.get(t["dtype"], t["dtype"]), list(t["shape"]), hashlib.sha256(bytes(t["data"])).hexdigest()]
            for name, t in read
        }
        what = None if found == lab else f"{found} and not {lab}"
    except (SafetensorError, ValueError) as error:
        refused = True
        what = f"refuses it: {error}"
    if what:
        print(json.dumps({"case": case["case"], "refused": refused, "what": what[:600]}))
