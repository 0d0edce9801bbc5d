"""Golden values for MultiUAT: the rule of the authors' code, written anew with PyTorch.

Run from the project's root, with torch and numpy installed:
    python tests/golden/authors.py
Writes tests/golden/authors.json:
  multiUat  (huawei-noah/noah-research @6fe8a52, noahnmt/multiuat, multiuat-multilingual-translation.py) the largest
            probability of each token of the validation rows becomes a row's mean and geometric mean; shares of ten
            updates on the latter: logits that start at 1, one Adam of 1e-4 for the start (until the squared error is
            at most 1e-8) and for 200 steps of each update. `byMean`: the same with the paper's mean of a row
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


golden = {
    "multiUat": [multi_uat(sizes) for sizes in [[100, 100, 100], [600, 150, 250]]],
}
(here / "authors.json").write_text(json.dumps(golden) + "\n")
for case in golden["multiUat"]:
    print(case["sizes"], np.round(case["shares"][-1], 4), np.round(case["byMean"][-1], 4))
