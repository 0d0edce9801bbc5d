# TRL, with datasets 4.7 or newer. In the unpacked folder: python train_trl.py
#
# Made by Skillet from the run 3f2a9c01 of this experiment:
# https://lab.example/#1.abc
#
# Shares of the examples that the policy (uniform) requests before its first step:
#   data/1-Addition.jsonl: Addition, 100 %
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
#
from pathlib import Path

from datasets import Features, Json, List, interleave_datasets, load_dataset

HERE = Path(__file__).resolve().parent
SEED = 7
# File, share of the examples, and the rows that the run can draw (None: all).
SKILLS = [
    ("data/1-Addition.jsonl", 1, None),
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


def question_and_answer(row):
    return {"prompt": row["messages"][:-1], "completion": row["messages"][-1:]}


def train():
    from peft import LoraConfig
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
    rows = mix()
    names = ["prompt", "completion", *(name for name in rows.column_names if name != "messages")]
    rows = rows.map(question_and_answer, remove_columns=["messages"], features=lists(names))
    trainer = SFTTrainer(model="./skillet-base", args=settings, train_dataset=rows, peft_config=LoraConfig(
        task_type="CAUSAL_LM",
        r=4,
        lora_alpha=8,
        lora_dropout=0.1,
        use_rslora=False,
        use_dora=True,
        target_modules=["q_proj","v_proj"],
    ))
    trainer.train()
    trainer.save_model()


if __name__ == "__main__":
    train()
