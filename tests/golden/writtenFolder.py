"""Loads folders that the lab wrote of GGUF files, with transformers.

    python tests/golden/writtenFolder.py FOLDER
FOLDER has tokenizers/NAME/ with texts.json, and models/NAME/ with tokens.json, beside the written files. Prints JSON: of each
tokenizer the ids of each text and of a conversation, by AutoTokenizer; of each model the logits of its tokens, by
AutoModelForCausalLM (base64 of float32, all positions but the last). writtenFolder.ts writes the folders and stores the answers.
"""
import base64
import json
import pathlib
import sys

here = pathlib.Path(__file__).parent
sys.path = [path for path in sys.path if pathlib.Path(path or ".").resolve() != here.resolve()]

import torch  # noqa: E402
import transformers  # noqa: E402
from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: E402

transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()
root = pathlib.Path(sys.argv[1])
conversation = [{"role": "user", "content": "the fox"}, {"role": "assistant", "content": "jumps"}]
found = {"transformers": transformers.__version__, "tokenizers": {}, "models": {}}
for folder in sorted((root / "tokenizers").iterdir()):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    texts = json.loads((folder / "texts.json").read_text())
    chat = tokenizer.apply_chat_template(conversation, tokenize=False)
    found["tokenizers"][folder.name] = {
        "ids": [tokenizer(text)["input_ids"] for text in texts],
        "chat": tokenizer(chat, add_special_tokens=False)["input_ids"],
    }
for folder in sorted((root / "models").iterdir()):
    AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager").eval()
    tokens = torch.tensor([json.loads((folder / "tokens.json").read_text())])
    with torch.no_grad():
        logits = model(tokens).logits[0, :-1].float().numpy()
    found["models"][folder.name] = {"logits": base64.b64encode(logits.tobytes()).decode()}
print(json.dumps(found))
