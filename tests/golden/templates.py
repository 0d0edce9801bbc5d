"""Golden renderings of real chat templates by transformers' render_jinja_template.

Run from the project's root, with transformers and trl installed: python tests/golden/templates.py
Writes tests/golden/templates.json: templates of trl/chat_templates (Apache-2.0, copied from the models), conversations,
and for each pair the first digits of the SHA-256 of the text without and with a generation prompt; null: transformers
refuses it.
"""
import datetime
import hashlib
import json
import pathlib

import transformers
import trl
from transformers.utils import chat_template_utils

here = pathlib.Path(__file__).parent
stored = pathlib.Path(trl.__file__).parent / "chat_templates"
names = ["qwen2_5", "qwen3", "qwen3_instruct_2507", "qwen3_5_nothink", "qwen3_8", "llama3", "llama3_1", "llama3_2", "gemma",
         "gemma3", "gemma4_v5", "phi3_5", "deepseek_r1_distill", "deepseekv3", "gptoss", "glm4moe", "cohere2",
         "lfm2_2_5_v2", "nemotron_3_nano"]


class Frozen(datetime.datetime):
    """strftime_now: the lab's fixed date."""

    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 26)


chat_template_utils.datetime = Frozen
special = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}


def function(name, properties):
    parameters = {"type": "object", "properties": properties, "required": [next(iter(properties))]}
    return {"type": "function", "function": {"name": name, "description": f"Tells the {name} & \"more\"", "parameters": parameters}}


def say(role, content=None, **more):
    return {"role": role, **({} if content is None else {"content": content}), **more}


def call(name, arguments):
    return {"type": "function", "id": "abcdefghi", "function": {"name": name, "arguments": arguments}}


weather = function("weather", {"city": {"type": "string", "enum": ["Köln", "東京"]}, "days": {"type": "integer", "default": 3}})
add = function("add", {"a": {"type": ["number", "null"], "description": "it's\nfirst"},
                       "b": {"type": "array", "items": {"type": "number"}}})
koeln = call("weather", {"city": "Köln", "days": None, "more": [1.5, True, {"y": "z"}]})
answer = say("tool", "{\"sky\": \"blue\"}", name="weather", tool_call_id="abcdefghi")
question, end = say("user", "Weather?"), say("assistant", "It is blue.")
conversations = {
    "one turn": ([say("user", "Is 5 < 7?"), say("assistant", "Yes, 5 < 7.")], None),
    "a question": ([say("user", "Is 5 < 7?")], None),
    "system and turns": ([say("system", "Be brief & \"kind\"."), say("user", "Hi"), say("assistant", "Hello\n\nthere"),
                          say("user", "été 東京 👩‍👧"), say("assistant", "<b>naïve</b> isn't")], None),
    "blanks": ([say("user", "  two\n"), say("assistant", "\n\n  three  four \n"), say("user", "\x1cfive\ufeff"),
                say("assistant", "\ufeff six\x85\n")], None),
    "thoughts": ([say("user", "1+1"), say("assistant", "<think>\nAdd.\n</think>\n\n2"), say("user", "2+2"),
                  say("assistant", "4", reasoning_content="Add\nagain.")], None),
    "tools": ([say("system", "S"), say("user", "Hi"), say("assistant", "Hello")], [weather, add]),
    "a call": ([question, say("assistant", "", tool_calls=[koeln]), answer, end], [weather]),
    "a call without content": ([question, say("assistant", tool_calls=[koeln]), answer, end], [weather]),
    "two calls and words": ([question, say("assistant", "Let me see.", tool_calls=[koeln, call("add", {"a": 2, "b": []})]),
                             answer, answer, end], [weather, add]),
    "a call without tools": ([question, say("assistant", "", tool_calls=[koeln]), answer, end], None),
    "parts": ([say("user", [{"type": "text", "text": "Hi "}, {"type": "text", "text": "you"}]),
               say("assistant", [{"type": "text", "text": "Hello"}])], None),
    "empty": ([say("user", ""), say("assistant", "")], None),
    "an answer first": ([say("assistant", "Hi"), say("user", "Hello"), say("assistant", "Well")], None),
}


def rendered(template, messages, tools, prompts):
    try:
        texts, _ = chat_template_utils.render_jinja_template(
            conversations=[messages], tools=tools, chat_template=template, add_generation_prompt=prompts, **special)
    except Exception:  # Each template has errors of its own.
        return None
    return hashlib.sha256(texts[0].encode()).hexdigest()[:12]


golden = {
    "transformers": transformers.__version__, "trl": trl.__version__, "special": special, "templates": {},
    "conversations": {name: {"messages": messages, "tools": tools} for name, (messages, tools) in conversations.items()},
}
for name in names:
    template = (stored / f"{name}.jinja").read_text(encoding="utf-8")
    hashes = {title: [rendered(template, *given, prompts) for prompts in (False, True)] for title, given in conversations.items()}
    golden["templates"][name] = {"template": template, "hashes": hashes}
(here / "templates.json").write_text(json.dumps(golden, ensure_ascii=True) + "\n")
