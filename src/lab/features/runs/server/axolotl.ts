/** Axolotl: the run's YAML. It has no shares of data sets, so it reads the mix as one file. */
import { aboutRun } from './aboutRun.ts';
import type { ServerTarget } from './serverRun.ts';
import { commented, nf4Config, trainerSettings, yaml } from './settings.ts';

const start = [
	'Axolotl. Axolotl cannot draw data sets by shares, so write the mix first:',
	'python train_trl.py --mix mix.jsonl, then: axolotl train axolotl.yaml',
];

export const axolotl: ServerTarget = (run) => {
	const { per_device_train_batch_size, optim, lr_scheduler_type, ...settings } =
		trainerSettings(run);
	const { adapter, model, record } = run;
	const { batching, activations } = record.experiment;
	const text = yaml({
		base_model: model,
		...(run.template && { chat_template: 'jinja', chat_template_jinja: run.template }),
		...(adapter && {
			adapter: adapter.base === 'nf4' ? 'qlora' : 'lora',
			...(adapter.base === 'nf4' && { load_in_4bit: true, bnb_config_kwargs: nf4Config }),
			lora_r: adapter.rank,
			lora_alpha: adapter.alpha,
			lora_dropout: adapter.dropout,
			lora_target_modules: adapter.layers,
			peft_use_rslora: adapter.rankStabilised,
			peft_use_dora: adapter.dora,
		}),
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
	return [{ name: 'axolotl.yaml', text: commented([...start, ...aboutRun(run)]) + text }];
};
