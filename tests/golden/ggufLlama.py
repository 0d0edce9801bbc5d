"""Reads GGUF files that the lab wrote, with llama.cpp's Python packages.

    python tests/golden/ggufLlama.py FOLDER
FOLDER has the files and expected.json: the model's weights by Hugging Face's names (base64 of float32), and by file the
tokens of a prompt and those that the lab answers. With the package gguf, each tensor is compared with the weights; with
llama-cpp-python, the answers are compared too, and llama.cpp makes files of its own from the first one: llama-F32.gguf,
llama-Q8_0.gguf and llama-Q4_0.gguf, with its logits of the prompt in logits.json. It prints what was compared.
"""
import base64
import json
import pathlib
import sys

here = pathlib.Path(__file__).parent
sys.path = [path for path in sys.path if pathlib.Path(path or ".").resolve() != here.resolve()]

import gguf  # noqa: E402
import numpy  # noqa: E402

folder = pathlib.Path(sys.argv[1])
expected = json.loads((folder / "expected.json").read_text())
names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, expected["layers"])


def permute(weights):
    """LlamaModel.permute of llama.cpp's converter."""
    shape = weights.shape
    return weights.reshape(expected["heads"], 2, -1, shape[1]).swapaxes(1, 2).reshape(shape)



def without_amx(llama_cpp):
    """llama.cpp's AMX kernels end with a segmentation fault where the system has not allowed them."""
    module = llama_cpp.llama_cpp
    defaults = module.llama_model_default_params

    def params():
        made = defaults()
        made.use_extra_bufts = False
        return made
    module.llama_model_default_params = params


def prompt_logits(llama_cpp, file, prompt):
    # Keys and values of 32 bits, as in the lab: the default has 16.
    cache = {"type_k": llama_cpp.GGML_TYPE_F32, "type_v": llama_cpp.GGML_TYPE_F32}
    options = {"n_ctx": 512, "n_threads": 2, "logits_all": True, "verbose": False}
    model = llama_cpp.Llama(str(file), **options, **cache)
    model.eval(prompt)
    return numpy.array(model.scores[: len(prompt) - 1]).reshape(-1).tolist()


def llama_files(llama_cpp, source, prompt):
    logits = {}
    for name, kind in (("F32", 0), ("Q8_0", 7), ("Q4_0", 2)):
        params = llama_cpp.llama_model_quantize_default_params()
        # pure: all matrices in one type. The default writes the embedding in another one.
        params.ftype, params.nthread, params.pure = kind, 2, True
        file = folder / f"llama-{name}.gguf"
        assert llama_cpp.llama_model_quantize(str(source).encode(), str(file).encode(), params) == 0, name
        logits[file.name] = prompt_logits(llama_cpp, file, prompt)
        print(f"{file.name}: written by llama.cpp, {len(logits[file.name])} logits")
    (folder / "logits.json").write_text(json.dumps(logits))


try:
    import llama_cpp
    without_amx(llama_cpp)
except ImportError:
    llama_cpp = None

for file, (prompt, answer) in expected["answers"].items():
    reader = gguf.GGUFReader(folder / file)
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    assert len(tensors) == len(expected["weights"]), sorted(tensors)
    for name, (shape, values) in expected["weights"].items():
        values = numpy.frombuffer(base64.b64decode(values), dtype=numpy.float32).reshape(shape)
        if "q_proj" in name or "k_proj" in name:
            values = permute(values)
        tensor = tensors[names.get_name(name, try_suffixes=(".weight",))]
        found = gguf.quants.dequantize(tensor.data, tensor.tensor_type).reshape(shape)
        step = 0 if values.ndim == 1 else numpy.abs(values).max() / (127 if "Q8" in file else 1024)
        assert numpy.abs(found - values).max() <= 0.6 * step, name
    tokens = reader.get_field("tokenizer.ggml.tokens").contents()
    assert len(tokens) == expected["vocabulary"]
    assert reader.get_field("general.architecture").contents() == "llama"
    print(f"{file}: {len(tensors)} tensors and {len(tokens)} tokens")
    if llama_cpp is None:
        print("llama-cpp-python is not installed: no answers were compared")
        continue
    model = llama_cpp.Llama(str(folder / file), n_ctx=512, n_threads=2, verbose=False)
    found = []
    for token in model.generate(prompt, temp=0.0, top_k=1, repeat_penalty=1.0):
        found.append(token)
        if len(found) == len(answer):
            break
    assert found == answer, (found, answer)
    print(f"{file}: the same {len(answer)} tokens by llama-cpp-python {llama_cpp.__version__}")
    if not (folder / "logits.json").exists():
        llama_files(llama_cpp, folder / file, prompt)
