"""Names and small files of the folders that real peft and transformers save beside an adapter.

Run from the project's root, with torch, transformers, peft and tokenizers installed:
    python tests/golden/adapterFolders.py          writes tests/golden/adapterFolders.json
"""
import base64
import json
import pathlib
import tempfile

import peft
import tokenizers
import torch
import transformers

CONFIG = dict(vocab_size=12, hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
              num_key_value_heads=2, max_position_embeddings=64, tie_word_embeddings=True)


def base_model():
    torch.manual_seed(0)
    return transformers.LlamaForCausalLM(transformers.LlamaConfig(**CONFIG))


def tokenizer():
    letters = tokenizers.Tokenizer(tokenizers.models.BPE({letter: i for i, letter in enumerate("abcdefghij")}, []))
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=letters, eos_token="<end>")
    fast.chat_template = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
    return fast


def adapted(name, **options):
    model = base_model()
    model.name_or_path = name
    return peft.get_peft_model(model, peft.LoraConfig(task_type="CAUSAL_LM", r=2, **options))


def files(folder):
    return {str(path.relative_to(folder)): base64.b64encode(path.read_bytes()).decode()
            for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "README.md"}


def saved(fill):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        fill(folder)
        return files(folder)


def plain(folder):
    adapted("owner/tiny-base").save_pretrained(folder)


def with_tokenizer(folder):
    adapted("owner/tiny-base").save_pretrained(folder)
    tokenizer().save_pretrained(folder)


def with_config(folder):
    """As axolotl and LLaMA-Factory leave it: the base's config beside the adapter."""
    with_tokenizer(folder)
    base_model().config.save_pretrained(folder)


def with_added_tokens(folder):
    """Two tokens more: peft also saves the embedding, whose size has changed."""
    words = tokenizer()
    words.add_tokens(["<a>", "<b>"])
    model = base_model()
    model.name_or_path = "owner/tiny-base"
    model.resize_token_embeddings(14)
    peft.get_peft_model(model, peft.LoraConfig(task_type="CAUSAL_LM", r=2)).save_pretrained(
        folder, save_embedding_layers=True)
    words.save_pretrained(folder)


if __name__ == "__main__":
    made = {each.__name__: saved(each) for each in [plain, with_tokenizer, with_config, with_added_tokens]}
    versions = {"peft": peft.__version__, "transformers": transformers.__version__}
    text = json.dumps({**versions, "folders": made}, indent=1)
    (pathlib.Path(__file__).parent / "adapterFolders.json").write_text(text + "\n")
    for name, held in made.items():
        print(name, {file: len(text) for file, text in held.items()})
