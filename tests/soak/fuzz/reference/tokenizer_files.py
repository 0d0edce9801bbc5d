"""Encodes and decodes with the package tokenizers what the lab has encoded and decoded."""
import json

import tokenizers
from cases import compare_each


def difference(record):
    read = json.loads(record["tokenizer"])
    # The lab reads the name of a special token in a text as text.
    read["added_tokens"] = [t for t in read.get("added_tokens") or [] if not t.get("special")]
    tokenizer = tokenizers.Tokenizer.from_str(json.dumps(read))
    for text, ids, decoded in record["texts"]:
        found = tokenizer.encode(text, add_special_tokens=False).ids
        if found != ids:
            return f"{text[:40]!r} is {found[:30]} and not {ids[:30]}"
        back = tokenizer.decode(ids, skip_special_tokens=False)
        if back != decoded:
            return f"{ids[:30]} is {back[:60]!r} and not {decoded[:60]!r}"
    return None


# A panic of Rust is no Exception.
compare_each(difference, BaseException)
