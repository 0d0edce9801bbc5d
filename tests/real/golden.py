"""What other programs find for the real models: tests/real/golden.json and texts.json.

    SKILLET_REAL_OUT=FOLDER npm run test:real        # leaves each model's run, adapters and folders
    python tests/real/golden.py --texts             # texts.json, once
    python tests/real/golden.py FOLDER               # with torch, transformers, peft, gguf, llama-cpp-python
    python tests/real/golden.py --folder MODEL ID    # ids and answers of a written folder, for the test

Ids: llama.cpp (vocab only). Weights: transformers' own reading of the GGUF file, in float32. Answers: greedy, by transformers.
Training: peft from the lab's first adapter, with the rows of each step; AdamW of PyTorch. llama.cpp's own answers differ from
float32, because it rounds activations to 8 bits. The file has hashes, losses and norms only: nothing of a model or its texts.
"""
import hashlib
import json
import pathlib
import random
import sys

here = pathlib.Path(__file__).parent
root = here.parent.parent
files = {"smollm2": "SmolLM2-135M-Instruct.Q4_1.gguf", "gemma3": "gemma3-270m.Q4_K_M.gguf"}
prompts = json.loads((here / "prompts.json").read_text())


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def short(ids):
    return sha256(",".join(map(str, ids)))[:8]


def make_texts():
    """Lines of the guide in two languages, code, and letters of all planes that have some."""
    drawn = random.Random(68)
    lines = [line.strip() for file in sorted((root / "docs/guide").glob("*.md")) for line in file.read_text().splitlines()]
    words = [text for file in sorted((root / "src/languages/zh").glob("*.json"))
             for text in json.loads(file.read_text()).values() if isinstance(text, str)]
    code = [line for file in sorted((root / "src/engine/core").glob("*.ts")) for line in file.read_text().splitlines()]
    chosen = [text for kind, count in ((lines, 150), (words, 80), (code, 90))
              for text in drawn.sample([each for each in kind if 4 < len(each) <= 120], count)]
    ranges = [(0x20, 0x7e), (0xa0, 0x17f), (0x370, 0x3ff), (0x400, 0x4ff), (0x5d0, 0x5ea), (0x620, 0x64a), (0x900, 0x939),
              (0x3041, 0x3096), (0x4e00, 0x9fa5), (0xac00, 0xd7a3), (0x1f300, 0x1f64f), (0x20, 0x20), (0x30, 0x39)]
    while len(chosen) < 400:
        span = [drawn.choice(ranges) for _ in range(drawn.randint(1, 4))]
        chosen.append("".join(chr(drawn.randint(*drawn.choice(span))) for _ in range(drawn.randint(1, 40))))
    return chosen


def ids_of(tokenizer, texts, prompted):
    begin = [tokenizer.bos_token_id] if prompted else []
    plain = [tokenizer(text, split_special_tokens=True)["input_ids"] for text in texts]
    assert all(ids[:len(begin)] == begin for ids in plain)
    return [short(ids[len(begin):]) for ids in plain]


def answers_of(model, tokenizer, prompt_ids, tokens):
    import torch
    found = []
    for ids in prompt_ids:
        given = torch.tensor([ids])
        made = model.generate(given, attention_mask=torch.ones_like(given), max_new_tokens=tokens, do_sample=False, pad_token_id=0)
        found.append(tokenizer.decode(made[0, len(ids):], skip_special_tokens=True))
    return found


def prompt_ids_of(tokenizer, name):
    if name == "gemma3":
        return [tokenizer(prompt)["input_ids"] for prompt in prompts]
    chat = [[{"role": "user", "content": prompt}] for prompt in prompts]
    texts = [tokenizer.apply_chat_template(each, add_generation_prompt=True, tokenize=False) for each in chat]
    return [tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts]


def check_folder(folder, name):
    from transformers import AutoModelForCausalLM, AutoTokenizer
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder).eval()
    answers = answers_of(model, tokenizer, prompt_ids_of(tokenizer, name), 12)
    texts = json.loads((here / "texts.json").read_text())
    print(json.dumps({"ids": ids_of(tokenizer, texts, name == "gemma3"), "answers": [sha256(text) for text in answers]}))


def golden_of(name, folder, texts):
    import llama_cpp
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer
    run = json.loads((folder / "run.json").read_text())
    file = root / ".cache/real" / files[name]
    vocabulary = llama_cpp.Llama(str(file), vocab_only=True, verbose=False)
    ids = [short(vocabulary.tokenize(text.encode(), add_bos=False, special=False)) for text in texts]
    # Reads prompts only: its own conversion of a GGUF tokenizer is wrong in some texts.
    tokenizer = AutoTokenizer.from_pretrained(folder / "model")
    prompt_ids = prompt_ids_of(tokenizer, name)
    model = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32).eval()
    answers = answers_of(model, tokenizer, prompt_ids, run["maxTokens"])
    tuned = PeftModel.from_pretrained(model, folder / "adapter0", is_trainable=True)
    weights = [weight for weight in tuned.parameters() if weight.requires_grad]
    first = run["steps"][0]["learningRate"]
    optimizer = torch.optim.AdamW(weights, lr=first, betas=(0.9, run["beta2"]), eps=1e-8, weight_decay=0)
    losses, norms = [], []
    for step in run["steps"]:
        each = []
        for row in step["batch"]["rows"]:
            tokens = torch.tensor([run["examples"][row]["tokens"]])
            targets = torch.tensor(run["examples"][row]["targets"][1:], dtype=torch.bool)
            logits = tuned(tokens).logits[0, :-1][targets]
            each.append(torch.nn.functional.cross_entropy(logits, tokens[0, 1:][targets]))
        loss = torch.stack(each).mean()
        optimizer.zero_grad()
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(weights, 1.0).item())
        losses.append(loss.item())
        optimizer.param_groups[0]["lr"] = step["learningRate"]
        optimizer.step()
    sizes = {key: value.detach().norm().item() for key, value in tuned.named_parameters() if "lora_B" in key}
    names = sorted(sizes, key=lambda key: key.replace(".default", ""))
    tuned.eval()
    tuned_answers = answers_of(tuned, tokenizer, prompt_ids, run["maxTokens"])
    for what, ours, theirs in (("answers", run["answers"], answers), ("tuned", run["tunedAnswers"], tuned_answers)):
        print(name, what, sum(a == b for a, b in zip(ours, theirs)), "of", len(theirs), "equal")
    print(name, "losses", [f"{a['loss']:.6f} {b:.6f}" for a, b in zip(run["steps"], losses)])
    print(name, "norms", [f"{a['gradientNorm']:.5f} {b:.5f}" for a, b in zip(run["steps"], norms)])
    return {
        "sha256": run["info"]["sha256"], "ids": ids, "answers": [sha256(text) for text in answers],
        "losses": losses, "norms": norms, "adapter": [float(f"{sizes[key]:.6g}") for key in names],
        "tunedAnswers": [sha256(text) for text in tuned_answers],
    }


if sys.argv[1] == "--texts":
    (here / "texts.json").write_text(json.dumps(make_texts(), indent="\t", ensure_ascii=True) + "\n")
elif sys.argv[1] == "--folder":
    check_folder(*sys.argv[2:4])
else:
    texts = json.loads((here / "texts.json").read_text())
    path = here / "golden.json"
    found = json.loads(path.read_text())
    for name in files:
        folder = pathlib.Path(sys.argv[1]) / name
        if (folder / "run.json").exists():
            found[name] = golden_of(name, folder, texts)
            path.write_text(json.dumps(found, indent="\t") + "\n")
