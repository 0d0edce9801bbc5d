"""Reads the configurations for servers with the trainers' own parsers.

In an environment with the trainer (versions of the last check in docs/guide/files.md):
    python tests/golden/server.py llamafactory|trl [FOLDER …]
Without folders: those of tests/golden/server/. A folder can also be an unpacked zip of the page. Missing data
files get made-up rows. Fails if a parser rejects a file, or if the mix has other shares.
"""
import importlib.util
import json
import pathlib
import py_compile
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent / "server"


def yaml_of(file):
    import yaml

    return yaml.safe_load(file.read_text())


def script_of(folder):
    py_compile.compile(str(folder / "train_trl.py"), doraise=True)
    spec = importlib.util.spec_from_file_location("train_trl", folder / "train_trl.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def fill(folder):
    info = json.loads((folder / "data/dataset_info.json").read_text())
    for i, (name, entry) in enumerate(info.items()):
        if (folder / "data" / entry["file_name"]).exists():
            continue
        # A field that other files do not have.
        answer = {"role": "assistant", "content": "b", **({"weight": 1} if i > 0 else {})}
        row = {"messages": [{"role": "user", "content": name}, answer]}
        lines = (json.dumps(row) + "\n") * 900
        (folder / "data" / entry["file_name"]).write_text(lines)


def check_mix(rows, shares, key):
    """Questions tell the skills apart only in made-up rows, so others are only counted."""
    questions = [key(row) for row in rows]
    for name, share in shares.items():
        if name in questions:
            found = questions.count(name) / len(questions)
            assert abs(found - share) < 0.06, (name, share, found)
    print(f"  {len(questions)} rows")


def check_trl(folder):
    import trl

    script = script_of(folder)
    shares = {pathlib.Path(file).stem: share for file, share, _ in script.SKILLS}
    check_mix(script.mix(), shares, lambda row: row["messages"][0]["content"])
    found = {}

    class Trainer:
        def __init__(self, model, args, train_dataset, peft_config=None):
            found.update(model=model, args=args, rows=train_dataset, peft=peft_config)

        def train(self):
            pass

        save_model = train

    trl.SFTTrainer = Trainer
    script.train()
    settings = found["args"]
    assert found["rows"].column_names == ["prompt", "completion"], found["rows"]
    adapter = found["peft"]
    extra = (adapter.r, adapter.lora_alpha, sorted(adapter.target_modules), adapter.use_dora) if adapter else ()
    return settings.max_steps, settings.per_device_train_batch_size, settings.adam_beta2, *extra


def check_llamafactory(folder):
    import os

    from llamafactory.data.data_utils import merge_dataset
    from llamafactory.data.loader import _load_single_dataset
    from llamafactory.data.parser import get_dataset_list
    from llamafactory.hparams import get_train_args

    os.chdir(folder)
    given = yaml_of(folder / "llamafactory.yaml")
    model, data, training, finetuning, _ = get_train_args({**given, "fp16": False})
    if finetuning.finetuning_type == "lora":
        assert finetuning.lora_target == given["lora_target"].split(","), finetuning.lora_target
    sets = [
        _load_single_dataset(each, model, data, training)
        for each in get_dataset_list(data.dataset, data.dataset_dir)
    ]
    mixed = merge_dataset(sets, data, training.seed) if len(sets) > 1 else sets[0]
    check_mix(mixed, dict(zip(data.dataset, data.interleave_probs)), lambda row: row["_prompt"][0]["content"])
    return training.max_steps, training.per_device_train_batch_size, training.adam_beta2


if __name__ == "__main__":
    check = {"trl": check_trl, "llamafactory": check_llamafactory}[sys.argv[1]]
    folders = [pathlib.Path(each).resolve() for each in sys.argv[2:]] or sorted(HERE.iterdir())
    for original in folders:
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place) / original.name
            shutil.copytree(original, folder)
            fill(folder)
            print(original.name, check(folder))
