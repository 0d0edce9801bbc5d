/** A run's adapter as the settings of trainers on a server. Empty: all weights are trained. */
import type { ServerRun } from './serverRun.ts';
import type { Settings } from './settings.ts';

export function llamaFactoryAdapter({ record, layers }: ServerRun): Settings {
	const { adapter } = record.experiment;
	if (!adapter || !layers) return { finetuning_type: 'full' };
	const { rank, alpha, dropout = 0, rankStabilised = false, dora = false, base } = adapter;
	return {
		finetuning_type: 'lora',
		...(base === 'nf4' && {
			quantization_bit: 4,
			quantization_type: 'nf4',
			double_quantization: false,
		}),
		lora_rank: rank,
		lora_alpha: alpha,
		lora_dropout: dropout,
		lora_target: layers.join(','),
		use_rslora: rankStabilised,
		use_dora: dora,
	};
}

export function axolotlAdapter({ record, layers }: ServerRun): Settings {
	const { adapter } = record.experiment;
	if (!adapter || !layers) return {};
	const { rank, alpha, dropout = 0, rankStabilised = false, dora = false, base } = adapter;
	return {
		adapter: base === 'nf4' ? 'qlora' : 'lora',
		...(base === 'nf4' && { load_in_4bit: true, bnb_config_kwargs: nf4Config }),
		lora_r: rank,
		lora_alpha: alpha,
		lora_dropout: dropout,
		lora_target_modules: layers,
		peft_use_rslora: rankStabilised,
		peft_use_dora: dora,
	};
}

/** Arguments of transformers' BitsAndBytesConfig for the lab's frozen weights in 4 bits. */
export const nf4Config = { bnb_4bit_quant_type: 'nf4', bnb_4bit_use_double_quant: false };

/** Arguments of peft's LoraConfig. null: all weights are trained. */
export function peftSettings({ record, layers }: ServerRun): Settings | null {
	const { adapter } = record.experiment;
	if (!adapter || !layers) return null;
	const { rank, alpha, dropout = 0, rankStabilised = false, dora = false } = adapter;
	return {
		task_type: 'CAUSAL_LM',
		r: rank,
		lora_alpha: alpha,
		lora_dropout: dropout,
		use_rslora: rankStabilised,
		use_dora: dora,
		target_modules: layers,
		rank_pattern: adapter.rankPattern ?? {},
		alpha_pattern: adapter.alphaPattern ?? {},
	};
}
