"""Golden encodings of small tokenizers of each family, by the Python package tokenizers.

Run from the project's root, with tokenizers installed: python tests/golden/tokenization.py
Writes tests/golden/tokenization.json: for each family a tokenizer.json with the parts of its models and few merges, the
ids and decoded texts of some texts without special tokens, the ids of these texts with special tokens, and texts of
random ids.
"""
import json
import pathlib
import random
import tokenizers
from tokenizers import AddedToken, Regex, decoders, models, normalizers, pre_tokenizers, trainers

here = pathlib.Path(__file__).parent
corpus = ["the quick brown fox jumps over the lazy dog, and the other 12 dogs", "They're not what we've seen: it's 2026.",
          "def add(a, b):\n    return a + b\n\nprint(add(1, 22))", "Käse, naïve, 東京, été", "  spaces   and\ttabs  "] * 3
texts = [*corpus[:5], "I'LL go; we'd SEE 123456 foxes!!", " leading and trailing ", "\n\n  \n", "emoji 👩‍👩‍👧 and e\u0301 (combining)", "x",
         "中文和 mixed text", "the<end>dog", "a\u00a0b",
         "\ufeff\ufeffa\ufeffb 東 京", "é東é 東京", "日本 東京 日東",
         "12 m², ½ cup\u0300  ٣ or  ① and 's  \x85 x",
         "if (x < y) {\r\n\treturn `ä`; // 22\r\n}\r\n", "don’t I’m it'ſ 'S ﬁ ẞ İ", "\ufeff\x85\ufeff \x1c\u2028\u3000\u200b", "", " ",
         "مرحبا नमस्ते 가나다 🇩🇪 👍🏽 𝒜 \u212b", "a<end>b </s> <|im_end|> <0x0A>\u2581 \u2581\u2581", "the the" + " " * 9 + "\n" * 5 + "-" * 20]

QWEN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
LLAMA3 = QWEN.replace(r"|\p{N}|", r"|\p{N}{1,3}|")


DEEPSEEK = [r"\p{N}{1,3}", "[一-龥\u3040-ゟ゠-ヿ]+",
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
            "| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+"]
O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def byte_level(size=300, before=(), normalizer=None, use_regex=True, ignore_merges=False, plain=()):
    tokenizer = tokenizers.Tokenizer(models.BPE(ignore_merges=ignore_merges))
    parts = [*before, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=use_regex)]
    tokenizer.pre_tokenizer = parts[0] if len(parts) == 1 else pre_tokenizers.Sequence(parts)
    tokenizer.decoder = decoders.ByteLevel()
    if normalizer:
        tokenizer.normalizer = normalizer
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=size, initial_alphabet=alphabet, special_tokens=["<end>"], show_progress=False)
    tokenizer.train_from_iterator(corpus, trainer)
    tokenizer.add_tokens([AddedToken(text, normalized=False) for text in plain])
    return tokenizer


def with_tokens(tokenizer, token, plain):
    """The tokenizer with one more token in its vocabulary, and added ones."""
    read = json.loads(tokenizer.to_str())
    read["model"]["vocab"][token] = tokenizer.get_vocab_size()
    made = tokenizers.Tokenizer.from_str(json.dumps(read))
    made.add_tokens([AddedToken(text, normalized=False) for text in plain])
    return made


def split(pattern):
    return pre_tokenizers.Split(Regex(pattern), behavior="isolated", invert=False)


def byte_fallback(normalizer, decoder, pre_tokenizer=None):
    """BPE over characters, where an unknown character becomes its bytes."""
    tokenizer = tokenizers.Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer, tokenizer.decoder = normalizer, decoder
    if pre_tokenizer:
        tokenizer.pre_tokenizer = pre_tokenizer
    special = ["<unk>", "<end>", *(f"<0x{byte:02X}>" for byte in range(256))]
    # A character that occurs once stays out of the vocabulary.
    trainer = trainers.BpeTrainer(vocab_size=340, special_tokens=special, limit_alphabet=40, show_progress=False)
    tokenizer.train_from_iterator(corpus, trainer)
    read = json.loads(tokenizer.to_str())
    read["added_tokens"] = [token for token in read["added_tokens"] if not token["content"].startswith("<0x")]
    return tokenizers.Tokenizer.from_str(json.dumps(read))


space = normalizers.Replace(" ", "\u2581")
back = decoders.Replace("\u2581", " ")
families = {
    "gpt2": byte_level(),
    "pythia": byte_level(normalizer=normalizers.NFC(), plain=["  ", "   ", "        "]),
    "smollm2": byte_level(before=[pre_tokenizers.Digits(individual_digits=True)]),
    "qwen": byte_level(before=[split(QWEN)], normalizer=normalizers.NFC(), use_regex=False),
    "llama3": byte_level(before=[split(LLAMA3)], use_regex=False, ignore_merges=True),
    # Added tokens of letters that are bytes and others that are none, and a token of the vocabulary whose letters are none.
    "deepseek-coder": with_tokens(byte_level(), "東京", ["ü", "õ", "÷", "<｜User｜>", "a 東"]),
    "deepseek": byte_level(before=[split(pattern) for pattern in DEEPSEEK], use_regex=False),
    "o200k": byte_level(before=[pre_tokenizers.Split(Regex(O200K), "removed", invert=True)], use_regex=False, ignore_merges=True),
    "tinyllama by transformers 5": byte_fallback(
        normalizers.Sequence([]), decoders.Sequence([back, decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]),
        pre_tokenizers.Metaspace(prepend_scheme="first", split=False),
    ),
    "tinyllama": byte_fallback(
        normalizers.Sequence([normalizers.Prepend("\u2581"), space]),
        decoders.Sequence([back, decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]),
    ),
    "gemma": byte_fallback(space, decoders.Sequence([back, decoders.ByteFallback(), decoders.Fuse()])),
    "gemma3": byte_fallback(
        space, decoders.Sequence([back, decoders.ByteFallback(), decoders.Fuse()]),
        pre_tokenizers.Split(" ", behavior="merged_with_previous"),
    ),
}


# Training breaks ties at random, so that tokenizers stay as they are: chat.json has their ids.
stored = json.loads((here / "tokenization.json").read_text())["families"]
families |= {name: tokenizers.Tokenizer.from_str(json.dumps(stored[name]["tokenizer"])) for name in families if name in stored}


def plain(tokenizer):
    """Reads "<end>" in a text as text, as the lab does."""
    read = json.loads(tokenizer.to_str())
    read["added_tokens"] = [token for token in read["added_tokens"] if not token["special"]]
    return tokenizers.Tokenizer.from_str(json.dumps(read))


golden = {"tokenizers": tokenizers.__version__, "families": {}}
for name, tokenizer in families.items():
    encoder = plain(tokenizer)
    encodings = [encoder.encode(text, add_special_tokens=False).ids for text in texts]
    drawn = random.Random(1)
    known = [i for token, i in tokenizer.get_vocab().items() if token not in ("<unk>", "<end>")]
    decodings = [[drawn.choice([*sorted(known), 400]) for _ in range(6)] for _ in range(12)]

    if name == "deepseek-coder":
        decodings += [[id] for id in sorted(known) if id >= 299 or 176 < id < 190] + [sorted(known)[-8:], [299, 68, 300, 69, 302]]

    def decoded(ids):
        return encoder.decode([i for i in ids if i in known], skip_special_tokens=False)
    golden["families"][name] = {
        "tokenizer": json.loads(tokenizer.to_str()),
        "encodings": [[t, ids, decoded(ids), tokenizer.encode(t, add_special_tokens=False).ids] for t, ids in zip(texts, encodings)],
        "decodings": [[ids, decoded(ids)] for ids in decodings],
    }
    print(name, tokenizer.get_vocab_size(), sum(map(len, encodings)))
(here / "tokenization.json").write_text(json.dumps(golden, ensure_ascii=True) + "\n")
