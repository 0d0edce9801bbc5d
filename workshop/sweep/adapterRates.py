"""Held-out losses before and after an adapter's run, by learning rate: the table of docs/benchmarks.md ("The proposed settings").

    SKILLET_PYTHON adapterRates.py MODEL.gguf DATA --out .cache/sweep [--rates 1e-3 3e-4] [--steps 100] [--general general.jsonl]
    SKILLET_PYTHON adapterRates.py --table .cache/sweep

DATA: a folder with gsm8k.jsonl, code_alpaca_2k.json, alpaca_seed_tasks.jsonl (trained, equal shares), svamp.json and
sharegpt_dummy.json (watched). One run per rate with the lab's optimizer and schedule (src/engine/training/settings.ts,
src/lab/run/defaultExperiment.ts): loss = mean over an answer's tokens, then over the batch. Every 20 steps the state is stored,
and the same command continues. The frozen base has 16 bits
(bfloat16), the adapter and its optimizer 32. The tokenizer is transformers' conversion of the GGUF file, so ids can differ from the lab's in
a few texts of a thousand. Needs torch, transformers, peft and gguf.
"""
import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

SKILLS = ["gsm8k", "code_alpaca", "alpaca_seeds"]
WATCHED = ["svamp", "sharegpt"]
HELD_OUT = 32
ROWS_PER_STEP = 4
MAX_CONTEXT = 256
SETTINGS = dict(rank=8, alpha=8, beta1=0.9, beta2=0.98, decay=0.01, clip=1.0, warmup=0.1, floor=0.02)


def json_rows(path):
    text = path.read_text()
    return json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.splitlines() if line]


def with_input(instruction, text):
    return instruction + ("\n" + text if text else "")


def read_data(folder):
    """Pairs of prompt and answer by skill."""
    turns = (row["conversations"] for row in json_rows(folder / "sharegpt_dummy.json"))
    return {
        "gsm8k": [(r["question"], r["answer"]) for r in json_rows(folder / "gsm8k.jsonl")],
        "code_alpaca": [
            (with_input(r["instruction"], r["input"]), r["output"]) for r in json_rows(folder / "code_alpaca_2k.json")
        ],
        "alpaca_seeds": [
            (with_input(r["instruction"], i["input"]), i["output"])
            for r in json_rows(folder / "alpaca_seed_tasks.jsonl")
            for i in r["instances"][:1]
        ],
        "svamp": [
            (f"{r['Body'].rstrip('. ')}. {r['Question']}", f"{r['Answer']:g}") for r in json_rows(folder / "svamp.json")
        ],
        "sharegpt": [(t[0]["value"], t[1]["value"]) for t in turns if len(t) > 1 and t[0]["from"] == "human"],
    }


class Rows:
    """Tokens and loss mask of a row, as src/engine/data/encode.ts makes them."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer

    def encode(self, prompt, answer):
        t = self.tokenizer
        plain = lambda text: t(text, add_special_tokens=False)["input_ids"]
        if t.chat_template:
            message = [{"role": "user", "content": prompt}]
            begin = t.apply_chat_template(message, add_generation_prompt=True, tokenize=True, return_dict=False)
            return begin, plain(answer + "<|im_end|>")
        return [t.bos_token_id, *plain(prompt), *plain("\n")], [*plain(answer), t.eos_token_id]

    @staticmethod
    def cut(prompt, answer, context):
        """A long prompt loses its start, down to an eighth of the context; then the answer its end."""
        excess = len(prompt) + len(answer) - context
        removed = max(0, min(excess, len(prompt) - math.ceil(context / 8)))
        ids = (prompt[removed:] + answer)[:context]
        start = len(prompt) - removed
        return ids, start


def percentile(lengths, share):
    return sorted(lengths)[min(len(lengths) - 1, int(share * len(lengths)))]


class Pack:
    """Rows behind each other in one sequence; no row sees another."""

    def __init__(self, rows):
        self.ids, self.positions, self.row, self.targets, self.places, self.weights = [], [], [], [], [], []
        for index, (ids, start) in enumerate(rows):
            offset = len(self.ids)
            self.ids += ids
            self.positions += range(len(ids))
            self.row += [index] * len(ids)
            places = range(max(1, start), len(ids))
            self.places += [offset + p - 1 for p in places]
            self.targets += [ids[p] for p in places]
            self.weights += [(index, 1 / len(places))] * len(places)
        self.count = len(rows)

    def row_losses(self, model):
        row = torch.tensor(self.row)
        n = len(row)
        visible = (row[:, None] == row[None, :]) & torch.ones(n, n).tril().bool()
        least = torch.finfo(torch.bfloat16).min
        mask = torch.zeros(1, 1, n, n, dtype=torch.bfloat16).masked_fill(~visible, least)
        decoder = model.get_base_model() if hasattr(model, "get_base_model") else model
        layered = getattr(decoder.config, "layer_types", None)
        hidden = decoder.model(
            input_ids=torch.tensor([self.ids]),
            position_ids=torch.tensor([self.positions]),
            attention_mask={kind: mask for kind in set(layered)} if layered and "gemma" in decoder.config.model_type else mask,
            use_cache=False,
        ).last_hidden_state[0, torch.tensor(self.places)]
        losses = F.cross_entropy(decoder.lm_head(hidden).float(), torch.tensor(self.targets), reduction="none")
        index = torch.tensor([i for i, _ in self.weights])
        weight = torch.tensor([w for _, w in self.weights])
        return torch.zeros(self.count).index_add(0, index, losses * weight)


def measure(model, held):
    """Mean loss of each held-out row, by skill."""
    model.eval()
    found = {}
    with torch.no_grad():
        for skill, rows in held.items():
            order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
            losses = [0.0] * len(rows)
            for at in range(0, len(order), 4):
                part = order[at : at + 4]
                for i, loss in zip(part, Pack([rows[i] for i in part]).row_losses(model).tolist()):
                    losses[i] = loss
            found[skill] = losses
    return found


def rate_at(step, steps, peak):
    warm = SETTINGS["warmup"] * steps
    if step < warm:
        return peak * (step + 1) / warm
    left = (steps - step) / max(1, steps - warm)
    return peak * (SETTINGS["floor"] + (1 - SETTINGS["floor"]) * left)


def train(model, params, data, steps, peak, state_file, log):
    optimizer = torch.optim.AdamW(
        params.values(), lr=peak, betas=(SETTINGS["beta1"], SETTINGS["beta2"]), weight_decay=SETTINGS["decay"]
    )
    start, losses = 0, []
    if state_file.exists():
        state = torch.load(state_file)
        start, losses = state["step"], state["losses"]
        optimizer.load_state_dict(state["optimizer"])
        with torch.no_grad():
            for name, parameter in params.items():
                parameter.copy_(state["weights"][name])
    model.train()
    for step in range(start, steps):
        rows = []
        for place in range(ROWS_PER_STEP):
            index = step * ROWS_PER_STEP + place
            skill, turn = SKILLS[index % len(SKILLS)], index // len(SKILLS)
            epoch, at = divmod(turn, len(data[skill]))
            order = list(range(len(data[skill])))
            random.Random(f"{skill} {epoch}").shuffle(order)
            rows.append(data[skill][order[at]])
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, steps, peak)
        began = time.time()
        loss = Pack(rows).row_losses(model).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params.values(), SETTINGS["clip"])
        optimizer.step()
        losses.append(loss.item())
        log(f"  step {step + 1}/{steps} loss {losses[-1]:.3f} {time.time() - began:.1f} s")
        if (step + 1) % 20 == 0 or step + 1 == steps:
            weights = {name: p.detach().clone() for name, p in params.items()}
            state = dict(step=step + 1, losses=losses, optimizer=optimizer.state_dict(), weights=weights)
            torch.save(state, state_file.with_suffix(".part"))
            state_file.with_suffix(".part").rename(state_file)
    return losses


def sweep(options):
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(options.threads)
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    file = Path(options.model)
    log = lambda text: print(text, flush=True)
    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    model = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.bfloat16)
    rows, data, held, lengths = Rows(tokenizer), {}, {}, []
    pairs = read_data(Path(options.data))
    if options.general:
        pairs["general"] = [(r["prompt"], r["answer"]) for r in json_rows(Path(options.general))]
    encoded = {skill: [rows.encode(*pair) for pair in part] for skill, part in pairs.items()}
    lengths = [len(p) + len(a) for skill in SKILLS for p, a in encoded[skill]]
    context = min(MAX_CONTEXT, percentile(lengths, 0.95))
    for skill, part in encoded.items():
        part = [Rows.cut(p, a, context) for p, a in part]
        random.Random(skill).shuffle(part)
        held[skill] = part if skill == "general" else part[:HELD_OUT]
        data[skill] = part[HELD_OUT:]
    log(f"{file.name}: context {context}; " + ", ".join(f"{s} {len(p)} rows" for s, p in data.items()))
    torch.manual_seed(1)
    lora = LoraConfig(r=SETTINGS["rank"], lora_alpha=SETTINGS["alpha"], target_modules="all-linear")
    model = get_peft_model(model, lora)
    params = {name: p for name, p in model.named_parameters() if p.requires_grad}
    initial = {name: p.detach().clone() for name, p in params.items()}
    two = [held["gsm8k"][0], held["code_alpaca"][1]]
    with torch.no_grad():
        packed, single = Pack(two).row_losses(model), torch.cat([Pack([row]).row_losses(model) for row in two])
    assert torch.allclose(packed, single, rtol=0.05), (packed, single)

    def measured(result_file, weights):
        """Adds the skills that the file lacks."""
        result = json.loads(result_file.read_text()) if result_file.exists() else {}
        missing = {skill: part for skill, part in held.items() if skill not in result.get("rows", {})}
        if missing:
            with torch.no_grad():
                for name, parameter in params.items():
                    parameter.copy_(weights[name])
            result.setdefault("rows", {}).update(measure(model, missing))
        return result

    base_file = out / f"{file.stem}.base.json"
    base = measured(base_file, initial)
    base_file.write_text(json.dumps({**base, "model": file.name, "context": context}))
    log("base " + ", ".join(f"{s} {sum(r) / len(r):.3f}" for s, r in base["rows"].items()))
    for rate in options.rates:
        name = f"{file.stem}.{rate}.{options.steps}"
        result_file, state_file = out / f"{name}.json", out / f"{name}.pt"
        if not result_file.exists():
            log(f"{name}: training")
            with torch.no_grad():
                for key, parameter in params.items():
                    parameter.copy_(initial[key])
            train(model, params, data, options.steps, float(rate), state_file, log)
        result = measured(result_file, torch.load(state_file)["weights"])
        result.update(model=file.name, rate=rate, steps=options.steps, context=context)
        result_file.write_text(json.dumps(result))
        log(f"{name}: " + ", ".join(f"{s} {sum(r) / len(r):.3f}" for s, r in result["rows"].items()))


def interval(differences):
    """Mean and half-width of 95 % (normal; at least 32 rows)."""
    n = len(differences)
    mean = sum(differences) / n
    return mean, 1.96 * math.sqrt(sum((d - mean) ** 2 for d in differences) / (n - 1) / n)


def table(folder):
    results = [json.loads(path.read_text()) for path in sorted(Path(folder).glob("*.json"))]
    bases = {r["model"]: r for r in results if "rate" not in r}
    for model, base in bases.items():
        skills = list(base["rows"])
        print(f"\n| {model}, context {base['context']} | " + " | ".join(skills) + " |")
        print("| --- |" + " ---: |" * len(skills))
        print("| base | " + " | ".join(f"{sum(base['rows'][s]) / len(base['rows'][s]):.2f}" for s in skills) + " |")
        for r in sorted((r for r in results if r["model"] == model and "rate" in r), key=lambda r: float(r["rate"])):
            cells = []
            for s in skills:
                mean, half = interval([a - b for a, b in zip(r["rows"][s], base["rows"][s])])
                cells.append(f"{mean:+.2f} ± {half:.2f}")
            print(f"| {r['rate']}, {r['steps']} steps | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?")
    parser.add_argument("data", nargs="?")
    parser.add_argument("--out", default=".cache/sweep")
    parser.add_argument("--rates", nargs="+", default=["1e-3", "3e-3", "3e-4", "1e-4"])
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--general", help="a JSONL file of prompt and answer, watched")
    parser.add_argument("--table", metavar="FOLDER", help="prints the table of a finished sweep")
    options = parser.parse_args()
    if options.table:
        table(options.table)
    else:
        sweep(options)
