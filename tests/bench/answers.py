"""Greedy answers by transformers with its cache, for `npm run bench:answers`.

Arguments: a model folder, or a JSON file with the fields of LlamaConfig (random weights then). Reads one JSON line per
round, {"prompt": [...], "tokens": n}, and writes one: {"milliseconds": ..., "tokens": [...]}.
"""
import json
import os
import sys
import time

import torch
from transformers import LlamaConfig, LlamaForCausalLM

torch.set_num_threads(int(os.environ["SKILLET_THREADS"]))
torch.manual_seed(0)
if os.path.isdir(sys.argv[1]):
    model = LlamaForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32)
else:
    with open(sys.argv[1]) as file:
        model = LlamaForCausalLM(LlamaConfig(**json.load(file)))
model.eval()
# Both sides write the asked number of tokens, whatever they are.
model.generation_config.eos_token_id = None
model.generation_config.pad_token_id = 0
print("ready", flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    prompt = torch.tensor([asked["prompt"]])
    start = time.perf_counter()
    with torch.inference_mode():
        out = model.generate(prompt, attention_mask=torch.ones_like(prompt), do_sample=False, max_new_tokens=asked["tokens"])
    milliseconds = (time.perf_counter() - start) * 1000
    print(json.dumps({"milliseconds": milliseconds, "tokens": out[0, prompt.shape[1] :].tolist()}), flush=True)
