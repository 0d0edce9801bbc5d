"""Golden values of adapters on tiny random models, by PyTorch, transformers and peft.

Run from the project's root, with torch, transformers, peft and numpy installed:
    python tests/golden/adapters.py
Writes tests/golden/adapters.json: for each case the settings, the base's tensors, and of the adapter what
architectures.py says of a model. The adapter's numbers follow from peft's names, like the base's.
"""
import json
import pathlib
import warnings

import peft
import torch
import transformers
from peft.tuners.lora.layer import LoraLayer

from architectures import batch_loss, samples, tiny_model, trained, weight

SEED = 123456789

# [family, config, settings of peft, settings of the lab]
cases = [
    ("llama", 0, {"r": 4, "lora_alpha": 6}, {"rank": 4, "alpha": 6}),
    ("llama", 1, {"r": 2, "lora_alpha": 3, "use_rslora": True, "target_modules": "all-linear"},
     {"rank": 2, "alpha": 3, "rankStabilised": True, "targets": "all-linear"}),
    ("gpt2", 0, {"r": 2, "lora_alpha": 4}, {"rank": 2, "alpha": 4}),
    ("gpt_neox", 0, {"r": 1, "lora_alpha": 2, "target_modules": r".*\.(query_key_value|dense)"},
     {"rank": 1, "alpha": 2, "targets": ["query_key_value", "dense"]}),
    ("gpt_neo", 0, {"r": 2, "lora_alpha": 2}, {"rank": 2, "alpha": 2}),
    ("llama", 1, {"r": 2, "lora_alpha": 3, "use_dora": True, "target_modules": ["q_proj", "o_proj", "up_proj", "down_proj"]},
     {"rank": 2, "alpha": 3, "dora": True, "targets": ["q_proj", "o_proj", "up_proj", "down_proj"]}),
    ("gpt2", 2, {"r": 2, "lora_alpha": 4, "use_dora": True, "target_modules": ["c_attn", "c_proj"]},
     {"rank": 2, "alpha": 4, "dora": True, "targets": ["c_attn", "c_proj"]}),
    ("gpt_neox", 1, {"r": 2, "lora_alpha": 4, "use_dora": True}, {"rank": 2, "alpha": 4, "dora": True}),
    # peft has no default for Phi-3, OLMo 2 and SmolLM3.
    ("phi3", 1, {"r": 2, "lora_alpha": 4, "target_modules": "all-linear"}, {"rank": 2, "alpha": 4, "targets": "all-linear"}),
    ("phi3", 0, {"r": 2, "lora_alpha": 4, "use_dora": True, "target_modules": ["qkv_proj", "gate_up_proj"]},
     {"rank": 2, "alpha": 4, "dora": True, "targets": ["qkv_proj", "gate_up_proj"]}),
    ("opt", 0, {"r": 2, "lora_alpha": 4}, {"rank": 2, "alpha": 4}),
    ("olmo2", 1, {"r": 2, "lora_alpha": 4, "target_modules": ["q_proj", "v_proj"]}, {"rank": 2, "alpha": 4}),
    ("smollm3", 1, {"r": 2, "lora_alpha": 4, "target_modules": ["q_proj", "v_proj"]}, {"rank": 2, "alpha": 4}),
    ("mistral", 0, {"r": 2, "lora_alpha": 4}, {"rank": 2, "alpha": 4}),
]
dropout_cases = [
    ("gpt2", 0, {"r": 2, "lora_alpha": 4, "lora_dropout": 0.25, "target_modules": ["c_attn", "mlp.c_proj"]},
     {"rank": 2, "alpha": 4, "dropout": 0.25, "targets": ["c_attn", "mlp.c_proj"]}),
    ("llama", 1, {"r": 2, "lora_alpha": 3, "use_dora": True, "lora_dropout": 0.4, "target_modules": "all-linear"},
     {"rank": 2, "alpha": 3, "dora": True, "dropout": 0.4, "targets": "all-linear"}),
]


def adapted(family, case, options):
    base, tensors, config, examples = tiny_model(family, case)
    shapes = [[name, list(tensor.shape)] for name, tensor in tensors.items()]
    with warnings.catch_warnings():
        # peft turns fan_in_fan_out on for GPT-2 by itself.
        warnings.simplefilter("ignore")
        model = peft.get_peft_model(base, peft.LoraConfig(task_type="CAUSAL_LM", **options))
    model.eval()
    names = {
        name.replace(".default", "").replace("magnitude_vector.weight", "magnitude_vector"): parameter
        for name, parameter in model.named_parameters() if parameter.requires_grad
    }
    assert set(names) == set(peft.get_peft_model_state_dict(model))
    with torch.no_grad():
        for name, parameter in names.items():
            parameter.copy_(weight(name, parameter.shape))
    return model, names, config, shapes, examples


def golden(family, case, options, settings):
    model, names, config, shapes, examples = adapted(family, case, options)
    return {"family": family, "config": config, "base": shapes, "settings": settings, **trained(model, names, examples)}


def dropout_mask(seed, salt, first, shape, rate):
    """What kernels/dropout.ts keeps of the rows from `first` on, enlarged."""
    def finish(x):
        x = (x ^ x >> 16) * 0x85EBCA6B & 0xFFFFFFFF
        x = (x ^ x >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
        return x ^ x >> 16
    key = finish(seed ^ salt * 0x9E3779B1 & 0xFFFFFFFF)
    rows, width = shape
    kept = [finish(key + (first * width + i) * 0x9E3779B1 & 0xFFFFFFFF) >> 8 >= int(rate * 2**24)
            for i in range(rows * width)]
    return torch.tensor(kept).reshape(rows, width) / (1 - rate)


class KnownDropout(torch.nn.Module):
    """Dropout with the lab's masks: the examples follow one another, without their last tokens."""
    first = 0

    def __init__(self, salt, rate):
        super().__init__()
        self.salt, self.rate = salt, rate

    def forward(self, x):
        mask = dropout_mask(SEED, self.salt, KnownDropout.first, x.shape[1:], self.rate)
        return x * mask.to(x.dtype)


def with_dropout(family, case, options, settings):
    """The loss and the gradients with dropout. Only the lab's masks are not peft's."""
    model, names, config, shapes, examples = adapted(family, case, options)
    layers = [module for module in model.modules() if isinstance(module, LoraLayer)]
    for salt, layer in enumerate(layers):
        layer.lora_dropout["default"] = KnownDropout(salt, options["lora_dropout"])
        layer.train()
    losses = []
    for example in examples:
        losses.append(batch_loss(model, [example])[0])
        KnownDropout.first += len(example[0]) - 1
    KnownDropout.first = 0
    loss = torch.stack(losses).mean()
    loss.backward()
    return {
        "family": family, "config": config, "base": shapes, "settings": settings, "seed": SEED, "loss": loss.item(),
        "examples": [{"tokens": tokens, "promptLength": prompt} for tokens, prompt in examples],
        "tensors": [[name, list(p.shape), p.grad.norm().item(), samples(p.grad)] for name, p in names.items()],
    }


if __name__ == "__main__":
    made = {"torch": torch.__version__, "transformers": transformers.__version__, "peft": peft.__version__,
            "cases": [golden(*case) for case in cases], "dropout": [with_dropout(*case) for case in dropout_cases]}
    (pathlib.Path(__file__).parent / "adapters.json").write_text(json.dumps(made) + "\n")
    print(*(f"{case['family']} {case['losses'][0]:.4f}" for case in made["cases"]))
