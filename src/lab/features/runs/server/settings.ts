/** The run's settings by the names of transformers, which the trainers share. Pure. */
import type { Schedule } from '#engine/training/settings.ts';
import type { ServerRun } from './serverRun.ts';

export type Value = string | number | boolean | Settings | readonly Value[];
export interface Settings {
	readonly [name: string]: Value;
}

export function trainerSettings(run: ServerRun) {
	const { optimizer, schedule, checkpointEvery, precision } = run.record.experiment;
	const { steps, warmupSteps } = run;
	const rate = rateSchedule(schedule, steps - warmupSteps);
	return {
		max_steps: steps,
		per_device_train_batch_size: run.microBatch,
		gradient_accumulation_steps: run.accumulation,
		optim: 'adamw_torch',
		learning_rate: optimizer.learningRate,
		lr_scheduler_type: rate.type,
		...(rate.settings && { lr_scheduler_kwargs: rate.settings }),
		warmup_steps: warmupSteps,
		weight_decay: optimizer.weightDecay,
		adam_beta1: optimizer.beta1,
		adam_beta2: optimizer.beta2,
		adam_epsilon: optimizer.epsilon,
		max_grad_norm: optimizer.clip,
		seed: run.seed,
		fp16: precision === 'mixed',
		bf16: false,
		logging_steps: 1,
		save_steps: checkpointEvery,
	} satisfies Settings;
}

/** transformers' linear schedule ends at 0. Its warmup_stable_decay can end at a floor. */
function rateSchedule(
	{ kind, floor }: Schedule,
	decaySteps: number,
): { type: string; settings?: Settings } {
	if (kind === 'constant') return { type: 'constant_with_warmup' };
	if (floor === 0) return { type: kind };
	if (kind === 'cosine') return { type: 'cosine_with_min_lr', settings: { min_lr_rate: floor } };
	return {
		type: 'warmup_stable_decay',
		settings: {
			// LLaMA-Factory would keep the peak for a third of the steps.
			num_stable_steps: 0,
			num_decay_steps: Math.max(1, decaySteps),
			decay_type: 'linear',
			min_lr_ratio: floor,
		},
	};
}

/** Comment lines of YAML and Python. A name can contain line breaks. */
export const commented = (lines: readonly string[]): string =>
	lines.map((line) => `# ${line.replace(/\p{C}|\u2028|\u2029/gu, ' ')}`.trimEnd() + '\n').join('');

/** Block style. Texts are quoted as in JSON, which YAML contains. */
export const yaml = (settings: Settings, indent = ''): string =>
	Object.entries(settings)
		.map(([name, value]) => `${indent}${name}:${yamlValue(value, indent)}\n`)
		.join('');

function yamlValue(value: Value, indent: string): string {
	if (Array.isArray(value))
		return (value as Value[])
			.map(
				(item) => `\n${indent}  -${isSettings(item) ? listed(item, indent) : yamlValue(item, '')}`,
			)
			.join('');
	if (isSettings(value)) return `\n${yaml(value, `${indent}  `).trimEnd()}`;
	return ` ${typeof value === 'number' ? float(value) : JSON.stringify(value)}`;
}
const isSettings = (value: Value): value is Settings => typeof value === 'object';
const listed = (item: Settings, indent: string) => ` ${yaml(item, `${indent}    `).trim()}`;

/** YAML 1.1 reads 1e-8 as text, and 1.0e-8 as a number. */
const float = (value: number): string => String(value).replace(/^(-?\d+)e/, '$1.0e');

/** The adapter with its defaults; null: all weights are trained. */
function adapterOf({ record, layers }: ServerRun) {
	const { adapter } = record.experiment;
	return adapter && layers
		? { dropout: 0, rankStabilised: false, dora: false, ...adapter, layers }
		: null;
}

/** The adapter in LLaMA-Factory's settings. */
export function llamaFactoryAdapter(run: ServerRun): Settings {
	const adapter = adapterOf(run);
	if (!adapter) return { finetuning_type: 'full' };
	const { rank, alpha, dropout, rankStabilised, dora, base, layers } = adapter;
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

/** The adapter in Axolotl's settings; none if all weights are trained. */
export function axolotlAdapter(run: ServerRun): Settings {
	const adapter = adapterOf(run);
	if (!adapter) return {};
	const { rank, alpha, dropout, rankStabilised, dora, base, layers } = adapter;
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
export function peftSettings(run: ServerRun): Settings | null {
	const adapter = adapterOf(run);
	if (!adapter) return null;
	const { rank, alpha, dropout, rankStabilised, dora, layers } = adapter;
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
