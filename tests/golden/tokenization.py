"""Golden encodings of small tokenizers of each family, by the Python package tokenizers.

Run from the project's root, with tokenizers installed: python tests/golden/tokenization.py
Writes tests/golden/tokenization.json: for each family a tokenizer.json with its parts and few merges, and the ids and
decoded texts of some texts without special tokens; and texts of random ids.
"""
import base64
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
         "12 m², ½ cup\u0300  ٣ or  ① and 's  \x85 x"]

QWEN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
LLAMA3 = QWEN.replace(r"|\p{N}|", r"|\p{N}{1,3}|")


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


def parts(model, pre_tokenizer=None, normalizer=None, decoder=None, added=(), **settings):
    """A tokenizer with few tokens."""
    tokenizer = tokenizers.Tokenizer(getattr(models, model)(unk_token="<unk>", **settings))
    for name, part in ("normalizer", normalizer), ("pre_tokenizer", pre_tokenizer), ("decoder", decoder):
        if part:
            setattr(tokenizer, name, part)
    name = "Bpe" if model == "BPE" else model
    special = ["<unk>", "<end>"]
    trainer = getattr(trainers, f"{name}Trainer")(vocab_size=120, special_tokens=special, show_progress=False, **settings)
    tokenizer.train_from_iterator(corpus, trainer)
    tokenizer.add_tokens(list(added))
    return tokenizer


def unigram(pre_tokenizer, decoder, normalizer=None, with_bytes=False):
    tokenizer = tokenizers.Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizer, decoder
    if normalizer:
        tokenizer.normalizer = normalizer
    special = ["<unk>", "<end>"]
    trainer = trainers.UnigramTrainer(vocab_size=120, unk_token="<unk>", special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(corpus, trainer)
    read = json.loads(tokenizer.to_str())
    if with_bytes:
        read["model"]["byte_fallback"] = True
        read["model"]["vocab"] += [[f"<0x{byte:02X}>", -10.0] for byte in range(256)]
    return tokenizers.Tokenizer.from_str(json.dumps(read))


# SentencePiece 0.2's, of a normalization_rule_tsv: A to a, B to bb, e and its accent to é, a ligature, two spaces to one.
CHARSMAP = base64.b64decode(
    "AAQAAACEAAAgjAAAIAUAAAAAAIACAACABAAAgMwAAgCBPQAACgAAgKwIAgCBBQAABwAAgA0AAAAMAAAADwAAAA4AAAARAAAAEAAAABMAAAASAA"
    "AAFQAAABQAAAAXAAAAFgAAABkAAAAYAAAAGwAAABoAAAAdAAAAHAAAAB8AAAAeAAAAIQAAACAAAAAjAAAAIgAAACUAAAAkAAAAJwAAACYAAAAp"
    "AAAAKAAAACsAAAAqAAAALQAAACwAAAAvAAAALgAAADEAAAAwAAAAMwAAADIAAAA1AAAANAAAADcAAAA2AAAAOQAAADgAAAA7AAAAOgAAAD0AAA"
    "A8AAAAPwAAAD4AAABBAAAAQAAAAEMAAABCAAAAZTgCAEQAAABHAAAARgAAAEkAAABIAAAASwAAAEoAAABNAAAATAAAAE8AAABOAAAAUQAAAFAA"
    "AABTAAAAUgAAAFUAAABUAAAAVwAAAFYAAABZAAAAWAAAAFsAAABaAAAAXQAAAFwAAABfAAAAXgAAAEGRAQBgAAAAYwAAAEKZAQBlAAAAZAAAAG"
    "cAAABmAAAAaQAAAGgAAABrAAAAagAAAG0AAABsAAAAbwAAAG4AAABxAAAAcAAAAHMAAAByAAAAdQAAAHQAAAB3AAAAdgAAAHkAAAB4AAAAewAA"
    "AHoAAAB9AAAAfAAAAH8AAAB+AAAAgQAAAIAAAACDAAAAggAAAIUAAACEAAAAhwAAAIYAAACJAAAAiAAAAIsAAACKAAAAjQAAAIwAAACPAAAAjg"
    "AAAJEAAACQAAAAkwAAAJIAAACVAAAAlAAAAJcAAACWAAAAmQAAAJgAAACbAAAAmgAAAJ0AAACcAAAAnwAAAJ4AAAChAAAAoAAAAKMAAACiAAAA"
    "pQAAAKQAAACnAAAApgAAAKkAAACoAAAAqwAAAKoAAACtAAAArAAAAK8AAACuAAAAsQAAALAAAACzAAAAsgAAALUAAAC0AAAAtwAAALYAAAC5AA"
    "AAuAAAALsAAAC6AAAAvQAAALwAAAC/AAAAvgAAAMEAAADAAAAAwwAAAMIAAADFAAAAxAAAAMcAAADGAAAAyQAAAMgAAADLAAAAygAAAM0AAADM"
    "AAAA76wBAM4AAADRAAAA0AAAANMAAADSAAAA1QAAANQAAADXAAAA1gAAANkAAADYAAAA2wAAANoAAADdAAAA3AAAAN8AAADeAAAA4QAAAOAAAA"
    "DjAAAA4gAAAOUAAADkAAAA5wAAAOYAAADpAAAA6AAAAOsAAADqAAAA7QAAAOwAAADvAAAA7gAAAPEAAADwAAAA8wAAAPIAAAD1AAAA9AAAAPcA"
    "AAD2AAAA+QAAAPgAAAD7AAAA+gAAAP0AAAD8AAAA/wAAAP4AAAAgAGEAYmIAZmkAw6kA"
)
p, n = pre_tokenizers, normalizers
families |= {
    "words": parts("WordLevel", p.Whitespace(), n.Lowercase()),
    "metaspace words": parts("WordLevel", p.Metaspace(), decoder=decoders.Metaspace()),
    "metaspace of the start": parts("BPE", p.Metaspace(prepend_scheme="first"), decoder=decoders.Metaspace(prepend_scheme="first"),
                                    added=[AddedToken("fox"), AddedToken("12", lstrip=True, rstrip=True)]),
    "metaspace without a prefix": parts("WordLevel", p.Metaspace(prepend_scheme="never", split=False),
                                        decoder=decoders.Metaspace(prepend_scheme="never")),
    "bert": parts("WordPiece", p.BertPreTokenizer(), n.BertNormalizer(), decoders.WordPiece()),
    "whole words only": parts("WordPiece", p.WhitespaceSplit(), n.StripAccents(), added=[AddedToken("the", single_word=True)]),
    "joined before": parts("WordLevel", p.Sequence([p.Punctuation("merged_with_previous"), p.Split(" ", "merged_with_next")])),
    "joined alike": parts("WordLevel", p.Sequence([p.Punctuation("contiguous"), p.Split(Regex(r"\s+"), "isolated", invert=True)])),
    "removed": parts("WordLevel", p.Sequence([p.Punctuation("removed"), p.CharDelimiterSplit(" "), p.FixedLength(3)]),
                     n.Sequence([n.Strip(), n.NFKC(), n.Replace("o", "$&")])),
    "unigram": unigram(p.Metaspace(), decoders.Metaspace(), n.Precompiled(CHARSMAP)),
    "unigram with bytes": unigram(
        p.Metaspace(prepend_scheme="first", split=False),
        decoders.Sequence([back, decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]), with_bytes=True,
    ),
    "end of words": parts("BPE", p.Sequence([p.WhitespaceSplit(), p.Digits(False)]), decoder=decoders.BPEDecoder(),
                          end_of_word_suffix="</w>"),
}

# Training breaks ties at random, so that tokenizers stay as they are: chat.json has their ids.
stored = json.loads((here / "tokenization.json").read_text())["families"]
families |= {name: tokenizers.Tokenizer.from_str(json.dumps(stored[name]["tokenizer"])) for name in families if name in stored}


def with_bytes(name, is_kept, unknown="<unk>"):
    """The tokenizer with tokens for some bytes only."""
    read = json.loads(families[name].to_str())
    dropped = {f"<0x{byte:02X}>" for byte in range(256) if not is_kept(byte)}
    vocab = [token for token in read["model"]["vocab"] if token not in dropped]
    read["model"] |= {"vocab": {token: i for i, token in enumerate(vocab)}, "unk_token": unknown}
    return tokenizers.Tokenizer.from_str(json.dumps(read))


families |= {
    "tinyllama without bytes": with_bytes("tinyllama", lambda byte: False),
    "gemma3 with few bytes": with_bytes("gemma3", lambda byte: byte < 0xE0),
    "gemma without bytes and unknown token": with_bytes("gemma", lambda byte: False, None),
}


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

    def decoded(ids):
        return encoder.decode([i for i in ids if i in known], skip_special_tokens=False)
    golden["families"][name] = {
        "tokenizer": json.loads(tokenizer.to_str()),
        "encodings": [[t, ids, decoded(ids)] for t, ids in zip(texts, encodings)],
        "decodings": [[ids, decoded(ids)] for ids in decodings],
    }
    print(name, tokenizer.get_vocab_size(), sum(map(len, encodings)))
(here / "tokenization.json").write_text(json.dumps(golden, ensure_ascii=True) + "\n")
