"""Folders that real peft saves, and a check of the folders that the lab saves.

Run from the project's root, with torch, transformers, peft, safetensors and numpy installed:
    python tests/golden/peftFolder.py          writes tests/golden/peftFolder.json
    python tests/golden/peftFolder.py FOLDER   loads the folder's adapters and merged models (peftFolder.test.ts writes them),
                                         and fails if a library warns or a logit is further off than 1e-4
"""
import base64
import json
import pathlib
import sys
import tempfile
import warnings

import numpy
import peft
import torch
import transformers

import adapters
from architectures import batch_loss, tiny_model

# A case of adapters.py: a fused layer stored [in, out] with DoRA.
chosen = [6]


def saved(number):
    family, case, options, _ = adapters.cases[number]
    model, *_ = adapters.adapted(family, case, options)
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        files = pathlib.Path(folder)
        return {"case": number, "config": (files / "adapter_config.json").read_text(),
                "weights": base64.b64encode((files / "adapter_model.safetensors").read_bytes()).decode()}


def difference(model, examples, expected):
    logits = batch_loss(model, [(one["tokens"], 1) for one in examples])[1].detach().flatten().numpy()
    return float(numpy.abs(logits - expected).max() / numpy.abs(expected).max())


def check(folder):
    """Each folder has base/, adapter/, merged/ and expected.json: examples, the lab's logits and the base's."""
    warnings.simplefilter("error")
    # Of peft's own making, not about the adapter.
    warnings.filterwarnings("ignore", message=".*is_gradient_checkpointing.*")
    expected = json.loads((folder / "expected.json").read_text())
    logits = numpy.frombuffer(base64.b64decode(expected["logits"]), "<f4")
    base = transformers.AutoModelForCausalLM.from_pretrained(folder / "base", attn_implementation="eager").eval()
    before = difference(base, expected["examples"], logits)
    adapted = peft.PeftModel.from_pretrained(base, folder / "adapter").eval()
    merged = transformers.AutoModelForCausalLM.from_pretrained(folder / "merged", attn_implementation="eager").eval()
    apart = [difference(model, expected["examples"], logits) for model in (adapted, merged)]
    print(folder.name, "adapter", f"{apart[0]:.1e}", "merged", f"{apart[1]:.1e}", "base", f"{before:.1e}")
    assert max(apart) < 1e-4 and before > 1e-2


if __name__ == "__main__":
    if len(sys.argv) > 1:
        for case in sorted(pathlib.Path(sys.argv[1]).iterdir()):
            check(case)
    else:
        made = {"peft": peft.__version__, "folders": [saved(number) for number in chosen]}
        (pathlib.Path(__file__).parent / "peftFolder.json").write_text(json.dumps(made) + "\n")
