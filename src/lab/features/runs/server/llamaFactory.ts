/** LLaMA-Factory: the run's YAML, and the list of its data sets. */
import type { ServerRun, ServerTarget } from './serverRun.ts';
import { commented, llamaFactoryAdapter, trainerSettings, yaml } from './settings.ts';
import { aboutRun, serverWords } from './aboutRun.ts';

export const llamaFactory: ServerTarget = (run) => [
	{
		name: 'llamafactory.yaml',
		text:
			commented([...serverWords.llamaFactory, ...aboutRun(run)]) +
			yaml({
				model_name_or_path: run.model,
				stage: 'sft',
				do_train: true,
				...llamaFactoryAdapter(run),
				dataset_dir: 'data',
				dataset: run.skills.map(({ stem }) => stem).join(','),
				mix_strategy: 'interleave_over',
				interleave_probs: run.skills.map(({ share }) => share.toFixed(6)).join(','),
				cutoff_len: run.record.experiment.batching.context,
				...trainerSettings(run),
				disable_gradient_checkpointing: run.record.experiment.activations !== 'recomputed',
				output_dir: 'tuned-llamafactory',
				report_to: 'none',
			}),
	},
	{ name: 'data/dataset_info.json', text: `${JSON.stringify(datasetInfo(run), null, '\t')}\n` },
];

/** Names of the fields of a row and of its messages, in the format `sharegpt`. */
export const rowColumns = {
	columns: { messages: 'messages' },
	tags: {
		role_tag: 'role',
		content_tag: 'content',
		user_tag: 'user',
		assistant_tag: 'assistant',
		system_tag: 'system',
	},
};

/** JSON has no comments. Only the data sets that the YAML names are read. */
const datasetInfo = (run: ServerRun) => ({
	about: { text: aboutRun(run) },
	...Object.fromEntries(
		run.skills.map(({ stem, maxRows }) => [
			stem,
			{
				file_name: `${stem}.jsonl`,
				formatting: 'sharegpt',
				...(maxRows !== undefined && { num_samples: maxRows }),
				...rowColumns,
			},
		]),
	),
});
