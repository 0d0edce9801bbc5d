/** The memory of an experiment with all weights trained, and with an adapter. */
import { OutOfMemoryError } from '#core/errors.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { prepareRun } from '#lab/run/prepareRun.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { openSkill } from '#lab/worker/skills.ts';
import { defaultAdapter } from '#model/adapterSettings.ts';
import { requirePatterns } from '#model/adapters.ts';
import { tensorSpecs } from '#model/architecture.ts';
import { heldBytes, predictMemory } from '#training/memory.ts';
import type { TrainingSettings } from '#training/settings.ts';
import type { MemoryByTrained } from './libraryCalls.ts';

/** Throws InputError if the lab lacks a part of the experiment, or the adapter does not fit. */
export async function predictedMemory(
	experiment: Experiment,
	{ models, stores, device }: OpenLab,
): Promise<MemoryByTrained> {
	const signal = new AbortController().signal;
	const sources = {
		openModel: async (ref: Experiment['model']) => {
			const head = await models.head(ref, signal);
			const specs = tensorSpecs(head.architecture, head.config);
			return { ...head, specs, weights: new Float32Array(), parameterCount: 0, unread: [] };
		},
		openAdapter: (hash: string) => models.openAdapter(hash),
		openSkill: (ref: Experiment['skills'][number]) => openSkill(ref, stores),
	};
	const silent = { progress: () => undefined };
	const { model, skills } = await prepareRun(experiment, sources, silent, signal);
	if (experiment.adapter) requirePatterns(model, experiment.adapter);
	const { compute } = await device.current();
	const predict = async (settings: TrainingSettings): Promise<number | null> => {
		try {
			const { use } = await predictMemory(compute, model, skills, settings);
			return heldBytes(use);
		} catch (error) {
			if (error instanceof OutOfMemoryError) return null;
			throw error;
		}
	};
	const { adapter = defaultAdapter, ...others } = experiment;
	const found = { all: await predict(others), adapter: await predict({ ...others, adapter }) };
	if (found.adapter !== null || adapter.dora || adapter.base === 'nf4') return found;
	const smallest = { ...adapter, base: 'nf4' as const };
	return { ...found, fourBits: await predict({ ...others, adapter: smallest }) };
}
