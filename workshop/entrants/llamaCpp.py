"""The benchmark's decoder in llama.cpp's optimiser (`llama_opt_*`), fp32: reads a task's files, answers requests as JSON lines on stdin.

python3 llamaCpp.py FOLDER   where FOLDER has task.json and weights.bin (workshop/engine/pythonHost.ts)

The task's other entrants do what llama.cpp does otherwise (0.3.36 of the package):
- It does not train the token embedding, nor with tied weights the head (llama_set_param).
- It adds the gradients of all steps: ggml_opt_eval drops the graph whose gradients ggml_opt_alloc would clear.
"""

import ctypes
import json
import os
import sys
import time
from pathlib import Path

import gguf
import llama_cpp
import llama_cpp.llama_cpp as llama
import numpy as np

NAMES = {
    "attentionNorm": "attn_norm",
    "query": "attn_q",
    "key": "attn_k",
    "value": "attn_v",
    "output": "attn_output",
    "feedForwardNorm": "ffn_norm",
    "gate": "ffn_gate",
    "up": "ffn_up",
    "down": "ffn_down",
}


class OptimizerValues(ctypes.Structure):
    """ggml_opt_optimizer_params: AdamW's, then SGD's."""

    _fields_ = [(n, ctypes.c_float) for n in ("alpha", "beta1", "beta2", "eps", "wd", "sgd_alpha", "sgd_wd")]


class TrainingParams(ctypes.Structure):
    """llama_opt_params. The package's own (0.3.36) lacks the last field."""

    _fields_ = [
        ("context", ctypes.c_uint32),
        ("filter", ctypes.c_void_p),
        ("filter_data", ctypes.c_void_p),
        ("optimizer_values", ctypes.c_void_p),
        ("optimizer_data", ctypes.c_void_p),
        ("optimizer", ctypes.c_int),
    ]


def function(name, result, *arguments):
    found = getattr(llama._lib, name)
    found.restype, found.argtypes = result, arguments
    return found


pointer, count, double = ctypes.c_void_p, ctypes.c_int64, ctypes.POINTER(ctypes.c_double)
dataset_init = function("ggml_opt_dataset_init", pointer, ctypes.c_int, ctypes.c_int, count, count, count, count)
dataset_data = function("ggml_opt_dataset_data", pointer, pointer)
dataset_labels = function("ggml_opt_dataset_labels", pointer, pointer)
get_data = function("ggml_get_data", pointer, pointer)
result_init = function("ggml_opt_result_init", pointer)
result_reset = function("ggml_opt_result_reset", None, pointer)
result_loss = function("ggml_opt_result_loss", None, pointer, double, double)
opt_init = function("llama_opt_init", None, pointer, pointer, TrainingParams)
opt_epoch = function("llama_opt_epoch", None, pointer, pointer, pointer, pointer, count, pointer, pointer)


@llama.llama_log_callback
def silent(*_):
    pass


def llama_name(role):
    if role in ("embedding", "finalNorm"):
        return {"embedding": "token_embd", "finalNorm": "output_norm"}[role] + ".weight"
    layer, part = role.removeprefix("layer").split(".")
    return f"blk.{layer}.{NAMES[part]}.weight"


def write_model(task, weights, path):
    c = task["config"]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(c["context"])
    writer.add_embedding_length(c["width"])
    writer.add_block_count(c["layers"])
    writer.add_feed_forward_length(c["hidden"])
    writer.add_head_count(c["heads"])
    writer.add_head_count_kv(c["keyValueHeads"])
    writer.add_layer_norm_rms_eps(c["normEpsilon"])
    writer.add_rope_dimension_count(c["headDim"])
    writer.add_rope_freq_base(c["rotaryBase"])
    writer.add_vocab_size(c["vocabulary"])
    writer.add_tokenizer_model("llama")
    writer.add_token_list(["<unk>", "<s>", "</s>"] + [f"t{i}" for i in range(3, c["vocabulary"])])
    writer.add_token_scores([0.0] * c["vocabulary"])
    writer.add_token_types([2, 3, 3] + [1] * (c["vocabulary"] - 3))
    for spec in task["specs"]:
        values = weights[spec["offset"] : spec["offset"] + spec["size"]].reshape(spec["shape"])
        part = spec["role"].split(".")[-1]
        if part in ("query", "key"):
            # Halves that turn together are neighbours in llama.cpp (LlamaModel.permute).
            heads = c["heads" if part == "query" else "keyValueHeads"]
            values = values.reshape(heads, 2, -1, values.shape[1]).swapaxes(1, 2).reshape(values.shape)
        writer.add_tensor(llama_name(spec["role"]), values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def open_context(path, length, threads):
    model_params = llama.llama_model_default_params()
    model_params.load_mode = 0  # no memory map: the weights are written
    model_params.lazy_mode = 0
    model_params.use_extra_bufts = False  # repacked weights have no backward pass
    model = llama.llama_model_load_from_file(str(path).encode(), model_params)
    params = llama.llama_context_default_params()
    # Keys and values have gradients only if the whole context is one micro-batch.
    params.n_ctx = params.n_batch = params.n_ubatch = length
    params.n_threads = params.n_threads_batch = threads
    params.type_k = params.type_v = 0  # F32: the backward product has no F16
    params.flash_attn_type = 0
    return model, llama.llama_init_from_model(model, params)


def dataset(batch):
    """One row. The labels are the next tokens."""
    length = batch["time"]
    assert batch["rows"] == 1 and length % 256 == 0, "llama.cpp trains on one row of a multiple of 256 tokens."
    made = dataset_init(26, 26, length, length, 1, 1)  # 26: 32-bit integers
    for tensor, name in ((dataset_data(made), "tokens"), (dataset_labels(made), "targets")):
        values = np.array(batch[name], dtype=np.int32)
        assert len(values) == length, "llama.cpp trains on all tokens."
        ctypes.memmove(get_data(tensor), values.ctypes.data, values.nbytes)
    return made


def main():
    print("ready", flush=True)
    began = time.perf_counter()
    folder = Path(sys.argv[1])
    task = json.loads((folder / "task.json").read_text())
    assert task["besideLlamaCpp"], "llama.cpp takes other steps: choose a workload of its own."
    threads = int(os.environ["SKILLET_THREADS"])
    llama.llama_backend_init()
    llama.llama_log_set(silent, None)
    weights = np.fromfile(folder / "weights.bin", dtype=np.float32)
    write_model(task, weights, folder / "model.gguf")
    length = task["rows"][0]["time"]
    model, context = open_context(folder / "model.gguf", length, threads)
    data = [dataset(batch) for batch in task["rows"]]
    o = task["optimizer"]
    assert o["weightDecay"] == 0 and o["clip"] >= 1e6, "llama.cpp has no clipping and decays all tensors."
    values = OptimizerValues(o["learningRate"], o["beta1"], o["beta2"], o["epsilon"], 0, 0, 0)
    address = lambda name: ctypes.cast(getattr(llama._lib, name), pointer)
    opt_init(
        context,
        model,
        TrainingParams(
            length,
            address("llama_opt_param_filter_all"),
            None,
            address("ggml_opt_get_constant_optimizer_params"),
            ctypes.addressof(values),
            0,  # AdamW
        ),
    )
    result = result_init()
    steps = 0

    def step():
        nonlocal steps
        opt_epoch(context, data[steps % len(data)], result, None, 1, None, None)
        steps += 1

    def loss_of_step():
        result_reset(result)
        step()
        loss, uncertainty = ctypes.c_double(), ctypes.c_double()
        result_loss(result, ctypes.byref(loss), ctypes.byref(uncertainty))
        return loss.value

    def answer(request):
        kind = request["type"]
        if kind == "open":
            system = llama.llama_print_system_info().decode()
            vectors = next((name for name in ("AVX512", "AVX2", "NEON") if f"{name} = 1" in system), "no SIMD")
            device = f"llama-cpp-python {llama_cpp.__version__}, {vectors}, {threads} CPU threads"
            return {"device": device, "milliseconds": 1000 * (time.perf_counter() - began)}
        if kind == "losses":
            return [loss_of_step() for _ in range(request["steps"])]
        if kind == "time":
            start = time.perf_counter()
            for _ in range(request["steps"]):
                step()
            milliseconds = 1000 * (time.perf_counter() - start)
            return {"steps": request["steps"], "milliseconds": milliseconds, "javaScript": None}
        if kind == "stats":
            return {"dispatchesPerStep": None, "peakBytes": None}
        return None

    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(answer(request)), flush=True)
        if request["type"] == "close":
            return


main()
