"""Encodes and decodes with the package tokenizers what the lab has encoded and decoded."""
import json
import sys

import tokenizers

for line in sys.stdin:
    case = json.loads(line)
    record = case["record"]
    refused = False
    what = None
    try:
        read = json.loads(record["tokenizer"])
        # The lab reads the name of a special token in a text as text.
        read["added_tokens"] = [t for t in read.get("added_tokens") or [] if not t.get("special")]
        tokenizer = tokenizers.Tokenizer.from_str(json.dumps(read))
        for text, ids, decoded in record["texts"]:
            found = tokenizer.encode(text, add_special_tokens=False).ids
            if found != ids:
                what = f"{text[:40]!r} is {found[:30]} and not {ids[:30]}"
                break
            back = tokenizer.decode(ids, skip_special_tokens=False)
            if back != decoded:
                what = f"{ids[:30]} is {back[:60]!r} and not {decoded[:60]!r}"
                break
    except BaseException as error:  # A panic of Rust is no Exception.
        refused = True
        what = f"refuses it: {error}"
    if what:
        print(json.dumps({"case": case["case"], "refused": refused, "what": what[:600]}))
