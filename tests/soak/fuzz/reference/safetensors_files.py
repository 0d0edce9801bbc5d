"""Reads each file with the package safetensors: what the lab has read, it must read too."""
import base64
import hashlib

from cases import compare_each
from safetensors import SafetensorError, deserialize


def difference(record):
    lab = {name: [dtype, shape, digest] for name, dtype, shape, digest in record["tensors"]}
    found = {
        name: [t["dtype"], list(t["shape"]), hashlib.sha256(bytes(t["data"])).hexdigest()]
        for name, t in deserialize(base64.b64decode(record["file"]))
    }
    return None if found == lab else f"{found} and not {lab}"


compare_each(difference, (SafetensorError, ValueError))
