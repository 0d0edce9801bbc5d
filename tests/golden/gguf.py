"""GGUF files and blocks by llama.cpp's own Python package, with which the lab's reader is compared.

Run from the project's root, in a Python with gguf 0.19 and numpy:
    python tests/golden/gguf.py
Writes tests/golden/gguf/<case>.gguf: random models of tests/golden/architectures with the names of tensors from
gguf.get_tensor_name_map, the fields that convert_hf_to_gguf.py of llama.cpp writes, and its changes of the
numbers (`changed`); and tests/golden/gguf/blocks.json: blocks of each type with their numbers, base64.
"""
import base64
import json
import pathlib
import re
import sys

here = pathlib.Path(__file__).parent
# This script has the package's name.
sys.path = [path for path in sys.path if pathlib.Path(path or ".").resolve() != here.resolve()]

import gguf  # noqa: E402
import numpy  # noqa: E402

folder = here / "gguf"
F16, BF16, F32 = (gguf.GGMLQuantizationType[name] for name in ("F16", "BF16", "F32"))
# file, golden, case, architecture, type, fields of the config that llama.cpp has otherwise
cases = [
    ("llama", "llama", 0, "llama", F32, {}),
    ("llama-bias", "llama", 1, "llama", F16, {}),
    ("llama3", "llama", 2, "llama", F16, {"rope_scaling": {
        "rope_type": "llama3", "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192}, "rope_theta": 500000.0}),
    ("qwen2", "qwen2", 0, "qwen2", BF16, {}),
    ("qwen3", "qwen3", 0, "qwen3", F16, {}),
    ("gemma", "gemma", 0, "gemma", F16, {}),
    ("gemma2", "gemma2", 0, "gemma2", F16, {"query_pre_attn_scalar": 6}),
    ("gemma3", "gemma3", 0, "gemma3", F16, {
        "sliding_window_pattern": 6, "rope_local_base_freq": 10000.0, "query_pre_attn_scalar": 6}),
    ("olmo2", "olmo2", 0, "olmo2", F16, {}),
    ("smollm3", "smollm3", 2, "smollm3", F16, {}),
    ("phi3", "phi3", 0, "phi3", F16, {}),
    ("gpt2", "gpt2", 0, "gpt2", F16, {}),
    ("gptneox", "gpt_neox", 0, "gptneox", F16, {"hidden_act": "gelu"}),
]


def weight(name, shape):
    """The rule of `weight` in architectures.py."""
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = (seed ^ byte) * 0x01000193 & 0xFFFFFFFF
    x = (numpy.arange(int(numpy.prod(shape)), dtype=numpy.uint64) * 0x9E3779B1 + seed) & 0xFFFFFFFF
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        x ^= x >> numpy.uint64(shift)
        x = x * factor & 0xFFFFFFFF
    value = (x >> numpy.uint64(8)).astype(numpy.float64) / 2**24 - 0.5
    if len(shape) > 1:
        return value.astype(numpy.float32).reshape(shape)
    return (value / 2 + (1 if name.endswith(".weight") else 0)).astype(numpy.float32)


def permute(weights, heads):
    """LlamaModel.permute."""
    shape = weights.shape
    return weights.reshape(heads, 2, shape[0] // heads // 2, *shape[1:]).swapaxes(1, 2).reshape(shape)


def changed(name, values, architecture, config):
    """modify_tensors of the converter's classes."""
    heads = config.get("num_attention_heads") or config.get("n_head")
    if architecture in ("llama", "smollm3"):
        if name.endswith(("q_proj.weight", "q_proj.bias")):
            return permute(values, heads)
        if name.endswith(("k_proj.weight", "k_proj.bias")):
            return permute(values, config.get("num_key_value_heads") or heads)
    if architecture.startswith("gemma") and name.endswith("norm.weight"):
        return values + numpy.float32(1)
    if architecture == "gpt2" and re.search(r"(c_attn|c_proj|c_fc)\.weight$", name):
        return numpy.ascontiguousarray(values.T)
    if architecture == "gptneox" and "query_key_value" in name:
        parts = values.reshape(heads, 3, -1, *values.shape[1:])
        return numpy.concatenate([parts[:, i].reshape(-1, *values.shape[1:]) for i in range(3)])
    return values


def llama3_factors(scaling, base, width):
    """LlamaModel.generate_extra_tensors."""
    low, high, original, factor = (scaling[name] for name in (
        "low_freq_factor", "high_freq_factor", "original_max_position_embeddings", "factor"))
    for frequency in 1.0 / (base ** (numpy.arange(0, width, 2) / width)):
        length = 2 * numpy.pi / frequency
        if length < original / high:
            yield 1
        elif length > original / low:
            yield factor
        else:
            smooth = (original / length - low) / (high - low)
            yield 1 / ((1 - smooth) / factor + smooth)


def add_fields(writer, architecture, config):
    get = lambda *names: next(config[name] for name in names if config.get(name) is not None)
    heads = get("num_attention_heads", "n_head")
    width = get("hidden_size", "n_embd")
    writer.add_context_length(get("max_position_embeddings", "n_ctx"))
    writer.add_embedding_length(width)
    writer.add_block_count(get("num_hidden_layers", "n_layer"))
    writer.add_feed_forward_length(config.get("intermediate_size") or config.get("n_inner") or 4 * width)
    writer.add_head_count(heads)
    if architecture == "gpt2":
        writer.add_layer_norm_eps(config["layer_norm_epsilon"])
        return
    if architecture == "gptneox":
        writer.add_rope_dimension_count(int(config["rotary_pct"] * (width // heads)))
        writer.add_parallel_residual(config["use_parallel_residual"])
        writer.add_layer_norm_eps(config["layer_norm_eps"])
        # The converter leaves it out, because real models have 10,000.
        writer.add_rope_freq_base(config["rotary_emb_base"])
        return
    head = config.get("head_dim") or width // heads
    writer.add_head_count_kv(config.get("num_key_value_heads") or heads)
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_key_length(head)
    writer.add_value_length(head)
    rotary = config.get("rope_parameters") or {}
    theta = config.get("rope_theta") or rotary.get("rope_theta")
    if theta:
        writer.add_rope_freq_base(theta)
    if architecture in ("llama", "smollm3"):
        writer.add_vocab_size(config["vocab_size"])
        writer.add_rope_dimension_count(head)
    if architecture == "phi3":
        share = rotary.get("partial_rotary_factor") or config.get("partial_rotary_factor") or 1
        writer.add_rope_dimension_count(int(head * share))
        writer.add_rope_scaling_orig_ctx_len(config.get("original_max_position_embeddings") or 4096)
        writer.add_sliding_window(config.get("sliding_window") or 0)
    if architecture in ("gemma2", "gemma3"):
        writer.add_sliding_window(config["sliding_window"])
        if config.get("final_logit_softcapping"):
            writer.add_final_logit_softcapping(config["final_logit_softcapping"])
        if architecture == "gemma2":
            writer.add_attn_logit_softcapping(config["attn_logit_softcapping"])
    scaling = config.get("rope_scaling") or {}
    if scaling.get("type", scaling.get("rope_type")) == "linear":
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(scaling["factor"])


def add_tokens(writer, rows):
    """The tokens of goldenFolder in architecturesChecks.ts, and a merge."""
    tokens = ["<end>", *"TwoĠrds,12Ã©!Ċ", "Tw"]
    kinds = [gguf.TokenType.CONTROL] + [gguf.TokenType.NORMAL] * (len(tokens) - 1)
    padding = range(len(tokens), rows)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([*tokens, *(f"[PAD{i}]" for i in padding)])
    writer.add_token_types([*kinds, *(gguf.TokenType.UNUSED for _ in padding)])
    writer.add_token_merges(["T w"])
    writer.add_eos_token_id(0)
    writer.add_add_bos_token(False)
    writer.add_chat_template("{% for m in messages %}{{ m.content }}<end>{% endfor %}")


def write_case(file, golden, index, architecture, dtype, others):
    case = json.loads((here / "architectures" / f"{golden}.json").read_text())["cases"][index]
    config = {**case["config"], **others}
    path = folder / f"{file}.gguf"
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name(f"golden {file}")
    add_fields(writer, architecture, config)
    add_tokens(writer, config["vocab_size"])
    kind = next(key for key, name in gguf.MODEL_ARCH_NAMES.items() if name == architecture)
    names = gguf.get_tensor_name_map(kind, 8)
    for name, shape, *_ in case["tensors"]:
        values = changed(name, weight(name, shape), architecture, config)
        stored = dtype if values.ndim > 1 else F32
        writer.add_tensor(
            names.get_name(name, try_suffixes=(".weight", ".bias")),
            gguf.quants.quantize(values, stored),
            raw_dtype=stored,
        )
    scaling = config.get("rope_scaling") or {}
    if scaling.get("rope_type") == "llama3":
        head = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
        factors = numpy.array(list(llama3_factors(scaling, config["rope_theta"], head)), dtype=numpy.float32)
        writer.add_tensor("rope_freqs.weight", factors)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return {"file": file, "golden": golden, "case": index, "type": dtype.name, "others": others}


def blocks():
    """Random bytes with scales that are finite, and what the package reads from them."""
    random = numpy.random.default_rng(7)
    found = {}
    # Where the F16 numbers of a block are.
    scales = {"Q8_0": [0], "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2],
              "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208]}
    for name, places in scales.items():
        kind = gguf.GGMLQuantizationType[name]
        numbers, size = gguf.GGML_QUANT_SIZES[kind]
        data = random.integers(0, 256, (3, size), dtype=numpy.uint8)
        for place in places:
            data[:, place:place + 2] = random.normal(0, 0.1, (3, 1)).astype(numpy.float16).view(numpy.uint8)
        values = gguf.quants.dequantize(data, kind)
        assert values.shape == (3, numbers)
        found[name] = [base64.b64encode(part.tobytes()).decode() for part in (data, values)]
    values = random.normal(0, 1, (4, 32)).astype(numpy.float32)
    values[1] = 0
    values[2] = numpy.arange(32) - 16
    q8 = gguf.quants.quantize(values, gguf.GGMLQuantizationType.Q8_0)
    found["written Q8_0"] = [base64.b64encode(part.tobytes()).decode() for part in (q8, values)]
    return found


folder.mkdir(exist_ok=True)
(folder / "blocks.json").write_text(json.dumps(blocks(), indent=1) + "\n")
written = [write_case(*case) for case in cases]
(folder / "cases.json").write_text(json.dumps(written, indent=1) + "\n")
