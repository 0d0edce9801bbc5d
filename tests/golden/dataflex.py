"""The policies of the DataFlex folder (src/lab/features/runs/server/dataflex/policies.py) on given measurements.

Run from the project's root, with torch and numpy; DataFlex itself is not needed:
    python tests/golden/dataflex.py
Writes tests/golden/dataflex.json: measurements of ten updates, by case the mixer's settings and its shares after each update,
and RAISE's networks before and after one round of learning.
"""
import importlib.util
import json
import pathlib
import sys
import types

import numpy as np
import torch

here = pathlib.Path(__file__).resolve().parent
sys.path = [path for path in sys.path if pathlib.Path(path or ".").resolve() != here]


def load_policies():
    """Stands in for DataFlex, of which only the registration is used here."""
    names = ["dataflex", "dataflex.core", "dataflex.core.registry", "dataflex.train", "dataflex.train.mixer",
             "dataflex.train.mixer.base_mixer", "dataflex.train.selector", "dataflex.train.selector.base_selector"]
    for name in names:
        sys.modules[name] = types.ModuleType(name)
    registry = sys.modules["dataflex.core.registry"]
    registry.register_mixer = registry.register_selector = lambda name: lambda cls: cls

    class Mixer:
        def __init__(self, mixture_manager):
            self.mixture_manager = mixture_manager

    sys.modules["dataflex.train.mixer.base_mixer"].Mixer = Mixer
    sys.modules["dataflex.train.selector.base_selector"].Selector = object
    file = here.parents[1] / "src/lab/features/runs/server/dataflex/policies.py"
    spec = importlib.util.spec_from_file_location("policies", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


policies = load_policies()
torch.set_num_threads(1)
MIXERS = {"mos": policies.MoS, "mospec": policies.MoSpec, "loss-proportional": policies.LossProportional}


class Manager:
    def __init__(self, sources):
        self.names, self.sources = list(sources), sources

    def set_proportions(self, proportions):
        pass


UPDATES, ROWS, WIDTH = 10, 4, 6
SIZES = {"a": 600, "b": 900, "c": 2400}
CASES = [
    *[{"policy": "mos", "settings": {"reward": reward}}
      for reward in ("difficulty", "similarity", "loss-ratio", "error-rate", "uncertainty")],
    {"policy": "mos", "settings": {"reward": "difficulty", "average": False, "optimizer": "sgd", "innerSteps": 1,
                                   "learningRate": 0.1, "tau": 2}},
    {"policy": "mos", "settings": {"reward": "loss-ratio", "averageStart": "first", "beta": 0.5, "tau": 1}},
    {"policy": "mospec", "settings": {"reward": "difficulty", "target": "b", "factor": 3}},
    {"policy": "mospec", "settings": {"reward": "similarity", "target": "c"}},
    {"policy": "loss-proportional", "settings": {}},
    {"policy": "loss-proportional", "settings": {"form": "softmax", "temperature": 0.5, "smoothing": 0.2}},
]
random = np.random.default_rng(7)


def short(values):
    """Numbers of three decimals, as the lab's float32 has them."""
    return np.round(values, 3).astype(np.float32).astype(float)


def measurements():
    n = len(SIZES) * ROWS
    return [{
        "loss": short(random.gamma(4, 0.4, n)), "base": short(random.gamma(8, 0.3, n)),
        "correct": (random.random(n) < 0.6).astype(float), "confidence": short(random.random(n)),
        "state": short(random.normal(0.3, 1, (n, WIDTH))),
        # The last source is plain text until the fifth update.
        "prompt": np.array([5.0] * (2 * ROWS) + [1.0 if k < 4 else 3.0] * ROWS),
    } for k in range(UPDATES)]


def shares_of(case, found):
    mixer = MIXERS[case["policy"]](Manager({name: range(size) for name, size in SIZES.items()}),
                                   examples=ROWS, **case["settings"])
    if case["policy"] == "loss-proportional":
        return [mixer.update(now["loss"].reshape(-1, ROWS).mean(1)).tolist() for now in found]
    return [mixer.update(now, now["base"]).tolist() for now in found]


def raised():
    """Five choices among eight candidates of two classes."""
    options = {"hidden": 4, "learningRate": 0.015, "epochs": 4, "minibatch": 16, "stretch": 3, "gamma": 0.95, "lambda": 0.9,
               "clip": 0.3, "ratio": "mean", "entropy": 0.01, "valueWeight": 0.5}
    learner = policies.Learner(options)
    with torch.no_grad():
        for net in (learner.actor, learner.critic):
            for parameter in net.parameters():
                parameter.copy_(torch.tensor(0.5 * random.normal(size=parameter.shape)))

    def flat():
        return {name: torch.cat([p.detach().reshape(-1) for p in net.parameters()]).tolist()
                for name, net in (("actor", learner.actor), ("critic", learner.critic))}

    start = flat()
    static = short(random.normal(size=(12, 36)))
    classes = [i % 2 for i in range(12)]

    def choice():
        places = sorted(random.choice(12, 8, replace=False).tolist())
        picks = []
        for c in range(2):
            members = [at for at, i in enumerate(places) if classes[i] == c]
            chosen = random.permutation(members)[:2].tolist()
            picks.append({"class": c, "members": members, "chosen": chosen, "logProbability": -2 - random.random()})
        return {"places": places, "stage": random.uniform(-1, 1, 2).tolist(), "trend": random.normal(),
                "availability": random.integers(0, 3, 8) / 10, "static": static[places], "picks": picks,
                "reward": random.normal() / 10}

    episode = [choice() for _ in range(5)]
    following = choice()
    learner.learn(episode, following)
    return {"options": options, "static": static.reshape(-1), "classes": classes, "start": start, "episode": episode,
            "following": following, "end": flat()}


def plain(value):
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if name != "static" or each.ndim == 1}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return plain(value.tolist()) if isinstance(value, np.ndarray) else value


def golden():
    found = measurements()
    cases = [{**case, "shares": shares_of(case, found)} for case in CASES]
    measured = [{name: value.reshape(-1).round(3) for name, value in each.items()} for each in found]
    written = {"sizes": list(SIZES.values()), "rows": ROWS, "measurements": measured, "cases": cases, "raise": raised()}
    (here / "dataflex.json").write_text(json.dumps(plain(written), separators=(",", ":")) + "\n")


golden()
