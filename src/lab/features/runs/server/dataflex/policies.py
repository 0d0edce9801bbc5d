"""Skillet's policies for DataFlex 1.1: the mixers mos, mospec and loss-proportional, and the selector raise.

train.py imports this file, which registers them; components.yaml has their settings, with the names of the lab.
The formulas are those of the lab (https://arxiv.org/abs/2406.08811 for MoS and MoSpec, 2504.07282 for RAISE, of which
only summaries were available). Every process measures the same rows, and the first one decides.
A mixer that continues from a checkpoint reads its state from shares.jsonl at its next update; raise begins again.
"""
import contextlib
import json
import pathlib
import zlib

import numpy as np
import torch
from dataflex.core.registry import register_mixer, register_selector
from dataflex.train.mixer.base_mixer import Mixer
from dataflex.train.selector.base_selector import Selector
from torch import distributed


# Measurements

@torch.no_grad()
def measure(model, rows, collate, size=8):
    """By row: loss (nats per answer token), correct (every token is the argmax), confidence (mean largest probability),
    state (mean last hidden state of all tokens but the last), and the numbers of prompt and answer tokens."""
    device = next(model.parameters()).device
    found = {name: [] for name in ("loss", "correct", "confidence", "state", "prompt", "answer")}
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
        found["answer"].append(count)
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


@register_mixer("loss-proportional")
class LossProportional(Mixer):
    """The naive rival: p_i = (1 - u) g(L_i) / sum_j g(L_j) + u / K, with g = L^(1/T) (power) or exp(L / T) (softmax; the
    rule of modelscope/ms-swift pull request 9142). L: smoothed losses, here of measured rows, not of the last batches."""

    def __init__(
        self, mixture_manager, data_collator=None, output_dir=None, form="power", temperature=1.0, smoothing=0.9,
        uniform=0.05, examples=16, rows_per_pass=8, seed=42,
    ):
        super().__init__(mixture_manager)
        self.form, self.temperature, self.smoothing, self.uniform = form, temperature, smoothing, uniform
        self.examples, self.rows_per_pass, self.seed = examples, rows_per_pass, seed
        self.data_collator, self.output_dir = data_collator, output_dir
        self.turn, self.loss = 0, None

    def mix(self, model, step_id, **_):
        names, sources = self.mixture_manager.names, self.mixture_manager.sources
        state = state_before(self.output_dir, step_id) if self.turn == 0 else None
        if state is not None:
            self.turn, self.loss = state["turn"], np.array(state["loss"])
        losses = []
        for name in names:
            places = pick(name, len(sources[name]), self.examples, self.turn, self.seed)
            rows = [sources[name][i] for i in places]
            losses.append(measure(model, rows, self.data_collator, self.rows_per_pass)["loss"].mean())
        self.turn += 1
        shares = first_decides(self.update(np.array(losses)))
        state = {"turn": self.turn, "loss": self.loss.tolist()}
        log(self.output_dir, step=step_id, shares=dict(zip(names, shares.tolist())), state=state)
        return shares

    def update(self, losses):
        kept = self.smoothing
        self.loss = losses if self.loss is None else kept * self.loss + (1 - kept) * losses
        largest = self.loss.max()
        if self.form == "power":
            parts = np.maximum(self.loss / largest, 0) ** (1 / self.temperature)
        else:
            parts = np.exp((self.loss - largest) / self.temperature)
        return (1 - self.uniform) * parts / parts.sum() + self.uniform / len(parts)


# RAISE, which learns in the run (the lab's mode "online")

SEMANTIC = 32


def perceptron(inputs, hidden, seed):
    """Two hidden tanh layers and one output, in float64. The last layer is 0, so every input gives 0."""
    generator = torch.Generator().manual_seed(seed)
    layers = torch.nn.Linear(inputs, hidden), torch.nn.Linear(hidden, hidden), torch.nn.Linear(hidden, 1)
    with torch.no_grad():
        for layer in layers:
            limit = (3 / layer.in_features) ** 0.5
            layer.weight.copy_(limit * (2 * torch.rand(layer.weight.shape, generator=generator) - 1))
            layer.bias.zero_()
        layers[2].weight.zero_()
    return torch.nn.Sequential(layers[0], torch.nn.Tanh(), layers[1], torch.nn.Tanh(), layers[2]).double()


def log_probability(scores, members, chosen):
    """log P of an ordered choice (Plackett-Luce): each pick is a softmax over those that are left."""
    others = [i for i in members if i not in set(chosen)]
    order = torch.cat([scores[chosen], scores[others]])
    left = torch.logcumsumexp(order.flip(0), 0).flip(0)
    return (order - left)[:len(chosen)].sum()


def critic_input(choice):
    times = choice["availability"]
    values = [*choice["stage"], times.mean(), (times == 0).mean(), choice["trend"]]
    return torch.tensor(np.array(values), dtype=torch.float64)


class Learner:
    """PPO (arXiv 1707.06347) with one ratio per class and generalised advantages (arXiv 1506.02438)."""

    def __init__(self, options, seed=42):
        self.options, self.seed, self.updates = options, seed, 0
        self.actor = perceptron(2 + 4 + SEMANTIC + 1, options["hidden"], seed)
        self.critic = perceptron(5, options["hidden"], seed + 1)
        rate = options["learningRate"]
        self.optimizers = [torch.optim.Adam(net.parameters(), lr=rate) for net in (self.actor, self.critic)]

    def scores(self, choice):
        stage = np.tile(choice["stage"], (len(choice["static"]), 1))
        state = np.concatenate([stage, choice["static"], choice["availability"][:, None]], 1)
        return self.actor(torch.tensor(state, dtype=torch.float64)).squeeze(1)

    def learn(self, episode, following):
        """`episode`: choices with rewards. `following`: the state at which the run goes on."""
        o = self.options
        states = torch.stack([critic_input(choice) for choice in [*episode, following]])
        with torch.no_grad():
            values = self.critic(states).squeeze(1).numpy()
        advantages, total = np.zeros(len(episode)), 0.0
        for t in reversed(range(len(episode))):
            delta = episode[t]["reward"] + o["gamma"] * values[t + 1] - values[t]
            advantages[t] = total = delta + o["gamma"] * o["lambda"] * total
        returns = torch.tensor(advantages + values[:-1])
        groups = max(1, int(len(episode) / o["stretch"] + 0.5)) if o["stretch"] else 1
        ends = [int(k * len(episode) / groups + 0.5) for k in range(groups + 1)]
        for start, end in zip(ends, ends[1:]):
            part = advantages[start:end]
            spread = part.std()
            advantages[start:end] = (part - part.mean()) / spread if spread > 1e-12 else 0
        random = np.random.default_rng([self.seed, self.updates])
        self.updates += 1
        size = min(o["minibatch"], len(episode))
        for _ in range(o["epochs"]):
            order = random.permutation(len(episode))
            for start in range(0, len(order), size):
                self.step(episode, order[start:start + size], states, advantages, returns)

    def step(self, episode, part, states, advantages, returns):
        o = self.options
        gains = []
        for t in part:
            scores = self.scores(episode[t])
            for choice in episode[t]["picks"]:
                root = 1 / len(choice["chosen"]) if o["ratio"] == "mean" else 1
                moved = log_probability(scores, choice["members"], choice["chosen"]) - choice["logProbability"]
                ratio = torch.exp(root * moved)
                clipped = ratio.clamp(1 - o["clip"], 1 + o["clip"])
                spread = torch.distributions.Categorical(logits=scores[choice["members"]]).entropy()
                gains.append(torch.minimum(ratio * advantages[t], clipped * advantages[t]) + o["entropy"] * spread)
        values = self.critic(states[part]).squeeze(1)
        loss = -torch.stack(gains).mean() + o["valueWeight"] * ((values - returns[part]) ** 2).mean()
        for optimizer in self.optimizers:
            optimizer.zero_grad()
        loss.backward()
        for optimizer in self.optimizers:
            optimizer.step()


@register_selector("raise")
class Raise(Selector):
    """A perceptron scores candidates; each class of the semantic features gives its best with noise. The reward of a
    choice is the fall of the validation loss until the next one. `steps`: the steps of the run.

    Static features of a row, by the weights before training: the lengths of prompt and answer, log P of the answer with
    and without its prompt (which then is one token), and 32 principal components of the state. They are measured when a
    row first becomes a candidate. Validation rows: eval_dataset, else a quarter at most of the rows, which are withheld.
    """

    def __init__(
        self, dataset, eval_dataset, accelerator, data_collator, steps, cache_dir=None, base_model=None, validation=64,
        classes=1, candidates=512, horizon=10, repeats=0, hidden=16, learningRate=0.015, epochs=4, minibatch=16,
        stretch=30, gamma=0.95, lambda_=0.95, clip=0.3, ratio="mean", entropy=0.01, valueWeight=0.5, rows_per_pass=8,
        seed=42,
    ):
        super().__init__(dataset, accelerator, data_collator, cache_dir)
        self.steps, self.base, self.classes, self.wanted = steps, Base(base_model), classes, candidates
        self.horizon, self.repeats, self.rows_per_pass, self.seed = horizon, repeats, rows_per_pass, seed
        self.random = np.random.default_rng(seed)
        pool = self.random.permutation(len(dataset))
        if isinstance(eval_dataset, dict):
            eval_dataset = next(iter(eval_dataset.values()), None)
        if eval_dataset is not None and len(eval_dataset):
            self.held = [eval_dataset[i] for i in range(min(validation, len(eval_dataset)))]
        else:
            held = min(validation, len(dataset) // 4)
            self.held = [dataset[int(i)] for i in pool[:held]]
            pool = pool[held:]
        self.pool = [int(i) for i in pool]
        self.times = np.zeros(len(dataset), dtype=int)
        self.static, self.class_of, self.basis = {}, {}, None
        self.start = self.loss = self.before_choice = self.open = None
        self.choices, self.episode = 0, []
        self.learner = Learner({
            "hidden": hidden, "learningRate": learningRate, "epochs": epochs, "minibatch": minibatch,
            "stretch": stretch, "gamma": gamma, "lambda": lambda_, "clip": clip, "ratio": ratio, "entropy": entropy,
            "valueWeight": valueWeight,
        }, seed)

    def select(self, model, step_id, num_samples, **_):
        self.watch(model, step_id)
        open_rows = [i for i in self.pool if self.repeats == 0 or self.times[i] < self.repeats]
        if len(open_rows) < num_samples:
            open_rows = self.pool
        count = min(len(open_rows), max(self.wanted or 4096, num_samples))
        candidates = sorted(int(i) for i in self.random.choice(open_rows, count, replace=False))
        self.measure_features(model, candidates)
        choice = self.describe(candidates, step_id)
        choice["picks"] = self.choose(choice, candidates, num_samples)
        picked = [candidates[at] for pick in choice["picks"] for at in pick["chosen"]]
        picked = first_decides([picked[i % len(picked)] for i in range(num_samples)])
        for i in set(picked):
            self.times[i] += 1
        self.open, self.before_choice = choice, self.performance
        self.choices += 1
        return picked

    @property
    def performance(self):
        return -self.loss / max(self.start, 1e-8)

    def watch(self, model, step_id):
        """Reads the validation loss, rewards the last choice, and learns after `horizon` of them."""
        loss = float(measure(model, self.held, self.data_collator, self.rows_per_pass)["loss"].mean())
        if self.start is None:
            with self.base(model) as before:
                found = measure(before, self.held, self.data_collator, self.rows_per_pass)
            self.start = float(found["loss"].mean())
        before, self.loss = self.loss, loss
        if self.open is None:
            return
        self.episode.append({**self.open, "reward": before - loss})
        if len(self.episode) >= self.horizon:
            self.learner.learn(self.episode, self.describe(self.episode[-1]["candidates"], step_id))
            self.episode = []

    def describe(self, candidates, step_id):
        """The state of a choice: stage and times picked, scaled as in the lab, and the static features."""
        trend = 0.0 if self.before_choice is None else (self.performance - self.before_choice) * self.steps
        return {
            "candidates": candidates, "trend": trend,
            "stage": [2 * self.performance + 1, 2 * min(1, step_id / self.steps) - 1],
            "availability": self.times[candidates] / self.steps,
            "static": np.array([self.static[i] for i in candidates]),
        }

    def choose(self, choice, candidates, count):
        members = [[] for _ in range(self.classes)]
        for at, i in enumerate(candidates):
            members[self.class_of[i]].append(at)
        quotas, turn = [0] * self.classes, self.choices
        for _ in range(min(count, len(candidates))):
            while quotas[turn % self.classes] == len(members[turn % self.classes]):
                turn += 1
            quotas[turn % self.classes] += 1
            turn += 1
        with torch.no_grad():
            scores = self.learner.scores(choice)
        keys = scores.numpy() + self.random.gumbel(size=len(candidates))
        picks = []
        for group, quota in zip(members, quotas):
            if quota:
                chosen = sorted(group, key=lambda at: -keys[at])[:quota]
                found = float(log_probability(scores, group, chosen))
                picks.append({"members": group, "chosen": chosen, "logProbability": found})
        return picks

    def measure_features(self, model, candidates):
        fresh = [i for i in candidates if i not in self.static]
        if self.basis is None:
            fit = self.random.choice(self.pool, min(2048, len(self.pool)), replace=False)
            fresh = sorted({*fresh, *(int(i) for i in fit)})
        if not fresh:
            return
        rows = [dict(self.dataset[i]) for i in fresh]
        with self.base(model) as before:
            whole = measure(before, rows, self.data_collator, self.rows_per_pass)
            alone = measure(before, [answer_alone(row) for row in rows], self.data_collator, self.rows_per_pass)
        columns = np.stack([whole["prompt"], whole["answer"], -whole["loss"], -alone["loss"]], 1)
        columns, states = np.nan_to_num(columns), np.nan_to_num(whole["state"])
        if self.basis is None:
            self.basis = fit_basis(columns, states, self.classes, self.random)
        means, spreads, mean, directions, centres = self.basis
        z = np.where(spreads > 1e-6, (columns - means) / np.maximum(spreads, 1e-6), 0).clip(-5, 5)
        points = (states - mean) @ directions
        owners = ((points[:, None] - centres[None]) ** 2).sum(2).argmin(1)
        for i, row, owner in zip(fresh, np.concatenate([z, points], 1), owners):
            self.static[i], self.class_of[i] = row, int(owner)


def answer_alone(row):
    first = next((i for i, label in enumerate(row["labels"]) if label != -100), 1)
    start = max(0, first - 1)
    return {**row, **{name: row[name][start:] for name in ("input_ids", "attention_mask", "labels")}}


def fit_basis(columns, states, classes, random):
    """Means and deviations of the columns, principal components of the states (the first one has deviation 1; zeros
    fill up to 32), and k-means centres."""
    mean = states.mean(0)
    _, sizes, directions = np.linalg.svd(states - mean, full_matrices=False)
    used = min(SEMANTIC, int((sizes > 1e-6 * max(sizes[0], 1e-30)).sum()))
    scale = np.sqrt(len(states)) / max(sizes[0], 1e-30)
    basis = np.zeros((states.shape[1], SEMANTIC))
    basis[:, :used] = directions[:used].T * scale
    points = (states - mean) @ basis
    centres = points[random.choice(len(points), classes, replace=len(points) < classes)]
    for _ in range(50):
        owners = ((points[:, None] - centres[None]) ** 2).sum(2).argmin(1)
        centres = np.stack([
            points[owners == k].mean(0) if (owners == k).any() else centres[k] for k in range(classes)
        ])
    return columns.mean(0), columns.std(0), mean, basis, centres
