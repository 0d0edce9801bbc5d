"""Golden values for MultiUAT and Olmix: the rules of the authors' code, written anew with PyTorch and numpy.

Run from the project's root, with torch and numpy installed:
    python tests/golden/authors.py
Writes tests/golden/authors.json:
  multiUat  (huawei-noah/noah-research @6fe8a52, noahnmt/multiuat, multiuat-multilingual-translation.py) the largest
            probability of each token of the validation rows becomes a row's mean and geometric mean; shares of ten
            updates on the latter: logits that start at 1, one Adam of 1e-4 for the start (until the squared error is
            at most 1e-8) and for 200 steps of each update. `byMean`: the same with the paper's mean of a row
  olmix     (allenai/olmix @9586977, olmix/fit/law.py and utils.py) ten swarms of trials: c + exp(t q) of each task by
            Huber's loss (0.02) with L-BFGS from many starts; the mix with the least mean + 0.05 KL(q | prior) below
            four epochs of each source, by mirror descent, because the problem is convex
"""
import json
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rng = np.random.default_rng(2109)
here = pathlib.Path(__file__).parent
UPDATES, ROWS = 10, 8


def multi_uat(sizes):
    names = len(sizes)
    prior = torch.tensor(sizes, dtype=torch.float64) / sum(sizes)
    hard = rng.uniform(0.5, 3, names)
    probabilities = [
        [[rng.beta(4, hard[i] / (1 + u / 3), rng.integers(2, 12)) for _ in range(ROWS)] for i in range(names)]
        for u in range(UPDATES)
    ]
    summary = lambda of: np.float32([[[of(row) for row in rows] for rows in update] for update in probabilities])
    means = summary(np.mean)
    geometric = summary(lambda row: np.exp(np.mean(np.log(row))))

    def run(confidence):
        logits = torch.nn.Parameter(torch.ones(names))
        adam = torch.optim.Adam([logits], lr=1e-4)
        gap = 1.0
        while gap > 1e-8:
            adam.zero_grad()
            loss = ((torch.softmax(logits, 0) - prior) ** 2).mean()
            gap = loss.item()
            loss.backward()
            adam.step()
        after = []
        for update in confidence:
            reward = torch.tensor(1 - np.float64(update).mean(1))
            for _ in range(200):
                adam.zero_grad()
                (-(reward * torch.log_softmax(logits, 0)).sum()).backward()
                adam.step()
            after.append(torch.softmax(logits, 0).tolist())
        return after

    lists = lambda values: np.float64(values).tolist()
    return {
        "sizes": sizes,
        "means": lists(means),
        "geometric": lists(geometric),
        "shares": run(geometric),
        "byMean": run(means),
    }


def law_of(mixes, losses):
    x, y = torch.tensor(mixes), torch.tensor(losses)
    best = None
    for floor in np.linspace(-2, 0.5, 4):
        for _ in range(2):
            start = np.concatenate([[floor], rng.uniform(-1, 0.1, mixes.shape[1])])
            point = torch.nn.Parameter(torch.tensor(start))
            solver = torch.optim.LBFGS([point], lr=0.01, max_iter=20, line_search_fn="strong_wolfe")

            def closure():
                solver.zero_grad()
                predicted = torch.exp(point[0]) + torch.exp(x @ point[1:])
                loss = torch.nn.functional.huber_loss(predicted, y, delta=0.02, reduction="sum")
                loss.backward()
                return loss

            value, before = np.inf, np.inf
            for _ in range(100):
                before, value = value, float(solver.step(closure).detach())
                if before - value < 1e-13:
                    break
            if np.isfinite(value) and (best is None or value < best[0]):
                best = (value, point.detach().numpy().copy())
    return best[1]


def capped(amounts, caps):
    """The nearest shares by KL: amounts in proportion, none above its cap."""
    full = np.zeros(len(amounts), bool)
    while True:
        shares = np.where(full, caps, 0)
        shares[~full] = amounts[~full] / amounts[~full].sum() * (1 - shares.sum())
        over = (shares > caps + 1e-15) & ~full
        if not over.any():
            return shares
        full |= over


def least_mix(slopes, prior, caps):
    shares = capped(prior.copy(), caps)
    for _ in range(3000):
        gradient = (np.exp(slopes @ shares) @ slopes) / len(slopes) + 0.05 * (np.log(shares / prior) + 1)
        shares = capped(shares * np.exp(-0.2 * gradient), caps)
    return shares


def swarm(sizes, tasks, steps, batch):
    sources = len(sizes)
    prior = np.array(sizes) / sum(sizes)
    strengths = 0.1 * 50 ** rng.uniform(0, 1, 48)
    mixes = np.maximum([rng.dirichlet(c * prior * sources) for c in strengths], 1e-5)
    mixes = np.round(mixes / mixes.sum(1, keepdims=True), 6)
    slopes = rng.uniform(-0.4, 0.2, (tasks, sources)) - 2 * (np.arange(sources) == np.arange(tasks)[:, None])
    losses = rng.uniform(0.3, 1, tasks) + np.exp(mixes @ slopes.T) + rng.normal(0, 0.005, (len(mixes), tasks))
    losses = np.round(losses, 6)
    laws = np.array([law_of(mixes, losses[:, task]) for task in range(tasks)])
    caps = 4 * np.array(sizes) / (steps * batch)
    return {
        "sizes": sizes,
        "steps": steps,
        "batch": batch,
        "mixes": mixes.tolist(),
        "losses": losses.tolist(),
        "laws": np.round(laws, 9).tolist(),
        "shares": least_mix(laws[:, 1:], prior, caps).tolist(),
    }


golden = {
    "multiUat": [multi_uat(sizes) for sizes in [[100, 100, 100], [600, 150, 250]]],
    "olmix": [
        swarm([int(size) for size in rng.integers(60, 400, sources)], sources, int(steps), 16)
        for sources, steps in zip([3, 4] * 5, rng.integers(40, 120, 10))
    ],
}
(here / "authors.json").write_text(json.dumps(golden) + "\n")
for case in golden["multiUat"]:
    print(case["sizes"], np.round(case["shares"][-1], 4), np.round(case["byMean"][-1], 4))
for case in golden["olmix"]:
    print(case["sizes"], np.round(case["shares"], 3))
