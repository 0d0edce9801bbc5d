/** The memory of an experiment with all weights trained, and with an adapter. */
import { OutOfMemoryError } from '#core/errors.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { prepareRun } from '#lab/run/prepareRun.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { openSkill } from '#lab/worker/skills.ts';
import { heldBytes, predictMemory } from '#training/memory.ts';
import { freshStart } from '#training/modelStart.ts';
import type { TrainingSettings } from '#training/settings.ts';
import { defaultAdapter } from '../model/defaultAdapter.ts';
import type { MemoryByTrained } from './libraryCalls.ts';

/** Throws InputError if the lab lacks a part of the experiment, or the adapter does not fit. */
export async function predictedMemory(
	experiment: Experiment,
	{ models, stores, device }: OpenLab,
): Promise<MemoryByTrained> {
	const signal = new AbortController().signal;
	const sources = {
		openModel: (ref: Experiment['model']) => models.open(ref, signal),
		openAdapter: (hash: string) => models.openAdapter(hash),
		openSkill: (ref: Experiment['skills'][number]) => openSkill(ref, stores),
	};
	const silent = { progress: () => undefined };
	const { model, skills } = await prepareRun(experiment, sources, silent, signal);
	const { compute } = await device.current();
	const bytesOf = async (settings: TrainingSettings): Promise<number | null> => {
		try {
			const { use } = await predictMemory(compute, freshStart(model, settings), skills, settings);
			return heldBytes(use);
		} catch (error) {
			if (error instanceof OutOfMemoryError) return null;
			throw error;
		}
	};
	const { adapter = defaultAdapter, ...others } = experiment;
	return { all: await bytesOf(others), adapter: await bytesOf({ ...others, adapter }) };
}
