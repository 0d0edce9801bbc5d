/** LLaMA-Factory: the run's YAML, and the list of its data sets. DataFlex has them too. */
import type { JsonObject } from '#engine/core/json.ts';
import { aboutRun } from './aboutRun.ts';
import type { ServerRun, ServerTarget } from './serverRun.ts';
import { commented, trainerSettings, yaml } from './settings.ts';

const start = 'LLaMA-Factory. In the unpacked folder: llamafactory-cli train llamafactory.yaml';

export const llamaFactory: ServerTarget = (run) => {
	const paths = { model: run.model, data: 'data', output: 'tuned-llamafactory' };
	const settings = llamaFactorySettings(run, paths, {
		mix_strategy: 'interleave_over',
		interleave_probs: run.skills.map(({ share }) => share.toFixed(6)).join(','),
	});
	const dataSets = run.skills.map(({ stem, maxRows }) => {
		const limit: JsonObject = maxRows === undefined ? {} : { num_samples: maxRows };
		return [stem, dataSet(`${stem}.jsonl`, limit)] as const;
	});
	return [
		{ name: 'llamafactory.yaml', text: commented([start, ...aboutRun(run)]) + yaml(settings) },
		{ name: 'data/dataset_info.json', text: dataSetsText(dataSets) },
	];
};

/** `mix`: the settings behind the data sets. */
export const llamaFactorySettings = (
	run: ServerRun,
	{ model, data, output }: Readonly<Record<'model' | 'data' | 'output', string>>,
	mix: JsonObject = {},
) => ({
	model_name_or_path: model,
	stage: 'sft',
	do_train: true,
	...adapterSettings(run),
	dataset_dir: data,
	dataset: run.skills.map(({ stem }) => stem).join(','),
	...mix,
	cutoff_len: run.record.experiment.batching.context,
	...trainerSettings(run),
	disable_gradient_checkpointing: run.record.experiment.activations !== 'recomputed',
	output_dir: output,
	report_to: 'none',
});

const adapterSettings = ({ adapter }: ServerRun) =>
	adapter
		? {
				finetuning_type: 'lora',
				...(adapter.base === 'nf4' && {
					quantization_bit: 4,
					quantization_type: 'nf4',
					double_quantization: false,
				}),
				lora_rank: adapter.rank,
				lora_alpha: adapter.alpha,
				lora_dropout: adapter.dropout,
				lora_target: adapter.layers.join(','),
				use_rslora: adapter.rankStabilised,
				use_dora: adapter.dora,
			}
		: { finetuning_type: 'full' };

/** dataset_info.json, which has no room for comments: its YAML has them. */
export const dataSetsText = (entries: readonly (readonly [string, JsonObject])[]): string =>
	`${JSON.stringify(Object.fromEntries(entries), null, '\t')}\n`;

/** A file of conversations in the format `sharegpt`, with the names of its fields. */
export const dataSet = (file: string, limit: JsonObject = {}) => ({
	file_name: file,
	formatting: 'sharegpt',
	...limit,
	columns: { messages: 'messages' },
	tags: {
		role_tag: 'role',
		content_tag: 'content',
		user_tag: 'user',
		assistant_tag: 'assistant',
		system_tag: 'system',
	},
});
