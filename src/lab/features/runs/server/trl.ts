/** TRL: a script that mixes the run's data and trains. */
import type { Json, JsonObject } from '#engine/core/json.ts';
import { aboutRun } from './aboutRun.ts';
import type { ServerRun, ServerTarget } from './serverRun.ts';
import { commented, nf4Config, trainerSettings } from './settings.ts';

const start = 'TRL, with datasets 4.7 or newer. In the unpacked folder: python train_trl.py';

export const trl: ServerTarget = (run) => [
	{
		name: 'train_trl.py',
		text: commented([start, ...orderLines(run), ...aboutRun(run)]) + script(run),
	},
	...(run.template ? [{ name: 'chat_template.jinja', text: run.template }] : []),
];

const templatePath = `
        chat_template_path=str(HERE / "chat_template.jinja"),`;

const hasOrder = ({ order }: ServerRun) => typeof order === 'object';

function orderLines({ order }: ServerRun): string[] {
	if (order === undefined) return [];
	if (typeof order === 'string') return [`The order of the run's rows is not here: ${order}`];
	return [
		'The rows of the run itself, step by step: python train_trl.py --run-order',
		'They are in order.jsonl: step, position in the batch, skill, file, and row of the file.',
	];
}

const script = (
	run: ServerRun,
): string => `${hasOrder(run) ? 'import sys\n' : ''}from pathlib import Path

from datasets import ${writeNames(run)}

HERE = Path(__file__).resolve().parent
SEED = ${run.seed}
# File, share of the examples, and the rows that the run can draw (None: all).
SKILLS = [
${run.skills.map((skill) => `    ${row([skill.file, skill.share, skill.maxRows])},\n`).join('')}]


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


${hasOrder(run) ? inOrder : ''}def question_and_answer(row):
    return {"prompt": row["messages"][:-1], "completion": row["messages"][-1:]}


def train(${hasOrder(run) ? 'in_run_order=False' : ''}):
${writeImports(run)
	.map((line) => `    ${line}\n`)
	.join('')}
    settings = SFTConfig(
        output_dir="tuned-trl",
        model_init_kwargs={"dtype": "float32"${inFourBits(run) ? bitsAndBytes : ''}},
        max_length=${run.record.experiment.batching.context},
        packing=False,
        completion_only_loss=True,${run.template ? templatePath : ''}
        gradient_checkpointing=${literal(run.record.experiment.activations === 'recomputed')},
        report_to="none",
        ${writeArguments(trainerSettings(run), ',\n        ')},
    )
    rows = ${hasOrder(run) ? 'run_order() if in_run_order else ' : ''}mix()
    names = ["prompt", "completion", *(name for name in rows.column_names if name != "messages")]
    rows = rows.map(question_and_answer, remove_columns=["messages"], features=lists(names))
    trainer = SFTTrainer(${trainerArguments(run)})
    trainer.train()
    trainer.save_model()


if __name__ == "__main__":
    train(${hasOrder(run) ? 'sys.argv[1:2] == ["--run-order"]' : ''})
`;

const writeNames = (run: ServerRun): string => {
	const others = hasOrder(run) ? 'concatenate_datasets, ' : '';
	return `Features, Json, List, ${others}interleave_datasets, load_dataset`;
};
/** A trainer shuffles no rows that come one by one. */
const inOrder = `def run_order():
    order = load_dataset("json", data_files=str(HERE / "order.jsonl"), split="train")
    files = list(dict.fromkeys(order["file"]))
    rows = [load_rows(file) for file in files]
    starts = {file: sum(map(len, rows[:i])) for i, file in enumerate(files)}
    places = [starts[file] + row for file, row in zip(order["file"], order["row"])]
    return concatenate_datasets(rows).select(places).to_iterable_dataset()


`;

const inFourBits = ({ adapter }: ServerRun) => adapter?.base === 'nf4';
const bitsAndBytes = `, "quantization_config": BitsAndBytesConfig(
            ${writeArguments({ load_in_4bit: true, ...nf4Config }, ',\n            ')},
        )`;

const writeImports = (run: ServerRun): string[] => [
	...(run.adapter ? ['from peft import LoraConfig'] : []),
	...(inFourBits(run) ? ['from transformers import BitsAndBytesConfig'] : []),
	'from trl import SFTConfig, SFTTrainer',
];

function trainerArguments({ model, adapter }: ServerRun): string {
	const usual = `model=${literal(model)}, args=settings, train_dataset=rows`;
	if (!adapter) return usual;
	const config = {
		task_type: 'CAUSAL_LM',
		r: adapter.rank,
		lora_alpha: adapter.alpha,
		lora_dropout: adapter.dropout,
		use_rslora: adapter.rankStabilised,
		use_dora: adapter.dora,
		target_modules: adapter.layers,
	};
	const text = writeArguments(config, ',\n        ');
	return `${usual}, peft_config=LoraConfig(\n        ${text},\n    )`;
}

function writeArguments(settings: JsonObject, separator: string): string {
	return Object.entries(settings)
		.map(([name, value]) => `${name}=${literal(value)}`)
		.join(separator);
}

const row = (values: readonly (Json | undefined)[]) => `(${values.map(literal).join(', ')})`;

function literal(value: Json | undefined): string {
	if (value === undefined) return 'None';
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	return JSON.stringify(value);
}
