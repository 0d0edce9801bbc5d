"""Skillet's policies for DataFlex 1.1: the mixers mos and mospec.

train.py imports this file, which registers them; components.yaml has their settings, with the names of the lab.
The formulas are those of the lab (https://arxiv.org/abs/2406.08811). Every process measures the same rows, and the
first one decides. A mixer that continues from a checkpoint reads its state from shares.jsonl at its next update.
"""
import contextlib
import json
import pathlib
import zlib

import numpy as np
import torch
from dataflex.core.registry import register_mixer
from dataflex.train.mixer.base_mixer import Mixer
from torch import distributed


# Measurements

@torch.no_grad()
def measure(model, rows, collate, size=8):
    """By row: loss (nats per answer token), correct (every token is the argmax), confidence (mean largest probability),
    state (mean last hidden state of all tokens but the last), and the number of prompt tokens."""
    device = next(model.parameters()).device
    found = {name: [] for name in ("loss", "correct", "confidence", "state", "prompt")}
    was_training = model.training
    model.eval()
    for start in range(0, len(rows), size):
        batch = collate([dict(row) for row in rows[start:start + size]])
        batch = {name: value.to(device) for name, value in batch.items() if torch.is_tensor(value)}
        labels = batch.pop("labels")[:, 1:]
        batch.pop("domain_id", None)
        output = model(**batch, output_hidden_states=True, use_cache=False)
        is_answer = labels != -100
        count = is_answer.sum(1)
        log_p = torch.log_softmax(output.logits[:, :-1].float(), -1)
        token_loss = -log_p.gather(-1, labels.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        mask = batch["attention_mask"]
        inner = (mask[:, :-1] * mask[:, 1:]).unsqueeze(-1)
        hidden = output.hidden_states[-1][:, :-1].float()
        found["loss"].append((token_loss * is_answer).sum(1) / count)
        found["correct"].append(((log_p.argmax(-1) == labels) | ~is_answer).all(1).float())
        found["confidence"].append((log_p.max(-1).values.exp() * is_answer).sum(1) / count)
        found["state"].append((hidden * inner).sum(1) / inner.sum(1))
        found["prompt"].append(mask.sum(1) - count)
    model.train(was_training)
    return {name: torch.cat(values).double().cpu().numpy() for name, values in found.items()}


class Base:
    """The weights before training: the model without its adapter, or a frozen copy of `path`."""

    def __init__(self, path):
        self.path, self.copy = path, None

    @contextlib.contextmanager
    def __call__(self, model):
        inner = getattr(model, "module", model)
        if hasattr(inner, "disable_adapter"):
            with inner.disable_adapter():
                yield model
            return
        if self.copy is None:
            from transformers import AutoModelForCausalLM

            copy = AutoModelForCausalLM.from_pretrained(self.path, dtype=torch.float32)
            self.copy = copy.to(next(model.parameters()).device)
        yield self.copy


def pick(name, size, count, turn, seed):
    """Minibatch number `turn` of the rows of `name`: each row comes once before any repeats."""
    def order(epoch):
        return np.random.default_rng([seed, zlib.crc32(name.encode()), epoch]).permutation(size)

    return [int(order(k // size)[k % size]) for k in range(turn * count, (turn + 1) * count)]


def first_decides(value):
    box = [value]
    if distributed.is_available() and distributed.is_initialized():
        distributed.broadcast_object_list(box, src=0)
    return box[0]


def log(folder, **line):
    is_first = not (distributed.is_available() and distributed.is_initialized()) or distributed.get_rank() == 0
    if folder and is_first:
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        with open(pathlib.Path(folder) / "shares.jsonl", "a") as file:
            file.write(json.dumps(line) + "\n")


def state_before(folder, step):
    """The state after the last update before `step`. None: this run began at its first step."""
    path = pathlib.Path(folder or ".") / "shares.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()] if folder and path.exists() else []
    return next((line["state"] for line in reversed(lines) if line["step"] < step), None)


# MoS and MoSpec

def softmax(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


class Scorer:
    """Free logits w. Ascends sum_i R_i log softmax(w)_i (Eq. 6) by inner steps of SGD or Adam on constant rewards."""

    def __init__(self, prior, optimizer, rate, steps):
        self.w, self.optimizer, self.rate, self.steps = np.log(prior), optimizer, rate, steps
        self.first, self.second, self.count = np.zeros_like(self.w), np.zeros_like(self.w), 0

    def update(self, rewards):
        for _ in range(self.steps):
            slope = rewards - softmax(self.w) * rewards.sum()
            if self.optimizer == "sgd":
                self.w = self.w + self.rate * slope
                continue
            self.count += 1
            self.first = 0.9 * self.first + 0.1 * slope
            self.second = 0.999 * self.second + 0.001 * slope**2
            root = np.sqrt(self.second / (1 - 0.999**self.count)) + 1e-8
            self.w = self.w + self.rate * self.first / (1 - 0.9**self.count) / root


def cosines(states):
    """cos(z_i, z_n) [N, N] of the mean states of N sources [N, L, width] (Eq. 7 and 8)."""
    z = states.mean(1)
    z = z / np.linalg.norm(z, axis=1, keepdims=True)
    return z @ z.T


class MixtureOfSkills(Mixer):
    """The mixer of MoS, Alg. 1: every update_step it measures `examples` rows of every source and updates the scorer.

    Rewards R_i of MoS: difficulty (mean ratio of the perplexities now and before training, Eq. 9 and 10) and similarity
    (mean cosine to all sources), each with the average over time (learning trajectory, Eq. 11) unless average is false.
    Of the lab: loss-ratio, error-rate (0.02 at least); and uncertainty (MultiUAT, 1 - mean confidence; the lab measures it
    on validation rows).
    """

    needs_target = False

    def __init__(
        self, mixture_manager, data_collator=None, output_dir=None, base_model=None, target=None, factor=2.0,
        reward="difficulty", average=True, beta=0.9, averageStart="one", examples=16, optimizer="adam",
        innerSteps=40, learningRate=0.005, tau=1000.0, rows_per_pass=8, seed=42,
    ):
        super().__init__(mixture_manager)
        known = ("difficulty", "similarity", "loss-ratio", "error-rate", "uncertainty")
        if reward not in known:
            raise ValueError(f"components.yaml: reward {reward!r} is none of {', '.join(known)}")
        names = mixture_manager.names
        if self.needs_target and target not in names:
            raise ValueError(f"components.yaml: target {target!r} is none of {', '.join(names)}")
        self.target = names.index(target) if self.needs_target else None
        self.factor, self.reward = factor, reward
        self.beta, self.average, self.average_start = beta, average, averageStart
        self.examples, self.rows_per_pass, self.seed = examples, rows_per_pass, seed
        self.data_collator, self.output_dir, self.base = data_collator, output_dir, Base(base_model)
        sizes = np.array([len(mixture_manager.sources[name]) for name in names], dtype=float)
        powers = np.ones(len(names)) if tau >= 1000 else (sizes / sizes.max()) ** (1 / tau)
        self.scorer = Scorer(powers / powers.sum(), optimizer, learningRate, innerSteps)
        self.turn, self.measured, self.averages = 0, None, None
        self.prompted = np.zeros(len(names), dtype=bool)
        # The opening rows have the prior too.
        mixture_manager.set_proportions(list(softmax(self.scorer.w)))

    def state(self):
        scorer = self.scorer
        arrays = {
            "w": scorer.w, "first": scorer.first, "second": scorer.second, "measured": self.measured,
            "averages": self.averages, "prompted": self.prompted,
        }
        return {"turn": self.turn, "count": scorer.count, **{name: each.tolist() for name, each in arrays.items()}}

    def restore(self, state):
        self.turn, self.scorer.count = state["turn"], state["count"]
        for name in ("w", "first", "second"):
            setattr(self.scorer, name, np.array(state[name]))
        for name in ("measured", "averages", "prompted"):
            setattr(self, name, np.array(state[name]))

    def mix(self, model, step_id, **_):
        names, sources = self.mixture_manager.names, self.mixture_manager.sources
        state = state_before(self.output_dir, step_id) if self.turn == 0 else None
        if state is not None:
            self.restore(state)
        rows = [
            sources[name][i]
            for name in names
            for i in pick(name, len(sources[name]), self.examples, self.turn, self.seed)
        ]
        self.turn += 1
        now = measure(model, rows, self.data_collator, self.rows_per_pass)
        base = None
        if self.reward not in ("similarity", "uncertainty"):
            with self.base(model) as before:
                base = measure(before, rows, self.data_collator, self.rows_per_pass)["loss"]
        shares = first_decides(self.update(now, base))
        rewards = dict(zip(names, self.averages.tolist()))
        shown = dict(zip(names, shares.tolist()))
        log(self.output_dir, step=step_id, shares=shown, rewards=rewards, state=self.state())
        return shares

    def update(self, now, base):
        """The new shares. `now` by quantity and `base` [N L]: measured rows, source after source."""
        by_source = {name: value.reshape(-1, self.examples, *value.shape[1:]) for name, value in now.items()}
        loss = by_source["loss"]
        base = None if base is None else base.reshape(loss.shape)
        self.prompted = self.prompted | (by_source["prompt"] > 1).any(1)
        if self.reward == "difficulty":
            rewards = np.exp(loss - base).mean(1)
        elif self.reward == "similarity":
            table = cosines(by_source["state"])
            rewards = np.maximum(0, table.mean(1) if self.target is None else table[:, self.target])
        elif self.reward == "uncertainty":
            rewards = 1 - by_source["confidence"].mean(1)
        else:
            rewards = loss.mean(1) / base.mean(1)
            if self.reward == "error-rate":
                wrong = np.maximum(0.02, 1 - by_source["correct"].mean(1))
                rewards = np.where(self.prompted, wrong, rewards)
        # A reward that is not a number keeps its last value.
        last = np.ones_like(rewards) if self.measured is None else self.measured
        self.measured = np.where(np.isfinite(rewards), rewards, last)
        rewards = self.measured.copy()
        if self.target is not None and self.reward != "similarity":
            rewards[self.target] *= self.factor
        if self.average:
            start = np.ones_like(rewards) if self.average_start == "one" else rewards
            before = start if self.averages is None else self.averages
            rewards = self.beta * rewards + (1 - self.beta) * before
        self.averages = rewards
        if rewards.any():
            self.scorer.update(rewards)
        return softmax(self.scorer.w)


@register_mixer("mos")
class MoS(MixtureOfSkills):
    """Mixture-of-Skills: arXiv 2406.08811, code github.com/minghao-wu/mixture_of_skills."""


@register_mixer("mospec")
class MoSpec(MixtureOfSkills):
    """MoS toward one source (section 6): the cosine to the target alone, or the target's reward times `factor`."""

    needs_target = True
