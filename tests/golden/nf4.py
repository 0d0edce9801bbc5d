"""Golden values for frozen weights in 4 bits (NF4), by code that is not ours.

Run from the project's root:
    python tests/golden/nf4.py
Writes tests/golden/nf4.json: three blocks of 64 weights, and per block its scale, codes and numbers. The 16 levels
come from quantiles of the normal distribution, as in QLoRA's appendix E (arXiv 2305.14314): 8 positive ones, 7
negative ones and 0, between probabilities 1 - 0.9677083 and 0.9677083, divided by the largest. With bitsandbytes installed, its own
quantize_4bit must give the same codes, scales and numbers, else the script fails.
"""
import json
import pathlib
import random
import struct
from statistics import NormalDist

here = pathlib.Path(__file__).parent
offset = 0.9677083
blocks = 3


def float32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def levels():
    quantile = NormalDist().inv_cdf
    spread = lambda count: [offset + (0.5 - offset) * i / count for i in range(count)]
    positive = [quantile(p) for p in spread(8)]
    negative = [-quantile(p) for p in spread(7)]
    all = sorted([*positive, 0.0, *negative])
    return [float32(x / max(all)) for x in all]


def quantised(block, table):
    scale = max(abs(x) for x in block)
    codes = [min(range(16), key=lambda code: abs(x / scale - table[code])) for x in block]
    return {"scale": scale, "codes": codes, "values": [float32(scale * table[code]) for code in codes]}


def check_with_bitsandbytes(weights, found):
    try:
        import torch
        from bitsandbytes.functional import dequantize_4bit, quantize_4bit
    except ImportError:
        return print("bitsandbytes is not installed")
    packed, state = quantize_4bit(torch.tensor(weights), blocksize=64, quant_type="nf4", compress_statistics=False)
    theirs = [code for byte in packed.flatten().tolist() for code in (byte >> 4, byte & 15)]
    assert theirs == [code for block in found for code in block["codes"]]
    assert state.absmax.tolist() == [block["scale"] for block in found]
    values = [value for block in found for value in block["values"]]
    worst = max(abs(a - b) for a, b in zip(dequantize_4bit(packed, state).flatten().tolist(), values))
    assert worst < 1e-6, worst
    print("equal to bitsandbytes, numbers within", worst)


rng = random.Random(2305)
table = levels()
weights = [float32(rng.gauss(0, 0.02 * 10**block)) for block in range(blocks) for _ in range(64)]
found = [quantised(weights[64 * i : 64 * i + 64], table) for i in range(blocks)]
check_with_bitsandbytes(weights, found)
golden = {"levels": table, "weights": weights, "blocks": found}
(here / "nf4.json").write_text(json.dumps(golden) + "\n")
