/** All shaders that training sends to a GPU, written without a device. */
import { largestLimits } from '../../src/engine/gpu/costModel.ts';
import type { Dispatch } from '../../src/engine/gpu/kernel.ts';
import type { Program } from '../../src/engine/gpu/program.ts';
import { planDispatches } from '../../src/engine/gpu/webgpu/dispatchPlan.ts';
import { hardwareCandidates, tileName } from '../../src/engine/gpu/webgpu/matmul/tile.ts';
import { uniformTuning, type Tuning } from '../../src/engine/gpu/webgpu/matmul/tuning.ts';
import { baseStorages } from '../../src/engine/model/adapterSettings.ts';
import { predictMemory } from '../../src/engine/training/memory.ts';
import type { TrainingSettings } from '../../src/engine/training/settings.ts';
import { baseConfigs, largeConfig } from '../../scripts/lib/baseConfig.ts';
import { publishedConfig } from '../../scripts/lib/stepPlans.ts';
import { builtinExperiment, encodeBuiltin } from '../lib/builtinRun.ts';
import { shapedModel } from '../../scripts/lib/shapedModel.ts';
import { kernelCases, optionsFromEnvironment } from '../../tests/kernels/cases.ts';
import type { KernelCase } from '../../tests/kernels/kernelCase.ts';

export interface Shader extends Pick<Dispatch, 'label' | 'wgsl'> {
	/** Its number, as text. */
	readonly key: string;
	/** The runs that dispatch it, or the kernel suite. */
	readonly plans: Set<string>;
}

/** Fast, so that no dispatch is split. */
const gflops = 1e4;

/** What hardware may choose: each tile, and shared rows or one row per invocation. */
export const hardwareTunings: readonly (Tuning & { readonly name: string })[] = [
	...hardwareCandidates.map((tile, i) => ({
		...uniformTuning([{ tile, gflops }]),
		sharesRows: i % 2 === 0,
		splitsSums: true,
		name: tileName(tile),
	})),
];

/** In `plans`: shapes that tests chose. */
export const kernelSuite = 'kernel suite';

/** The kernel suite, with one random shape for each family, or as SKILLET_CASES says. */
export const driverCases = (): readonly KernelCase[] =>
	[...kernelCases(optionsFromEnvironment(process.env, { short: 1, long: 1 })).values()].flat();

/** Shaders of all plans under all tunings of hardware, by their text. */
export async function collectShaders(): Promise<readonly Shader[]> {
	const shaders = new Map<string, Shader>();
	const add = (
		plan: string,
		dispatches: readonly Pick<Dispatch, keyof Shader & keyof Dispatch>[],
	) => {
		for (const { label, wgsl } of dispatches) {
			const key = String(shaders.size);
			const shader = shaders.get(wgsl) ?? { key, label, wgsl, plans: new Set() };
			shader.plans.add(plan);
			shaders.set(wgsl, shader);
		}
	};
	for (const { name, programs } of await trainingPlans())
		for (const program of programs)
			for (const tuning of hardwareTunings)
				add(name, planDispatches(program, tuning, largestLimits).dispatches);
	for (const { kernel, attributes, inputs } of driverCases()) {
		const outputs = kernel.outputs(inputs, attributes);
		for (const tuning of hardwareTunings)
			add(kernelSuite, kernel.dispatches({ inputs, outputs }, attributes, tuning));
	}
	return [...shaders.values()];
}

interface TrainingPlan {
	readonly name: string;
	/** All programs of the run at their largest shapes. */
	readonly programs: readonly Program[];
}

async function trainingPlans(): Promise<TrainingPlan[]> {
	const skills = await encodeBuiltin(512);
	const plan = async (name: string, config: object, changed: Partial<TrainingSettings> = {}) => {
		const settings = { ...builtinExperiment, ...changed };
		const { programs } = await predictMemory(gpuOnPaper, shapedModel(config), skills, settings);
		return { name, programs };
	};
	const base = baseConfigs['skillet-base'];
	const plans = [plan('default run', base), plan('the large shape', largeConfig)];
	const rank = { rank: 8, alpha: 16, targets: 'all-linear' as const };
	for (const storage of baseStorages)
		plans.push(
			plan(`SmolLM2-135M, LoRA on ${storage}`, twoLayers('SmolLM2-135M'), {
				adapter: { ...rank, base: storage },
			}),
		);
	for (const name of ['Qwen3-0.6B', 'gemma-3-270m'])
		plans.push(
			plan(`${name}, LoRA on nf4`, twoLayers(name), { adapter: { ...rank, base: 'nf4' } }),
		);
	return Promise.all(plans);
}

/** Two layers, because the others have the same shaders. */
function twoLayers(name: string): object {
	const config = publishedConfig(name);
	return {
		...config,
		num_hidden_layers: 2,
		...('layer_types' in config && { layer_types: ['sliding_attention', 'full_attention'] }),
	};
}

/** predictMemory writes the programs; memory does not count here. */
const gpuOnPaper: Parameters<typeof predictMemory>[0] = {
	report: {
		backend: 'webgpu',
		kind: 'hardware',
		name: 'on paper',
		crossOriginIsolated: true,
		limits: {},
		features: [],
	},
	needs: () => ({ vectors: 0, temporaries: 0, transfer: 0, buffers: 0 }),
};
