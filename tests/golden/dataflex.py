"""The policies of the DataFlex folder (src/lab/features/runs/server/dataflex/policies.py) on given measurements.

Run from the project's root, with torch and numpy; DataFlex itself is not needed:
    python tests/golden/dataflex.py
Writes tests/golden/dataflex.json: measurements of ten updates, by case the mixer's settings and its shares after each update.
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
             "dataflex.train.mixer.base_mixer"]
    for name in names:
        sys.modules[name] = types.ModuleType(name)
    sys.modules["dataflex.core.registry"].register_mixer = lambda name: lambda cls: cls

    class Mixer:
        def __init__(self, mixture_manager):
            self.mixture_manager = mixture_manager

    sys.modules["dataflex.train.mixer.base_mixer"].Mixer = Mixer
    file = here.parents[1] / "src/lab/features/runs/server/dataflex/policies.py"
    spec = importlib.util.spec_from_file_location("policies", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


policies = load_policies()
torch.set_num_threads(1)
MIXERS = {"mos": policies.MoS, "mospec": policies.MoSpec}


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
    return [mixer.update(now, now["base"]).tolist() for now in found]


def plain(value):
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return plain(value.tolist()) if isinstance(value, np.ndarray) else value


def golden():
    found = measurements()
    cases = [{**case, "shares": shares_of(case, found)} for case in CASES]
    measured = [{name: value.reshape(-1).round(3) for name, value in each.items()} for each in found]
    written = {"sizes": list(SIZES.values()), "rows": ROWS, "measurements": measured, "cases": cases}
    (here / "dataflex.json").write_text(json.dumps(plain(written), separators=(",", ":")) + "\n")


golden()
