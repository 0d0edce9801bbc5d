"""Golden values for sampling, by the logits processors of transformers.

Run from the project's root, with torch and transformers installed:
    python tests/golden/sampling.py
Writes tests/golden/sampling.json: settings, the tokens before, and the probability of each token. Logit i is
3 sin(1 + 7 i) in float32, except that logits 3 and 5 are equal.
"""
import json
import math
import pathlib

import torch
from transformers import (
    LogitsProcessorList,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

SIZE = 12
logits = torch.tensor([[3 * math.sin(1 + 7 * i) for i in range(SIZE)]], dtype=torch.float32)
logits[0, 5] = logits[0, 3]
cases = []
for temperature, top_k, top_p, penalty in [
    (1.0, 0, 1.0, 1.0),
    (0.5, 0, 1.0, 1.0),
    (2.0, 3, 1.0, 1.0),
    (1.0, 4, 1.0, 1.0),
    (1.0, 0, 0.7, 1.0),
    (1.3, 0, 0.05, 1.0),
    (1.0, 0, 1.0, 1.8),
    (0.8, 6, 0.9, 1.3),
    (1.0, 12, 0.9999, 0.7),
]:
    before = [2, 4, 4, 9, 0]
    processors = LogitsProcessorList()
    if penalty != 1:
        processors.append(RepetitionPenaltyLogitsProcessor(penalty))
    processors.append(TemperatureLogitsWarper(temperature))
    if top_k:
        processors.append(TopKLogitsWarper(top_k))
    if top_p < 1:
        processors.append(TopPLogitsWarper(top_p))
    scores = processors(torch.tensor([before]), logits.clone())
    cases.append(
        {
            "temperature": temperature,
            "topK": top_k,
            "topP": top_p,
            "repetitionPenalty": penalty,
            "before": before,
            "probabilities": [round(p, 7) for p in torch.softmax(scores[0], 0).tolist()],
        }
    )
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(cases, indent="\t") + "\n")
