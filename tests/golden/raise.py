"""Golden values for RAISE, by PyTorch's autograd and Adam: an implementation that is not ours.

Run from the project's root, with torch installed:
    python tests/golden/raise.py
Writes tests/golden/raise.json, all in float64:
  gae: advantages and returns of some rewards and values, by the sum over l itself, not by the recursion;
  ppo: an episode of choices from classes (features, choices, the log-probabilities of the selector that made them, and
    advantages), actor and critic as flat parameters, their losses and gradients, and both networks after several Adam steps,
    with a class's ratio as the product over its picks and as their geometric mean.
"""
import copy
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
here = pathlib.Path(__file__).parent
HIDDEN, FEATURES, STATIC, CRITIC = 8, 39, 36, 5
STEPS, POOL, CANDIDATES, CLASSES, EACH = 5, 24, 12, 3, 2
CLIP, ENTROPY, VALUE, RATE, UPDATES = 0.2, 0.01, 0.5, 3e-3, 6
generator = torch.Generator().manual_seed(20)


def normal(*shape):
    return torch.randn(*shape, generator=generator)


def gae(rewards, values, gamma, lam, last):
    after = values[1:] + [last]
    deltas = [r + gamma * n - v for r, v, n in zip(rewards, values, after)]
    advantages = [
        sum((gamma * lam) ** l * deltas[t + l] for l in range(len(rewards) - t))
        for t in range(len(rewards))
    ]
    return {
        "rewards": rewards, "values": values, "gamma": gamma, "lambda": lam, "last": last,
        "advantages": advantages, "returns": [a + v for a, v in zip(advantages, values)],
    }


def perceptron(inputs):
    net = torch.nn.Sequential(
        torch.nn.Linear(inputs, HIDDEN), torch.nn.Tanh(),
        torch.nn.Linear(HIDDEN, HIDDEN), torch.nn.Tanh(), torch.nn.Linear(HIDDEN, 1),
    )
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(0.5 * normal(*p.shape))
    return net


flat = lambda net: torch.cat([p.detach().reshape(-1) for p in net.parameters()]).tolist()
flat_gradient = lambda net: torch.cat([p.grad.reshape(-1) for p in net.parameters()]).tolist()


def log_probability(scores, members, chosen):
    """Softmax over those that are left, pick by pick."""
    left, total = list(members), 0.0
    for pick in chosen:
        total = total + torch.log_softmax(scores[left], 0)[left.index(pick)]
        left.remove(pick)
    return total


static = normal(POOL, STATIC).to(torch.float32).to(torch.float64)
classes = torch.randint(0, CLASSES, (POOL,), generator=generator)
classes[:CLASSES * EACH] = torch.arange(CLASSES).repeat(EACH)
start_nets = perceptron(FEATURES), perceptron(CRITIC)
start = {"actor": flat(start_nets[0]), "critic": flat(start_nets[1])}

episode = []
for t in range(STEPS):
    places = torch.cat([
        torch.arange(CLASSES * EACH),
        CLASSES * EACH + torch.randperm(POOL - CLASSES * EACH, generator=generator)[: CANDIDATES - CLASSES * EACH],
    ])
    stage = [-1 + 0.1 * t, t / STEPS]
    availability = torch.randint(0, 3, (CANDIDATES,), generator=generator) / STEPS
    picks = []
    for c in range(CLASSES):
        members = [i for i in range(CANDIDATES) if classes[places[i]] == c]
        order = torch.randperm(len(members), generator=generator)[:EACH]
        # Of an older selector: near to what the present one gives, so that some ratios are clipped and some are not.
        picks.append({"class": c, "members": members, "chosen": [members[i] for i in order], "shift": (0.4 * normal(1)).item()})
    episode.append({
        "places": places.tolist(), "stage": stage, "availability": availability.tolist(), "trend": normal(1).item(), "picks": picks,
        "advantage": normal(1).item(), "return": normal(1).item(),
    })


def fused(step):
    rows = len(step["places"])
    return torch.cat([
        torch.tensor(step["stage"]).expand(rows, 2), static[step["places"]],
        torch.tensor(step["availability"]).reshape(rows, 1),
    ], 1)


def critic_input(step):
    times = torch.tensor(step["availability"])
    return torch.stack([torch.tensor(step["stage"][0]), torch.tensor(step["stage"][1]), times.mean(), (times == 0).double().mean(), torch.tensor(step["trend"])])


with torch.no_grad():
    for step in episode:
        scores = start_nets[0](fused(step)).squeeze(1)
        for pick in step["picks"]:
            pick["logProbability"] = (log_probability(scores, pick["members"], pick["chosen"]) + pick.pop("shift")).item()


def losses(actor, critic, kind):
    gains, entropies = [], []
    for step in episode:
        scores = actor(fused(step)).squeeze(1)
        for pick in step["picks"]:
            moved = log_probability(scores, pick["members"], pick["chosen"]) - pick["logProbability"]
            ratio = torch.exp(moved / len(pick["chosen"]) if kind == "mean" else moved)
            gains.append(torch.minimum(ratio * step["advantage"], ratio.clamp(1 - CLIP, 1 + CLIP) * step["advantage"]))
            entropies.append(torch.distributions.Categorical(logits=scores[pick["members"]]).entropy())
    values = critic(torch.stack([critic_input(step) for step in episode])).squeeze(1)
    returns = torch.tensor([step["return"] for step in episode])
    return (
        -torch.stack(gains).mean() - ENTROPY * torch.stack(entropies).mean(),
        VALUE * ((values - returns) ** 2).mean(),
    )


def trained(kind):
    actor, critic = (copy.deepcopy(net) for net in start_nets)
    optimizers = [torch.optim.Adam(net.parameters(), lr=RATE) for net in (actor, critic)]
    updates = []
    for _ in range(UPDATES):
        policy, value = losses(actor, critic, kind)
        for optimizer in optimizers:
            optimizer.zero_grad()
        (policy + value).backward()
        updates.append({
            "actorLoss": policy.item(), "criticLoss": value.item(),
            "actorGradient": flat_gradient(actor), "criticGradient": flat_gradient(critic),
        })
        for optimizer in optimizers:
            optimizer.step()
    return {
        "ratio": kind, "end": {"actor": flat(actor), "critic": flat(critic)},
        "updates": [
            # Gradients of the first and the last update are enough.
            update if i in (0, UPDATES - 1) else {k: v for k, v in update.items() if not k.endswith("Gradient")}
            for i, update in enumerate(updates)
        ],
    }


(here / "raise.json").write_text(json.dumps({
    "gae": [
        gae([1.0, 0.0, 2.0], [0.5, 0.4, 0.3], 0.9, 0.8, 0.0),
        gae(normal(9).tolist(), normal(9).tolist(), 0.97, 0.6, 0.35),
        gae(normal(6).tolist(), normal(6).tolist(), 1.0, 1.0, 0.0),
    ],
    "ppo": {
        "hidden": HIDDEN, "clip": CLIP, "entropy": ENTROPY, "valueWeight": VALUE, "learningRate": RATE,
        "values": static.reshape(-1).tolist(), "classes": classes.tolist(), "classCount": CLASSES,
        "episode": episode, "start": start, "runs": [trained(kind) for kind in ("product", "mean")],
    },
}) + "\n")
