"""Golden values for the scorer of MoS, by PyTorch's autograd and optimizers: an implementation that is not ours.

Run from the project's root, with torch installed:
    python tests/golden/scorer.py
Writes tests/golden/scorer.json, all in float64:
  updates: shares after each update for given rewards, free logits and perceptron (ones -> N -> 32 -> N, tanh), SGD and Adam;
  pretraining: Adam steps on the squared error of the code (minghao-wu/mixture_of_skills, pretrain_data_actor) for the paper's
    sizes, and the shares of the updates after it, with its moments kept and with a new Adam.
"""
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
here = pathlib.Path(__file__).parent
HIDDEN = 32
SIZES = [26.2, 5.2, 9.3, 62.6]
PAPER_REWARDS = [0.52, 0.43, 0.59, 0.14]


class FreeLogits(torch.nn.Module):
    def __init__(self, logits):
        super().__init__()
        self.weight = torch.nn.Parameter(logits.clone())

    def forward(self):
        return self.weight


class Perceptron(torch.nn.Module):
    def __init__(self, logits):
        super().__init__()
        n = len(logits)
        self.first = torch.nn.Linear(n, HIDDEN)
        self.last = torch.nn.Linear(HIDDEN, n)
        with torch.no_grad():
            self.last.weight.zero_()
            self.last.bias.copy_(logits)
        self.register_buffer("ones", torch.ones(n))

    def forward(self):
        return self.last(torch.tanh(self.first(self.ones)))


def prior(sizes, tau):
    q = torch.tensor(sizes)
    q = q / q.sum()
    powers = q ** (1 / tau) if tau else torch.ones(len(sizes))
    return powers / powers.sum()


def optimizer_of(name, model, rate):
    kind = torch.optim.Adam if name == "adam" else torch.optim.SGD
    return kind(model.parameters(), lr=rate)


def update(model, optimizer, rewards, inner):
    for _ in range(inner):
        optimizer.zero_grad()
        loss = -(rewards * torch.log_softmax(model(), 0)).sum()
        loss.backward()
        optimizer.step()


def shares(model):
    with torch.no_grad():
        return torch.softmax(model(), 0).tolist()


def trajectory(seed, n, tau, form, name, rate, inner, updates):
    torch.manual_seed(seed)
    sizes = (torch.rand(n) * 4000 + 3).round().tolist()
    logits = prior(sizes, tau).log()
    model = FreeLogits(logits) if form == "logits" else Perceptron(logits)
    hidden = None
    if form == "perceptron":
        hidden = {
            "weights": model.first.weight.detach().flatten().tolist(),
            "bias": model.first.bias.detach().tolist(),
        }
    optimizer = optimizer_of(name, model, rate)
    rewards = [(torch.rand(n) * 1.3 + 0.01).tolist() for _ in range(updates)]
    out = []
    for given in rewards:
        update(model, optimizer, torch.tensor(given), inner)
        out.append(shares(model))
    return {
        "form": form, "optimizer": name, "learningRate": rate, "innerSteps": inner, "tau": tau, "sizes": sizes,
        "hidden": hidden, "rewards": rewards, "shares": out,
    }


def pretrained(tau, keep):
    goal = prior(SIZES, tau)
    model = FreeLogits(torch.ones(len(SIZES)))
    optimizer = optimizer_of("adam", model, 1e-4)
    steps = 0
    while True:
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(torch.softmax(model(), 0), goal)
        loss.backward()
        optimizer.step()
        steps += 1
        if loss.item() <= 1e-10:
            break
    start = shares(model)
    if not keep:
        optimizer = optimizer_of("adam", model, 1e-4)
    out = []
    for _ in range(5):
        update(model, optimizer, torch.tensor(PAPER_REWARDS), 200)
        out.append(shares(model))
    return {"tau": tau, "keepMoments": keep, "steps": steps, "start": start, "shares": out}


cases = []
seed = 0
for form in ["logits", "perceptron"]:
    for name, rate, inner in [("adam", 5e-3, 40), ("adam", 1e-4, 200), ("sgd", 1e-4, 1), ("sgd", 0.1, 7)]:
        for n, tau in [(2, 1), (4, 0), (8, 3)]:
            seed += 1
            cases.append(trajectory(seed, n, tau, form, name, rate, inner, 6))
golden = {
    "torch": torch.__version__,
    "sizes": SIZES,
    "rewards": PAPER_REWARDS,
    "updates": cases,
    "pretraining": [pretrained(tau, keep) for tau in [1, 10, 0] for keep in [True, False]],
}
(here / "scorer.json").write_text(json.dumps(golden) + "\n")
for case in golden["pretraining"]:
    print(case["tau"], case["keepMoments"], case["steps"], case["shares"][0])
