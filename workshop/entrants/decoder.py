"""The benchmark's decoder in PyTorch, eager, fp32: reads a task's files, answers requests as JSON lines on stdin.

python3 decoder.py FOLDER   where FOLDER has task.json and weights.bin (workshop/engine/pytorchHost.ts)
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F


def load(folder, device):
    task = json.loads((folder / "task.json").read_text())
    flat = torch.from_numpy(np.fromfile(folder / "weights.bin", dtype=np.float32).copy()).to(device)
    task["parameters"] = {
        s["role"]: flat[s["offset"] : s["offset"] + s["size"]].reshape(s["shape"]).clone().requires_grad_()
        for s in task["specs"]
    }
    for batch in task["rows"]:
        rows, time_ = batch["rows"], batch["time"]
        for name in ("tokens", "positions", "segments"):
            batch[name] = torch.tensor(batch[name], device=device).reshape(rows, time_)
        owners = torch.tensor(batch["owners"], device=device)
        counts = torch.tensor(batch["targetCounts"], device=device)
        batch["weights"] = 1 / (batch["exampleCount"] * counts[owners].float())
        batch["predictors"] = torch.tensor(batch["predictors"], device=device)
        batch["targets"] = torch.tensor(batch["targets"], device=device)
        if task["packed"]:
            same = batch["segments"][:, :, None] == batch["segments"][:, None, :]
            causal = torch.ones(time_, time_, dtype=torch.bool, device=device).tril()
            batch["mask"] = (same & causal)[:, None]
    config = task["config"]
    half = config["headDim"] // 2
    rates = config["rotaryBase"] ** (-2 * torch.arange(half, dtype=torch.float64) / config["headDim"])
    angles = torch.arange(task["rows"][0]["time"], dtype=torch.float64)[:, None] * rates
    task["cos"] = angles.cos().float().to(device)
    task["sin"] = angles.sin().float().to(device)
    return task


def norm(x, gain, epsilon):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + epsilon) * gain


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


def loss_of(task, batch):
    p, c = task["parameters"], task["config"]
    rows, length = batch["tokens"].shape
    cos = task["cos"][batch["positions"]][:, None]
    sin = task["sin"][batch["positions"]][:, None]
    x = F.embedding(batch["tokens"], p["embedding"])
    for i in range(c["layers"]):
        at = lambda part: p[f"layer{i}.{part}"]
        split = lambda y, heads: y.view(rows, length, heads, c["headDim"]).transpose(1, 2)
        normed = norm(x, at("attentionNorm"), c["normEpsilon"])
        q = rotate(split(F.linear(normed, at("query")), c["heads"]), cos, sin)
        k = rotate(split(F.linear(normed, at("key")), c["keyValueHeads"]), cos, sin)
        v = split(F.linear(normed, at("value")), c["keyValueHeads"])
        mask = batch.get("mask")
        mixed = F.scaled_dot_product_attention(
            q, k, v, attn_mask=mask, is_causal=mask is None, enable_gqa=c["heads"] != c["keyValueHeads"]
        )
        x = x + F.linear(mixed.transpose(1, 2).reshape(rows, length, -1), at("output"))
        inner = norm(x, at("feedForwardNorm"), c["normEpsilon"])
        x = x + F.linear(F.silu(F.linear(inner, at("gate"))) * F.linear(inner, at("up")), at("down"))
    hidden = norm(x, p["finalNorm"], c["normEpsilon"]).reshape(rows * length, -1)
    logits = F.linear(hidden[batch["predictors"]], p["embedding"])
    nll = F.cross_entropy(logits, batch["targets"], reduction="none")
    return (nll * batch["weights"]).sum()


def main():
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.backends.cuda.matmul.allow_tf32 = False
    began = time.perf_counter()
    task = load(Path(sys.argv[1]), device)
    o = task["optimizer"]
    trained = list(task["parameters"].values())
    matrices = [p for p in trained if p.dim() > 1]
    gains = [p for p in trained if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [
            {"params": matrices, "weight_decay": o["weightDecay"]},
            {"params": gains, "weight_decay": 0.0},
        ],
        lr=o["learningRate"],
        betas=(o["beta1"], o["beta2"]),
        eps=o["epsilon"],
    )
    steps = 0

    def step():
        nonlocal steps
        batch = task["rows"][steps % len(task["rows"])]
        steps += 1
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(task, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, o["clip"])
        optimizer.step()
        return loss

    def synchronize():
        if device.type == "cuda":
            torch.cuda.synchronize()

    name = torch.cuda.get_device_name() if device.type == "cuda" else f"{torch.get_num_threads()} CPU threads"

    def answer(request):
        kind = request["type"]
        if kind == "open":
            milliseconds = 1000 * (time.perf_counter() - began)
            return {"device": f"PyTorch {torch.__version__}, {name}", "milliseconds": milliseconds}
        if kind == "losses":
            return [step().item() for _ in range(request["steps"])]
        if kind == "time":
            synchronize()
            start = time.perf_counter()
            for _ in range(request["steps"]):
                step()
            synchronize()
            milliseconds = 1000 * (time.perf_counter() - start)
            return {"steps": request["steps"], "milliseconds": milliseconds, "javaScript": None}
        if kind == "stats":
            peak = torch.cuda.max_memory_allocated() if device.type == "cuda" else None
            return {"dispatchesPerStep": None, "peakBytes": peak}
        return None

    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(answer(request)), flush=True)
        if request["type"] == "close":
            return


main()
