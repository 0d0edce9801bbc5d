"""Names and shapes of the tensors of published models, by transformers.

Run from the project's root, with torch and transformers installed:
    python tests/golden/published.py
Reads the configs in tests/golden/published.json (the fields of config.json that matter) and writes beside each the
parameters, and a SHA-256 of the names and shapes of all stored tensors. Weights are not made.
"""
import copy
import hashlib
import json
import pathlib

import torch
import transformers

path = pathlib.Path(__file__).parent / "published.json"
published = json.loads(path.read_text())
for model in published["models"]:
    with torch.device("meta"):
        made = transformers.AutoModelForCausalLM.from_config(transformers.AutoConfig.for_model(**copy.deepcopy(model["config"])))
    # transformers stores the head of GPT-NeoX under an older name.
    stored = {"lm_head.weight": "embed_out.weight"} if model["config"]["model_type"] == "gpt_neox" else {}
    # A tied head is not listed.
    tensors = {stored.get(name, name): list(p.shape) for name, p in made.named_parameters()}
    listing = "".join(sorted(f"{name}{shape}\n".replace(" ", "") for name, shape in tensors.items()))
    model["parameters"] = sum(p.numel() for p in made.parameters())
    model["tensors"] = hashlib.sha256(listing.encode()).hexdigest()
    print(model["name"], model["parameters"])
published["transformers"] = transformers.__version__
path.write_text(json.dumps(published, indent="\t") + "\n")
