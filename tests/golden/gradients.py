"""Golden values for LESS: the rules of the authors' code, written anew with PyTorch.

Run from the project's root, with torch, transformers, peft and numpy installed:
    python tests/golden/gradients.py
Writes tests/golden/gradients.json:
  less     (princeton-nlp/LESS @8abf962, less/data_selection/collect_grad_reps.py and matching.py) tiny models and adapters
           after a few steps of AdamW: the direction of Adam's next step for each of the `train` rows, its cosine with
           the mean gradient of the `target` rows (the paper's), and the mean of its cosines with each of these (the
           code's). The code projects both with random signs; `projected` has the largest difference that this makes
           with 8,192 dimensions
"""
import json
import pathlib

import numpy
import torch

from adapters import adapted
from architectures import VOCABULARY, tiny_model

here = pathlib.Path(__file__).parent
STEPS, BATCH, TRAIN, TARGET, DIMENSIONS = 6, 4, 12, 3, 8192
OPTIMIZER = {"lr": 0.01, "betas": (0.9, 0.98), "eps": 1e-3}


def row_loss(model, row):
    ids = torch.tensor([row["tokens"]])
    out = model(input_ids=ids, use_cache=False).logits[0, :-1]
    nll = torch.nn.functional.cross_entropy(out, ids[0, 1:], reduction="none")
    return nll[row["promptLength"] - 1 :].mean()


def gradient(model, parameters, rows):
    model.zero_grad()
    torch.stack([row_loss(model, row) for row in rows]).mean().backward()
    return torch.cat([p.grad.reshape(-1) for p in parameters]).double()


def random_rows(count, random):
    lengths = random.integers(6, 14, count)
    return [
        {"tokens": [int(t) for t in random.integers(1, VOCABULARY, n)], "promptLength": int(random.integers(1, n - 2))}
        for n in lengths
    ]


def less(family, case, options=None, settings=None):
    if options is None:
        model, names, config, _ = tiny_model(family, case)
        shapes = [[name, list(p.shape)] for name, p in names.items()]
    else:
        model, names, config, shapes, _ = adapted(family, case, options)
    random = numpy.random.default_rng([case, 2402, *family.encode()])
    train, target = random_rows(TRAIN, random), random_rows(TARGET, random)
    parameters = list(names.values())
    matrices = [p for p in parameters if p.dim() > 1]
    others = [p for p in parameters if p.dim() == 1]
    adam = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}], **OPTIMIZER
    )
    # The dropout of an adapter acts in no gradient here: a trained model is needed, not its masks.
    model.eval()
    for step in range(STEPS):
        batch = [train[(step * BATCH + i) % TRAIN] for i in range(BATCH)]
        adam.zero_grad()
        torch.stack([row_loss(model, row) for row in batch]).mean().backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        adam.step()
    flat = lambda name: torch.cat([adam.state[p][name].reshape(-1) for p in parameters]).double()
    first, second = flat("exp_avg"), flat("exp_avg_sq")
    beta1, beta2 = OPTIMIZER["betas"]

    def update(row):
        g = gradient(model, parameters, [row])
        return (beta1 * first + (1 - beta1) * g) / torch.sqrt(beta2 * second + (1 - beta2) * g**2 + 1e-8)

    updates = torch.stack([update(row) for row in train])
    mean = gradient(model, parameters, target)
    each = torch.stack([gradient(model, parameters, [row]) for row in target])
    unit = torch.nn.functional.normalize

    def cosines(updates, mean, each):
        return unit(updates, dim=1) @ unit(mean, dim=0), (unit(updates, dim=1) @ unit(each, dim=1).T).mean(1)

    signs = torch.from_numpy(numpy.random.default_rng(8192).integers(0, 2, (mean.numel(), DIMENSIONS)) * 2.0 - 1)
    whole = cosines(updates, mean, each)
    projected = cosines(updates @ signs, mean @ signs, each @ signs)
    apart = max((a - b).abs().max().item() for a, b in zip(whole, projected))
    print(family, settings, mean.numel(), "numbers; cosines", whole[0].min().item(), whole[0].max().item(), "projected:", apart)
    return {
        "config": config, "base": shapes, "settings": settings, "train": train, "target": target,
        "steps": STEPS, "batch": BATCH,
        "updateNorms": updates.norm(dim=1).tolist(), "targetNorm": mean.norm().item(),
        "mean": whole[0].tolist(), "rows": whole[1].tolist(), "projected": apart,
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    lora = {"r": 4, "lora_alpha": 6}
    dropped = {"r": 2, "lora_alpha": 4, "lora_dropout": 0.25, "target_modules": ["c_attn", "mlp.c_proj"]}
    golden = {
        "less": [
            less("llama", 0),
            less("llama", 0, lora, {"rank": 4, "alpha": 6}),
            less("gpt2", 0, dropped, {"rank": 2, "alpha": 4, "dropout": 0.25, "targets": ["c_attn", "mlp.c_proj"]}),
        ],
    }
    (here / "gradients.json").write_text(json.dumps(golden) + "\n")
