"""Golden values for the shipped model, by PyTorch and transformers' LlamaForCausalLM: an implementation that is not ours.

Run from the project's root, with torch and transformers installed:
    npx tsx tests/golden/llama.ts && python tests/golden/llama.py
Writes tests/golden/llama.json: the loss of each of the 64 examples before training, then loss and gradient norm of 200 steps
of AdamW on batches of 8, in float32 and with the lab's settings (clip 1, weight decay 0.01 on matrices, warm-up and linear decay).
"""
import json
import pathlib

import torch
import transformers

here = pathlib.Path(__file__).parent
STEPS, BATCH, RATE, WARMUP, FLOOR = 200, 8, 5e-4, 0.1, 0.02
torch.manual_seed(0)
torch.set_num_threads(1)
model = transformers.LlamaForCausalLM.from_pretrained(here.parent.parent / "models" / "skillet-base", dtype=torch.float32)
model.eval()
examples = json.loads((here / "llama.examples.json").read_text())


def example_losses(batch):
    """Mean nats per answer token of each example, padded to the longest."""
    longest = max(len(e["tokens"]) for e in batch)
    tokens = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    answers = torch.zeros(len(batch), longest)
    for row, e in enumerate(batch):
        n = len(e["tokens"])
        tokens[row, :n] = torch.tensor(e["tokens"])
        mask[row, :n] = 1
        answers[row, e["promptLength"]:n] = 1
    logits = model(input_ids=tokens, attention_mask=mask).logits[:, :-1]
    nll = torch.nn.functional.cross_entropy(logits.transpose(1, 2), tokens[:, 1:], reduction="none")
    wanted = answers[:, 1:]
    return (nll * wanted).sum(1) / wanted.sum(1)


def rate(step):
    warm = round(WARMUP * STEPS)
    if step <= warm:
        return RATE * step / warm
    return RATE * (FLOOR + (1 - FLOOR) * (1 - (step - warm) / (STEPS - warm)))


with torch.no_grad():
    before = example_losses(examples).tolist()
matrices = [p for p in model.parameters() if p.dim() > 1]
gains = [p for p in model.parameters() if p.dim() == 1]
optimizer = torch.optim.AdamW(
    [{"params": matrices, "weight_decay": 0.01}, {"params": gains, "weight_decay": 0.0}], lr=RATE, betas=(0.9, 0.98), eps=1e-8
)
losses, norms = [], []
for step in range(1, STEPS + 1):
    batch = [examples[((step - 1) * BATCH * 5 + 9 * i) % len(examples)] for i in range(BATCH)]
    for group in optimizer.param_groups:
        group["lr"] = rate(step)
    optimizer.zero_grad()
    loss = example_losses(batch).mean()
    loss.backward()
    norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
    optimizer.step()
    losses.append(loss.item())
golden = {
    "torch": torch.__version__,
    "transformers": transformers.__version__,
    "before": [round(x, 7) for x in before],
    "losses": [round(x, 7) for x in losses],
    "norms": [round(x, 6) for x in norms],
}
(here / "llama.json").write_text(json.dumps(golden) + "\n")
print(f"loss before {sum(before) / len(before):.5f}, step 1 {losses[0]:.5f}, step {STEPS} {losses[-1]:.5f}")
