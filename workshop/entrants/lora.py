"""Steps of LoRA by PyTorch and peft, for `npm run --prefix workshop bench:lora`.

Argument: a folder with task.json, weights.bin and adapter.bin (workshop/benchLora.ts). Reads one JSON line per round,
{"steps": n}, and writes one: {"milliseconds": ..., "processor": ..., "losses": [...]}, where processor is that of all threads.
"""
import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from peft import LoraConfig, get_peft_model
from transformers import AutoConfig, AutoModelForCausalLM

folder = Path(sys.argv[1])
task = json.loads((folder / "task.json").read_text())
torch.set_num_threads(int(os.environ["SKILLET_THREADS"]))
device = torch.device(os.environ["SKILLET_DEVICE"])
torch.backends.cuda.matmul.allow_tf32 = False


def tensors(name, specs):
    flat = torch.from_numpy(np.fromfile(folder / name, dtype=np.float32))
    return {s["name"]: flat[s["offset"] : s["offset"] + s["size"]].reshape(s["shape"]) for s in specs}


def padded(rows):
    """Tokens, what has a loss, and the mask of attention: None where no row is padded, as all have one length."""
    length = max(len(row["tokens"]) for row in rows)
    filled = lambda key: torch.tensor([row[key] + [0] * (length - len(row[key])) for row in rows], device=device)
    mask = torch.tensor([[i + 1 < len(row["tokens"]) for i in range(length - 1)] for row in rows], device=device)
    return filled("tokens"), filled("targets")[:, 1:].float(), None if mask.all() else mask.long()


model = AutoModelForCausalLM.from_config(AutoConfig.for_model(**task["config"]))
missing, unexpected = model.load_state_dict(tensors("weights.bin", task["specs"]), strict=False)
assert set(missing) <= {"lm_head.weight"} and not unexpected
settings = task["adapter"]
lora = LoraConfig(r=settings["rank"], lora_alpha=settings["alpha"], target_modules="all-linear")
model = get_peft_model(model, lora)
trained = {name.replace(".default", ""): p for name, p in model.named_parameters() if p.requires_grad}
initial = tensors("adapter.bin", task["adapterSpecs"])
assert trained.keys() == initial.keys()
with torch.no_grad():
    for name, parameter in trained.items():
        parameter.copy_(initial[name])
model.to(device).train()
o = task["optimizer"]
optimizer = torch.optim.AdamW(
    trained.values(), lr=o["learningRate"], betas=(o["beta1"], o["beta2"]), eps=o["epsilon"], weight_decay=o["weightDecay"]
)
batches = [padded(rows) for rows in task["batches"]]
steps = 0


def step():
    global steps
    tokens, targets, mask = batches[steps % len(batches)]
    steps += 1
    optimizer.zero_grad(set_to_none=True)
    logits = model(input_ids=tokens[:, :-1], attention_mask=mask, use_cache=False).logits
    loss = F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten(), reduction="none").view(len(tokens), -1)
    loss = ((loss * targets).sum(1) / targets.sum(1)).mean()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained.values(), o["clip"])
    optimizer.step()
    return loss.item()


print("ready", flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    start, used = time.perf_counter(), time.process_time()
    losses = [step() for _ in range(asked["steps"])]
    milliseconds, processor = 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - used)
    print(json.dumps({"milliseconds": milliseconds, "processor": processor, "losses": losses}), flush=True)
