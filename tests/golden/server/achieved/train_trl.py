# TRL, with datasets 4.7 or newer. In the unpacked folder: python train_trl.py
# The rows of the run itself, step by step: python train_trl.py --run-order
# They are in order.jsonl: step, position in the batch, skill, file, and row of the file.
#
# Made by Skillet from the run 3f2a9c01 of this experiment:
# https://lab.example/#1.abc
#
# Achieved shares of the examples: mean of 100 of 100 steps.
# The policy (mos) changed them while it trained. Only their mean is here:
#   data/1-Addition.jsonl: Addition, 70.007 %
#   data/2-a-b-c-é.jsonl: a, b "c": #é, 29.993 %
#   left out, less than one example is expected: Rare
#
# Model: put the folder of skillet-base at ./skillet-base, or write another path.
# Its SHA-256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
# Written for one GPU. With several, divide the batch size or the accumulation by their number.
#
# What does not carry over:
# - The examples of each batch and their order. Each trainer draws its own.
# - The mean of the loss: the lab weighs examples equally, a trainer weighs tokens equally.
# - Long examples: the lab cuts the start of the question, a trainer the end of the example.
# - The rate of each step: a trainer is one step behind, so its first has the lowest.
# - Evaluations of held-out examples, samples and checkpoints of the lab.
# - TRL trains only the last answer of a conversation, LLaMA-Factory each one, also of weight 0.
# - LLaMA-Factory skips conversations with tools, and those whose turns do not alternate.
# - Skills that are only evaluated: General text.
# - Raw text: it has an empty question here, as the trainers need one.
#
import sys
from pathlib import Path

from datasets import Features, Json, List, concatenate_datasets, interleave_datasets, load_dataset

HERE = Path(__file__).resolve().parent
SEED = 7
# File, share of the examples, and the rows that the run can draw (None: all).
SKILLS = [
    ("data/1-Addition.jsonl", 0.70007, 561),
    ("data/2-a-b-c-é.jsonl", 0.29993, None),
]


def lists(names):
    """Rows can have different fields, such as calls of tools."""
    return Features({name: List(Json()) for name in names})


def load_rows(file):
    rows = load_dataset("json", data_files=str(HERE / file), split="train")
    return rows.cast(lists(rows.column_names))


def skill_rows(file, most):
    rows = load_rows(file).shuffle(seed=SEED)
    return rows.select(range(min(len(rows), most or len(rows))))


def mix():
    return interleave_datasets(
        [skill_rows(file, most) for file, _, most in SKILLS],
        probabilities=[share for _, share, _ in SKILLS],
        stopping_strategy="all_exhausted",
        seed=SEED,
    )


def run_order():
    order = load_dataset("json", data_files=str(HERE / "order.jsonl"), split="train")
    files = list(dict.fromkeys(order["file"]))
    rows = [load_rows(file) for file in files]
    starts = {file: sum(map(len, rows[:i])) for i, file in enumerate(files)}
    places = [starts[file] + row for file, row in zip(order["file"], order["row"])]
    return concatenate_datasets(rows).select(places).to_iterable_dataset()


def question_and_answer(row):
    return {"prompt": row["messages"][:-1], "completion": row["messages"][-1:]}


def train(in_run_order=False):
    from trl import SFTConfig, SFTTrainer

    settings = SFTConfig(
        output_dir="tuned-trl",
        model_init_kwargs={"dtype": "float32"},
        max_length=128,
        packing=False,
        completion_only_loss=True,
        gradient_checkpointing=False,
        report_to="none",
        max_steps=100,
        per_device_train_batch_size=4,
        gradient_accumulation_steps=2,
        optim="adamw_torch",
        learning_rate=0.002,
        lr_scheduler_type="warmup_stable_decay",
        lr_scheduler_kwargs={"num_stable_steps":0,"num_decay_steps":90,"decay_type":"linear","min_lr_ratio":0.02},
        warmup_steps=10,
        weight_decay=0.01,
        adam_beta1=0.9,
        adam_beta2=0.98,
        adam_epsilon=1e-8,
        max_grad_norm=1,
        seed=7,
        fp16=False,
        bf16=False,
        logging_steps=1,
        save_steps=50,
    )
    rows = run_order() if in_run_order else mix()
    names = ["prompt", "completion", *(name for name in rows.column_names if name != "messages")]
    rows = rows.map(question_and_answer, remove_columns=["messages"], features=lists(names))
    trainer = SFTTrainer(model="./skillet-base", args=settings, train_dataset=rows)
    trainer.train()
    trainer.save_model()


if __name__ == "__main__":
    train(sys.argv[1:2] == ["--run-order"])
