"""Golden values of tiny random models of each architecture, by PyTorch and transformers.

Run from the project's root, with torch, transformers and numpy installed:
    python tests/golden/architectures.py [FAMILY ...]
Writes tests/golden/architectures/FAMILY.json: for two to four random configs the logits, the loss, of every tensor the
gradient's norm and 16 of its numbers, then the losses and gradient norms of three steps of AdamW and 16 numbers of
every tensor after them. Weights follow from their names (`weight`), so no weight is stored.
"""
import base64
import copy
import json
import pathlib
import sys

import numpy
import torch
import transformers

folder = pathlib.Path(__file__).parent / "architectures"
VOCABULARY, CONTEXT, STEPS, RATE, SAMPLES = 40, 64, 3, 0.01, 16
torch.set_num_threads(1)


def weight(name, shape):
    """A number from -0.5 to 0.5 by index and name, as architecturesChecks.ts computes it. Gains are around 1."""
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = (seed ^ byte) * 0x01000193 & 0xFFFFFFFF
    size = int(numpy.prod(shape))
    x = (numpy.arange(size, dtype=numpy.uint64) * 0x9E3779B1 + seed) & 0xFFFFFFFF
    x ^= x >> numpy.uint64(16)
    x = x * 0x85EBCA6B & 0xFFFFFFFF
    x ^= x >> numpy.uint64(13)
    x = x * 0xC2B2AE35 & 0xFFFFFFFF
    x ^= x >> numpy.uint64(16)
    value = (x >> numpy.uint64(8)).astype(numpy.float64) / 2**24 - 0.5
    if len(shape) == 1:
        value = value / 2 + (1 if name.endswith(".weight") else 0)
    return torch.tensor(value.astype(numpy.float32).reshape(shape))


scalings = {
    "linear": {"type": "linear", "factor": 4.0},
    "dynamic": {"rope_type": "dynamic", "factor": 2.0},
    "llama3": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
               "original_max_position_embeddings": 32},
    "yarn": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16},
    "yarn with options": {"rope_type": "yarn", "factor": 2.0, "original_max_position_embeddings": 32, "beta_fast": 8.0,
                          "beta_slow": 2.0, "attention_factor": 1.25, "truncate": False},
    "yarn with mscale": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16, "mscale": 0.7,
                         "mscale_all_dim": 1.2},
    "longrope": {"rope_type": "longrope", "short_factor": [1.0, 1.5, 2.5, 4.0], "long_factor": [2.0, 3.0, 5.0, 8.0],
                 "original_max_position_embeddings": 32},
}
# Families with another number of random configs than 3.
counts = {"llama": 4, "gpt_neox": 4, "gemma": 4, "gpt2": 4, "mistral": 4, "ministral": 2}


def llama_like(random, case, head_dims=(4, 6, 8)):
    key_heads = int(random.choice([1, 2]))
    heads = 2 if key_heads == 1 else int(random.choice([2, 4]))
    return {
        "vocab_size": VOCABULARY,
        "hidden_size": int(random.choice([12, 16, 24])),
        "intermediate_size": int(random.choice([10, 20, 28])),
        "num_hidden_layers": 2,
        "num_attention_heads": heads,
        "num_key_value_heads": key_heads,
        "head_dim": int(random.choice(head_dims)),
        "hidden_act": "silu",
        "max_position_embeddings": CONTEXT,
        "rms_norm_eps": float(random.choice([1e-5, 1e-6])),
        "rope_theta": float(random.choice([100.0, 10000.0])),
        "tie_word_embeddings": bool(random.integers(2)),
    }


def llama(random, case):
    config = llama_like(random, case) | {"model_type": "llama", "architectures": ["LlamaForCausalLM"]}
    if case >= 2:
        # llama3 has one frequency of each kind: kept, between, divided.
        config |= {"rope_theta": 100.0, "head_dim": 8}
    if case == 3:
        config["hidden_act"] = "gelu"
    scaling = [None, scalings["linear"], scalings["llama3"], scalings["longrope"]][case]
    return config | {"rope_scaling": scaling, "attention_bias": case == 1, "mlp_bias": case == 2}


def qwen2(random, case):
    config = llama_like(random, case) | {"model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"]}
    del config["head_dim"]
    config["hidden_size"] = 24
    windows = {"use_sliding_window": case == 2, "sliding_window": 5, "max_window_layers": 1}
    return config | windows | {"rope_scaling": [None, scalings["dynamic"], scalings["yarn"]][case]}


def qwen3(random, case):
    config = llama_like(random, case) | {"model_type": "qwen3", "architectures": ["Qwen3ForCausalLM"]}
    return config | {"attention_bias": case == 1, "use_sliding_window": False, "max_window_layers": 2,
                     "rope_scaling": [None, scalings["yarn with options"], None][case]}


def gemma(random, case):
    config = llama_like(random, case) | {"model_type": "gemma", "architectures": ["GemmaForCausalLM"]}
    config["hidden_act"] = ["gelu", "gelu_pytorch_tanh", "gelu_pytorch_tanh", "gelu_python"][case]
    return config | {"pad_token_id": 5 if case == 3 else None, "tie_word_embeddings": case != 2, "attention_bias": case == 1}


def gemma3(random, case):
    config = llama_like(random, case) | {"model_type": "gemma3_text", "architectures": ["Gemma3ForCausalLM"]}
    del config["hidden_act"]
    config |= {"hidden_activation": "gelu_pytorch_tanh", "pad_token_id": None, "tie_word_embeddings": True,
               "num_hidden_layers": 3, "rope_theta": 1000.0, "rope_local_base_freq": 50.0, "sliding_window": 5,
               "sliding_window_pattern": 2, "query_pre_attn_scalar": int(random.choice([3, 8, 12])),
               "attn_logit_softcapping": None, "final_logit_softcapping": None}
    # transformers asks for a multiple, though the heads' width does not follow from it.
    config["hidden_size"] = 24
    if case == 1:
        config |= {"rope_scaling": {"rope_type": "linear", "factor": 8.0}}
    if case == 2:
        for name in ["rope_theta", "rope_local_base_freq", "sliding_window_pattern"]:
            del config[name]
        config["layer_types"] = ["full_attention", "sliding_attention", "sliding_attention"]
        config["rope_parameters"] = {"full_attention": {"rope_type": "default", "rope_theta": 300.0},
                                     "sliding_attention": {"rope_type": "default", "rope_theta": 30.0}}
    return config


def gemma2(random, case):
    config = gemma3(random, 0) | {"model_type": "gemma2", "architectures": ["Gemma2ForCausalLM"],
                                  "attn_logit_softcapping": [3.0, None, 8.0][case],
                                  "final_logit_softcapping": [25.0, 20.0, None][case]}
    for name in ["rope_local_base_freq", "sliding_window_pattern"]:
        del config[name]
    return config | {"layer_types": ["full_attention", "sliding_attention", "sliding_attention"]} if case == 2 else config


def gpt2(random, case):
    heads = int(random.choice([2, 4]))
    return {
        "model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": VOCABULARY, "n_ctx": CONTEXT,
        "n_positions": CONTEXT, "n_embd": int(random.choice([12, 16])), "n_layer": 2, "n_head": heads,
        "n_inner": [None, 20, 10, 10][case], "activation_function": ["gelu_new", "gelu", "relu", "gelu_new"][case],
        "layer_norm_epsilon": 1e-5, "tie_word_embeddings": case != 2, "scale_attn_weights": case != 1,
        **({"scale_attn_by_inverse_layer_idx": True, "pad_token_id": 5} if case == 3 else {}),
    }


def gpt_neo(random, case):
    heads = int(random.choice([2, 4]))
    return {
        "model_type": "gpt_neo", "architectures": ["GPTNeoForCausalLM"], "vocab_size": VOCABULARY,
        "max_position_embeddings": CONTEXT, "hidden_size": int(random.choice([12, 16])), "num_layers": 2,
        "num_heads": heads, "attention_types": [[[["global", "local"], 1]], [[["local"], 2]], [[["global"], 2]]][case],
        "intermediate_size": [None, 20, 10][case], "window_size": int(random.choice([3, 5])),
        "activation_function": ["gelu_new", "gelu_new", "gelu"][case], "layer_norm_epsilon": 1e-5,
        "tie_word_embeddings": case != 2,
    }


def gpt_neox(random, case):
    heads = 2
    config = {
        "model_type": "gpt_neox", "architectures": ["GPTNeoXForCausalLM"], "vocab_size": VOCABULARY,
        "max_position_embeddings": CONTEXT, "hidden_size": heads * [8, 12, 8, 12][case], "num_hidden_layers": 2,
        "num_attention_heads": heads, "intermediate_size": int(random.choice([12, 20])),
        "hidden_act": ["gelu", "gelu_new", "gelu_fast", "gelu"][case], "rotary_pct": [0.25, 0.5, 1.0, 0.5][case],
        "rotary_emb_base": float(random.choice([100, 10000])), "layer_norm_eps": 1e-5,
        "use_parallel_residual": case != 1, "tie_word_embeddings": case == 2, "attention_bias": case != 2,
        "rope_scaling": [None, None, {"type": "linear", "factor": 2.0}, scalings["yarn with mscale"]][case],
    }
    if case == 1:
        # The form since transformers 5.
        for name in ["rotary_pct", "rotary_emb_base", "rope_scaling"]:
            del config[name]
        config["rope_parameters"] = {"rope_type": "default", "rope_theta": 100.0, "partial_rotary_factor": 0.5}
    return config


def mistral(random, case):
    config = llama_like(random, case) | {"model_type": "mistral", "architectures": ["MistralForCausalLM"]}
    if case == 3:
        config["layer_types"] = ["full_attention", "sliding_attention"]
    return config | {"sliding_window": [5, None, 3, 4][case], "pad_token_id": [None, 5, -3, None][case],
                     "rope_scaling": [None, None, scalings["yarn"], None][case]}


def ministral(random, case):
    config = llama_like(random, case) | {"model_type": "ministral", "architectures": ["MinistralForCausalLM"]}
    kinds = [None, ["full_attention", "sliding_attention"]][case]
    return config | {"sliding_window": [4, 5][case], **({"layer_types": kinds} if kinds else {})}


def olmo2(random, case):
    config = llama_like(random, case) | {"model_type": "olmo2", "architectures": ["Olmo2ForCausalLM"]}
    return config | {"attention_bias": case == 1, "pad_token_id": [None, 5, 1][case],
                     "rope_scaling": [None, None, scalings["linear"]][case]}


def opt(random, case):
    width = int(random.choice([12, 16]))
    return {
        "model_type": "opt", "architectures": ["OPTForCausalLM"], "vocab_size": VOCABULARY, "hidden_size": width,
        "word_embed_proj_dim": width, "ffn_dim": int(random.choice([10, 20])), "num_hidden_layers": 2,
        "num_attention_heads": int(random.choice([2, 4])) if width == 16 else 2, "max_position_embeddings": CONTEXT,
        "activation_function": ["relu", "relu", "gelu"][case], "enable_bias": case != 1, "pad_token_id": [1, None, 5][case],
        "do_layer_norm_before": True, "tie_word_embeddings": case != 2,
    }


def phi3(random, case):
    config = llama_like(random, case) | {"model_type": "phi3", "architectures": ["Phi3ForCausalLM"]}
    config |= {"pad_token_id": [None, 5, 5][case], "sliding_window": [None, 4, None][case]}
    if case == 1:
        config |= {"head_dim": 8, "partial_rotary_factor": 0.75}
    if case == 2:
        # transformers checks the factors against hidden_size and reads head_dim.
        config |= {"num_attention_heads": 2, "num_key_value_heads": 2, "hidden_size": 16, "head_dim": 8,
                   "original_max_position_embeddings": 32, "rope_scaling": scalings["longrope"]}
    return config


def smollm3(random, case):
    config = llama_like(random, case) | {"model_type": "smollm3", "architectures": ["SmolLM3ForCausalLM"]}
    config |= {"pad_token_id": [None, 5, 5][case], "attention_bias": case == 1, "mlp_bias": case == 1}
    if case == 0:
        config |= {"num_hidden_layers": 3, "no_rope_layer_interval": 2}
    if case == 1:
        config |= {"no_rope_layers": [0, 1], "use_sliding_window": True, "sliding_window": 4}
    return config


families = {f.__name__: f for f in [llama, qwen2, qwen3, gemma, gemma2, gemma3, gpt2, gpt_neo, gpt_neox, ministral, mistral, olmo2,
                                    opt, phi3, smollm3]}


def encoded(tensor):
    return base64.b64encode(tensor.detach().contiguous().numpy().astype("<f4").tobytes()).decode()


def samples(tensor):
    """At most 16 numbers at equal distances."""
    flat = tensor.detach().flatten()
    return encoded(flat[:: max(1, len(flat) // SAMPLES)][:SAMPLES])


def batch_loss(model, examples):
    """Mean over examples of the mean nats per token after the prompt. Also all logits but the last of each."""
    losses, logits = [], []
    for tokens, prompt in examples:
        ids = torch.tensor([tokens])
        out = model(input_ids=ids, use_cache=False).logits[0, :-1]
        nll = torch.nn.functional.cross_entropy(out, ids[0, 1:], reduction="none")
        losses.append(nll[prompt - 1 :].mean())
        logits.append(out)
    return torch.stack(losses).mean(), torch.cat(logits)


def tiny_model(family, case):
    """The model with the weights of `weight`, its parameters by their stored names, its config, and examples."""
    random = numpy.random.default_rng([case, *family.encode()])
    config = families[family](random, case)
    # As AutoConfig.from_pretrained reads a file: a Mistral with kinds of layers is a Ministral.
    read = copy.deepcopy(config) | ({"model_type": "ministral"} if family == "mistral" and "layer_types" in config else {})
    model = transformers.AutoModelForCausalLM.from_config(
        transformers.AutoConfig.for_model(**read), attn_implementation="eager"
    )
    model.eval()
    # transformers stores the head of GPT-NeoX under an older name.
    stored = {"lm_head.weight": "embed_out.weight"} if family == "gpt_neox" else {}
    names = {stored.get(name, name): parameter for name, parameter in model.named_parameters()}
    with torch.no_grad():
        for name, parameter in names.items():
            parameter.copy_(weight(name, parameter.shape))
    examples = [([int(t) for t in random.integers(1, VOCABULARY, n)], int(random.integers(1, n - 2))) for n in (13, 8)]
    if config.get("pad_token_id") is not None:
        # The pad token as a token of a text, too.
        examples[0][0][3] = config["pad_token_id"] % VOCABULARY
    return model, names, config, examples


def trained(model, names, examples):
    """Logits, loss, gradients and three steps of AdamW of the tensors `names`, which the steps change."""
    loss, logits = batch_loss(model, examples)
    loss.backward()
    first = {name: parameter.grad.clone() for name, parameter in names.items()}
    matrices = [p for p in names.values() if p.dim() > 1]
    others = [p for p in names.values() if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}],
        lr=RATE, betas=(0.9, 0.98), eps=1e-3,
    )
    losses, norms = [], []
    for _ in range(STEPS):
        optimizer.zero_grad()
        step_loss = batch_loss(model, examples)[0]
        step_loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
        optimizer.step()
        losses.append(step_loss.item())
    return {
        "examples": [{"tokens": tokens, "promptLength": prompt} for tokens, prompt in examples],
        "logits": encoded(logits),
        "losses": losses,
        "norms": norms,
        "tensors": [
            [name, list(p.shape), first[name].norm().item(), samples(first[name]), samples(p)] for name, p in names.items()
        ],
    }


def golden(family, case):
    model, names, config, examples = tiny_model(family, case)
    return {"config": config, **trained(model, names, examples)}


if __name__ == "__main__":
    folder.mkdir(exist_ok=True)
    for family in sys.argv[1:] or families:
        made = {"torch": torch.__version__, "transformers": transformers.__version__,
                "cases": [golden(family, case) for case in range(counts.get(family, 3))]}
        (folder / f"{family}.json").write_text(json.dumps(made) + "\n")
        print(family, *(f"{case['losses'][0]:.4f}" for case in made["cases"]))
