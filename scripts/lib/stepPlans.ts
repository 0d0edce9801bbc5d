/**
 * The work of a training step on a GPU, counted without one: dispatches, FLOPs and bytes by kernel,
 * as planned for a desktop GPU with WebGPU's default limits.
 */
import { sum } from '#engine/core/statistics.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import type { AdapterSettings } from '#engine/model/adapterSettings.ts';
import type { BatchShape } from '#engine/model/batchTensors.ts';
import { kernelWork, type KernelWork } from '#engine/gpu/costModel.ts';
import { gradientProgram } from '#engine/training/gradient.ts';
import { updateProgram } from '#engine/training/optimizer.ts';
import { trialPlan } from '#engine/training/trial.ts';
import { smolLm2, trialLora } from '#engine/training/trialShapes.ts';
import { defaultOptimizer } from '#engine/training/settings.ts';
import published from '../../tests/golden/published.json' with { type: 'json' };
import { baseConfig } from './baseConfig.ts';
import { table } from './output.ts';
import { shapedModel } from './shapedModel.ts';

export interface StepPlan {
	readonly about: string;
	/** Most dispatches first. */
	readonly kernels: readonly KernelWork[];
	readonly dispatches: number;
	readonly flops: number;
	readonly bytes: number;
}

/** config.json of a published model. */
export function publishedConfig(name: string): object {
	return published.models.find((model) => model.name === name)!.config;
}

interface PlannedStep {
	readonly about: string;
	readonly config: () => object;
	readonly adapter?: AdapterSettings;
	readonly shape: Omit<BatchShape, 'vocabulary'>;
}

/** By the command's name. */
export const plannedSteps = {
	default: {
		about: 'the default model, 32 examples packed into 640 tokens, 256 targets',
		config: () => baseConfig,
		shape: { packLength: 640, targets: 256 },
	},
	smollm2: {
		about: 'SmolLM2-135M’s shape, LoRA of rank 8 on all linear layers, 4 × 128 tokens',
		config: () => smolLm2,
		adapter: trialLora,
		shape: { packLength: 512, targets: 512 },
	},
	qwen3: {
		about: 'Qwen3-0.6B’s shape, LoRA of rank 8 on all linear layers, 2 × 256 tokens',
		config: () => publishedConfig('Qwen3-0.6B'),
		adapter: trialLora,
		shape: { packLength: 512, targets: 512 },
	},
} as const satisfies { readonly [name: string]: PlannedStep };

export type StepName = keyof typeof plannedSteps;

export function planStep(name: StepName): StepPlan {
	const { about, config, adapter, shape }: PlannedStep = plannedSteps[name];
	const model = shapedModel(config());
	const plan = trialPlan(model, adapter && makeAdapter(model, adapter));
	const programs = [
		gradientProgram(plan, { ...shape, vocabulary: plan.config.vocabulary }),
		updateProgram(plan, defaultOptimizer),
	];
	const kernels = kernelWork(programs);
	const total = (key: 'dispatches' | 'flops' | 'bytes') => sum(kernels.map((work) => work[key]));
	return {
		about,
		kernels,
		dispatches: total('dispatches'),
		flops: total('flops'),
		bytes: total('bytes'),
	};
}

export function stepPlanText({ about, kernels, ...total }: StepPlan): string {
	const row = ({ label, dispatches, flops, bytes }: KernelWork): string[] => [
		label,
		String(dispatches),
		(flops / 1e9).toFixed(2),
		(bytes / 1e6).toFixed(1),
	];
	const rows = [...kernels, { label: 'all', ...total }].map(row);
	return `A step of ${about}\n${table([['kernel', 'dispatches', 'GFLOP', 'MB'], ...rows])}`;
}
