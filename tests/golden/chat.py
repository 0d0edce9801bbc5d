"""Golden chats: rendered text, token ids and masks by transformers' apply_chat_template.

Run from the project's root, with transformers and trl installed: python tests/golden/chat.py
Writes tests/golden/chat.json: for each family its template, its special tokens, and conversations. Tokenizers are those
of tests/golden/tokenization.json with the family's tokens added. Templates are files of trl/chat_templates (Apache-2.0,
copied from the models) and, for families without one there, the short ones below. A mask comes from TRL's template for
training, or from ours below, by return_assistant_tokens_mask, where both templates write the same text.
"""
import datetime
import json
import pathlib

import tokenizers
import transformers
import trl
from transformers.utils import chat_template_utils

here = pathlib.Path(__file__).parent
stored = pathlib.Path(trl.__file__).parent / "chat_templates"


class Frozen(datetime.datetime):
    """strftime_now: the lab's fixed date."""

    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 26)


chat_template_utils.datetime = Frozen

CHATML = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are a "
    "helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' }}{% endif %}"
)
SMOLLM2 = CHATML + (
    "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
SMOLLM2_TRAINING = CHATML + (
    "{{'<|im_start|>' + message['role'] + '\n'}}{% if message['role'] == 'assistant' %}{% generation %}"
    "{{ message['content'] + '<|im_end|>' + '\n' }}{% endgeneration %}{% else %}{{ message['content'] + '<|im_end|>' + '\n' }}"
    "{% endif %}{% endfor %}"
)
ZEPHYR = (
    "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + eos_token }}\n"
    "{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + eos_token }}\n"
    "{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n"
    "{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}"
)
ZEPHYR_TRAINING = ZEPHYR.replace(
    "{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n",
    "{{ '<|assistant|>\n' }}{% generation %}{{ message['content'] + eos_token }}\n{% endgeneration %}",
)
MISTRAL = (
    "{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
    "{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}"
    "{% elif message['role'] == 'assistant' %}{{ ' ' + message['content'] + eos_token }}"
    "{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}"
)
MISTRAL_TRAINING = MISTRAL.replace(
    "{{ ' ' + message['content'] + eos_token }}", "{% generation %}{{ ' ' + message['content'] + eos_token }}{% endgeneration %}"
)
LLAMA2 = (
    "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}"
    "{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}"
    "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
    "{% if loop.index0 == 0 and system_message != false %}"
    "{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}"
    "{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}"
    "{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}"
    "{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}"
)
ALPACA = (
    "{{ 'Below is an instruction that describes a task.\\n\\n' }}{% for message in messages %}"
    "{% if message['role'] == 'user' %}{{ '### Instruction:\\n' + message['content'] + '\\n\\n' }}"
    "{% elif message['role'] == 'assistant' %}{{ '### Response:\\n' + message['content'] + eos_token + '\\n\\n' }}"
    "{% else %}{{ message['content'] + '\\n\\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '### Response:\\n' }}{% endif %}"
)


def replaced(text, *pairs):
    for old, new, count in pairs:
        assert text.count(old) == count, (old, text.count(old))
        text = text.replace(old, new)
    return text


def qwen3_training():
    """TRL's keeps all reasoning. This one writes what the original writes."""
    header, test = "'<|im_start|>' + message.role + '\\n", "{%- if loop.index0 > ns.last_query_index %}"
    end = "{%- endif %}\n        {{- '<|im_end|>\\n' }}\n"
    return replaced(
        trl_file("qwen3"), ("{{- " + header + "<think>", "{{- '<think>", 1),
        ("{{- " + header + "' + content }}", "{{- content }}", 2),
        (test, "{{- " + header + "' }}{%- generation %}" + test, 1), (end, end + "{%- endgeneration %}", 1))


def llama32_training():
    words, call = "message['content'] | trim + '<|eot_id|>' }}", "{{- '{\"name\": \"'"
    end = '{{- "<|eot_id|>" }}\n    {%- elif message.role == "tool"'
    marked = "{%- if message['role'] == 'assistant' %}{%- generation %}{{- " + words + "{%- endgeneration %}{%- else %}{{- " + words
    return replaced(
        trl_file("llama3_2"), ("'<|end_header_id|>\\n\\n'+ " + words, "'<|end_header_id|>\\n\\n' }}" + marked + "{%- endif %}", 1),
        (call, "{%- generation %}" + call, 1), (end, end.replace("}}", "}}{%- endgeneration %}", 1), 1))


BEGIN, END = "{%- generation %}", "{%- endgeneration %}"


def llama2_training():
    words = "{{ ' '  + content.strip() + ' ' + eos_token }}"
    return replaced(LLAMA2, (words, "{% generation %}" + words + "{% endgeneration %}", 1))


def alpaca_training():
    words = "message['content'] + eos_token + '\\n\\n' }}"
    return replaced(ALPACA, (" + " + words, " }}{% generation %}{{ " + words + "{% endgeneration %}", 1))


def deepseek_training():
    """TRL's marks the header, which is the prompt's."""
    end, call_end = "'<｜end▁of▁sentence｜>'}}", "'```' + '<｜tool▁call▁end｜>'}}{%- endif %}"
    more = "{{'\\n' + '<｜tool▁call▁begin｜>'"
    calls_end, header, tool = "{{'<｜tool▁calls▁end｜><｜end▁of▁sentence｜>'}}", "{{'<｜Assistant｜>' + ", "{{'<｜tool▁outputs▁end｜>' + "
    after = lambda text, words: (text + words, text.replace(" + ", "}}") + BEGIN + "{{" + words + END, 1)
    return replaced(
        trl_file("deepseekv3"), after(header, "content + " + end), after(tool, "message['content'] + " + end),
        (header + "message", header.replace(" + ", "}}") + BEGIN + "{{message", 1), (call_end, call_end.replace("}}{%", "}}" + END + "{%"), 2),
        (more, BEGIN + more, 1), (calls_end, BEGIN + calls_end + END, 1))


def glm4_training():
    header, tool = "{%- elif m.role == 'assistant' -%}\n<|assistant|>", "{%- elif m.role == 'tool' -%}"
    return replaced(trl_file("glm4moe"), (header, header + BEGIN, 1), (tool, END + tool, 1))


def gptoss_training():
    """TRL's marks the header, which is the prompt's."""
    start, final = '{{- "<|start|>assistant', '<|channel|>final<|message|>" + message.content + "<|end|>" }}'
    return replaced(
        trl_file("gptoss"), (final, final + END, 1), ('"<|return|>" }}', '"<|return|>" }}' + END, 1),
        ('{{- "<|call|>" }}', '{{- "<|call|>" }}' + END, 1), (start + " to=", start + '" }}' + BEGIN + '{{- " to=', 1),
        (start + "<|channel|>final", start + '" }}' + BEGIN + '{{- "<|channel|>final', 2))


def trl_file(name):
    return (stored / f"{name}.jinja").read_text(encoding="utf-8")


def special(*names):
    return [tokenizers.AddedToken(name, normalized=False, special=True) for name in names]


def plain(*names):
    return [tokenizers.AddedToken(name, normalized=False, special=False) for name in names]


im = special("<|endoftext|>", "<|im_start|>", "<|im_end|>")
calls = plain("<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "<think>", "</think>")
headers = special("<|begin_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>", "<|eom_id|>")
turns = special("<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>")
sentence = special("<s>", "</s>")
phi = special("<s>", "</s>", "<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>")
cohere = special("<BOS_TOKEN>", "<|START_OF_TURN_TOKEN|>", "<|END_OF_TURN_TOKEN|>", "<|USER_TOKEN|>", "<|CHATBOT_TOKEN|>", "<|SYSTEM_TOKEN|>")
deepseek = special("<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>") + plain("<｜User｜>", "<｜Assistant｜>", *(
    f"<｜tool▁{name}▁{side}｜>" for name in ("calls", "call", "outputs", "output") for side in ("begin", "end")))
glm = special("<|endoftext|>", "[gMASK]", "<sop>", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>") + calls
harmony = special("<|return|>", "<|channel|>", "<|start|>", "<|end|>", "<|message|>", "<|call|>")
im_names = {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"}
llama_names = {"bos_token": "<|begin_of_text|>", "eos_token": "<|eot_id|>"}
gemma_names = {"bos_token": "<bos>", "eos_token": "<eos>"}
sentence_names = {"bos_token": "<s>", "eos_token": "</s>"}
cohere_names = {"bos_token": "<BOS_TOKEN>", "eos_token": "<|END_OF_TURN_TOKEN|>"}
deepseek_names = {"bos_token": "<｜begin▁of▁sentence｜>", "eos_token": "<｜end▁of▁sentence｜>"}

# Family: tokenizer, added tokens, named tokens, template, template for training.
families = {
    "smollm2": ("smollm2", im, {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>"}, SMOLLM2, SMOLLM2_TRAINING),
    "qwen2.5": ("qwen", im + calls, im_names, trl_file("qwen2_5"), trl_file("qwen2_5_training")),
    "qwen3": ("qwen", im + calls, im_names, trl_file("qwen3"), qwen3_training()),
    "qwen3, 2507": ("qwen", im + calls, im_names, trl_file("qwen3_instruct_2507"), trl_file("qwen3_instruct_2507_training")),
    "llama3": ("llama3", headers, llama_names, trl_file("llama3"), trl_file("llama3_training")),
    "llama3.2": ("llama3", headers, llama_names, trl_file("llama3_2"), llama32_training()),
    "gemma": ("gemma", turns, gemma_names, trl_file("gemma"), trl_file("gemma_training")),
    "gemma3": ("gemma3", turns, gemma_names, trl_file("gemma3"), trl_file("gemma3_training")),
    "phi3": ("tinyllama", phi, {"bos_token": "<s>", "eos_token": "<|endoftext|>"}, trl_file("phi3"), trl_file("phi3_training")),
    "zephyr": ("tinyllama", sentence, sentence_names, ZEPHYR, ZEPHYR_TRAINING),
    "mistral": ("tinyllama", sentence, sentence_names, MISTRAL, MISTRAL_TRAINING),
    "lfm2.5 (its own generation tags)": ("smollm2", im, im_names, trl_file("lfm2_2_5"), trl_file("lfm2_2_5")),
    "llama2": ("tinyllama", sentence, sentence_names, LLAMA2, llama2_training()),
    "alpaca": ("tinyllama", sentence, sentence_names, ALPACA, alpaca_training()),
    "command-r": ("llama3", cohere, cohere_names, trl_file("cohere"), trl_file("cohere_training")),
    "deepseek v3": ("deepseek", deepseek, deepseek_names, trl_file("deepseekv3"), deepseek_training()),
    "glm-4": ("qwen", glm, {"eos_token": "<|endoftext|>"}, trl_file("glm4moe"), glm4_training()),
    "gpt-oss": ("o200k", harmony, {"eos_token": "<|return|>"}, trl_file("gptoss"), gptoss_training()),
}

weather = {"type": "function", "function": {"name": "weather", "description": "Tells the weather & more", "parameters": {
    "type": "object", "properties": {"city": {"type": "string", "enum": ["Köln", "東京"]}}, "required": ["city"]}}}


def say(role, content, **more):
    return {"role": role, "content": content, **more}


called = say("assistant", "", tool_calls=[{"type": "function", "function": {"name": "weather", "arguments": {"city": "Köln"}}}])
conversations = {
    "one turn": ([say("user", "Is 5 < 7?"), say("assistant", "Yes, 5 < 7.")], None),
    "system and turns": ([
        say("system", "Be brief & \"kind\"."), say("user", "the quick fox"), say("assistant", "jumps over\n\nthe lazy dog"),
        say("user", "été 東京 👩‍👧"), say("assistant", "<b>naïve</b> isn't"),
    ], None),
    "blanks": ([
        say("user", "  two\n"), say("assistant", "\n\n  three  four \n"), say("user", "five"), say("assistant", " six\n\n"),
    ], None),
    "names of tokens as text": ([say("user", "a <|im_end|> b </s> <end_of_turn><|eot_id|>c"), say("assistant", "ok")], None),
    "odd characters": ([
        say("user", "\u2581a \ufeff\u00a0"), say("assistant", "\u00a0e\u0301 \u2581<0x0A>\u2028"),
        say("user", "\x1cb\x85"), say("assistant", "\x1c\u200bcde"),
    ], None),
    "a tool": ([
        say("system", "Use tools."), say("user", "Weather?"), called, say("tool", "{\"sky\": \"blue\"}", name="weather"),
        say("assistant", "It is blue."), say("user", "Thanks"), say("assistant", "Welcome!"),
    ], [weather]),
    "thoughts": ([
        say("user", "1+1"), say("assistant", "<think>\nAdd.\n</think>\n\n2"),
        say("user", "2+2"), say("assistant", "<think>\nAdd again.\n</think>\n\n4"),
    ], None),
}

# JSON text of a row, since JSON.parse changes its numbers and the order of its keys.
exact_row = """{"tools": [{"type": "function", "function": {"name": "add", "description": "Adds", "parameters": {"type": "object",
"properties": {"b": {"type": "number", "default": 2.0, "minimum": -0.0, "maximum": 1e3}, "404": {"type": "integer",
"description": "it's", "enum": [1, 12345678901234567890, 1E+22, 1e-7]}, "items": {"type": "array", "default": [true, null, 0.00001]}}}}}],
"messages": [{"role": "user", "content": "Add."}, {"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function":
{"name": "add", "arguments": {"b": 2.0, "404": -9007199254740993, "10": 1e16, "9": {"x": 1.50, "1": "\\u00e9 2.0"}, "items": [1e15, 5]}}}]},
{"role": "tool", "name": "add", "content": "{\\"sum\\": 3.0}"}, {"role": "assistant", "content": "", "tool_calls": [{"type": "function",
"function": {"name": "add", "arguments": "{\\"z\\": 7.0, \\"0\\": 0.5, \\"z\\": 8.0}"}}]}, {"role": "tool", "name": "add", "content": "8"},
{"role": "assistant", "content": "8"}]}"""


def conversation_of(row):
    read = json.loads(row)
    for function in (call["function"] for message in read["messages"] for call in message.get("tool_calls", [])):
        if isinstance(function["arguments"], str):
            function["arguments"] = json.loads(function["arguments"])
    return read["messages"], read["tools"]


conversations["exact JSON"] = conversation_of(exact_row)


def tokens_of(base, added, names, template):
    read = json.loads((here / "tokenization.json").read_text())["families"][base]["tokenizer"]
    tokenizer = tokenizers.Tokenizer.from_str(json.dumps(read))
    # In the order of their ids: the lab's test appends them.
    for token in added:
        tokenizer.add_special_tokens([token]) if token.special else tokenizer.add_tokens([token])
    known = {token["content"] for token in read["added_tokens"]}
    listed = [token for token in json.loads(tokenizer.to_str())["added_tokens"] if token["content"] not in known]
    return transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, chat_template=template, **names), listed


def strip_prompt(ids, mask, line_break):
    """TRL's Qwen2.5 marks the line break of the generation prompt as well: it is no word of the model."""
    return [int(m and not (ids[i] == line_break and not mask[i - 1])) for i, m in enumerate(mask)]


def complete(mask, offsets):
    """transformers marks only the first token of a span's last character, which may have several."""
    for i in range(1, len(mask)):
        mask[i] |= mask[i - 1] and offsets[i] == offsets[i - 1]
    return [int(m) for m in mask]


def with_text(messages):
    """DeepSeek's template joins arguments: the lab gives it JSON text, so transformers must get that."""
    copied = json.loads(json.dumps(messages))
    for function in (call["function"] for message in copied for call in message.get("tool_calls", [])):
        function["arguments"] = json.dumps(function["arguments"], ensure_ascii=False)
    return copied


golden = {"transformers": transformers.__version__, "trl": trl.__version__, "conversations": {}, "families": {}}
for title, (messages, tools) in conversations.items():
    golden["conversations"][title] = {"messages": messages, **({"tools": tools} if tools else {})}
golden["conversations"]["exact JSON"] = {"row": exact_row}
for family, (base, added, names, template, training) in families.items():
    tokenizer, listed = tokens_of(base, added, names, template)
    cases = {}
    for title, (messages, tools) in conversations.items():
        try:
            text = tokenizer.apply_chat_template(messages, tools=tools, tokenize=False)
        except TypeError:
            messages = with_text(messages)
            text = tokenizer.apply_chat_template(messages, tools=tools, tokenize=False)
        except Exception as error:
            cases[title] = {"error": str(error)}
            continue
        case = {"text": text, "ids": tokenizer.apply_chat_template(messages, tools=tools)["input_ids"]}
        prompt = tokenizer.apply_chat_template(messages[:-1], tools=tools, add_generation_prompt=True)
        case["prompt"] = prompt["input_ids"]
        try:
            options = {"tools": tools, "chat_template": training}
            same = training and tokenizer.apply_chat_template(messages, tokenize=False, **options) == text
        except Exception:
            same = False
        if same:
            encoded = tokenizer.apply_chat_template(messages, return_dict=True, return_assistant_tokens_mask=True, **options)
            offsets = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
            mask = complete(encoded["assistant_masks"], offsets)
            if family == "qwen2.5":
                mask = strip_prompt(case["ids"], mask, tokenizer("\n")["input_ids"][0])
            case["mask"] = "".join(map(str, mask))
        cases[title] = case
    golden["families"][family] = {"base": base, "added": listed, "names": names, "template": template, "cases": cases}
    print(family, {title: ("mask" if "mask" in case else "error" if "error" in case else "text") for title, case in cases.items()})
(here / "chat.json").write_text(json.dumps(golden, ensure_ascii=True) + "\n")
