/** Axolotl: the run's YAML. It has no shares of data sets, so it reads the mix as one file. */
import type { ServerTarget } from './serverRun.ts';
import { axolotlAdapter, commented, trainerSettings, yaml } from './settings.ts';
import { aboutRun, serverWords } from './aboutRun.ts';

export const axolotl: ServerTarget = (run) => {
	const { per_device_train_batch_size, optim, lr_scheduler_type, ...settings } =
		trainerSettings(run);
	const { batching, activations } = run.record.experiment;
	const text = yaml({
		base_model: run.model,
		...axolotlAdapter(run),
		datasets: [
			{
				path: 'mix.jsonl',
				ds_type: 'json',
				type: 'chat_template',
				field_messages: 'messages',
				roles_to_train: ['assistant'],
				train_on_eos: 'turn',
			},
		],
		val_set_size: 0,
		sequence_len: batching.context,
		excess_length_strategy: 'truncate',
		sample_packing: false,
		micro_batch_size: per_device_train_batch_size,
		optimizer: optim,
		lr_scheduler: lr_scheduler_type,
		...settings,
		tf32: false,
		gradient_checkpointing: activations === 'recomputed',
		output_dir: 'tuned-axolotl',
	});
	const about = commented([...serverWords.axolotl, ...aboutRun(run)]);
	return [{ name: 'axolotl.yaml', text: about + text }];
};
