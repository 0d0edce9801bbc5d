/** The run's settings by the names of transformers, which the trainers share. Pure. */
import { stringify } from 'yaml';
import type { JsonObject } from '#engine/core/json.ts';
import type { Schedule } from '#engine/training/settings.ts';
import type { ServerRun } from './serverRun.ts';

export function trainerSettings(run: ServerRun) {
	const { experiment } = run.record;
	const { optimizer, schedule, checkpointEvery } = experiment;
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
		fp16: false,
		bf16: false,
		logging_steps: 1,
		save_steps: checkpointEvery,
	} satisfies JsonObject;
}

/** transformers' linear schedule ends at 0. Its warmup_stable_decay can end at a floor. */
function rateSchedule(
	{ kind, floor }: Schedule,
	decaySteps: number,
): { type: string; settings?: JsonObject } {
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

/** Block style. YAML 1.1 reads 1e-8 as text, and 1.0e-8 as a number. */
export const yaml = (settings: JsonObject): string =>
	stringify(settings, {
		version: '1.1',
		defaultStringType: 'QUOTE_DOUBLE',
		defaultKeyType: 'PLAIN',
		doubleQuotedAsJSON: true,
		lineWidth: 0,
	}).replace(/^( *\w+: -?\d+)e/gm, '$1.0e');

/** Arguments of transformers' BitsAndBytesConfig for the lab's frozen weights in 4 bits. */
export const nf4Config = { bnb_4bit_quant_type: 'nf4', bnb_4bit_use_double_quant: false };
