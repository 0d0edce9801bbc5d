/** What a run will take on this device, before it exists: its times and its memory. */
import { OutOfMemoryError } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { unlessAborted } from '#engine/core/nextTask.ts';
import { highest, mean, sum } from '#engine/core/statistics.ts';
import type { EncodedExamples } from '#engine/data/encoded.ts';
import { heldBytes, predictMemory } from '#engine/training/memory.ts';
import {
	answersTime,
	generatedAnswers,
	timeShape,
	type RowShape,
	type ShapeTimes,
} from '#engine/training/shapeTimes.ts';
import { looksAhead } from '#lab/training/probes.ts';
import type { Experiment } from './experiment.ts';
import { prepareRun } from './prepareRun.ts';
import type { RunParts } from './runParts.ts';
import { createMutex } from './turns.ts';

/** Times in milliseconds. */
export interface Forecast {
	/** A step, without a policy's probes. */
	readonly step: number;
	/** An evaluated row. */
	readonly row: number;
	/** All that the model writes in one evaluation. */
	readonly answers: number;
	/** On the device and beside it; null: the run does not fit. */
	readonly bytes: number | null;
}

type Parts = Pick<RunParts, 'sources' | 'openDevice'>;

/** Makes one forecast at a time. Times that are known are not measured again. */
export class RunForecast {
	readonly #mutex = createMutex();
	readonly #times = new Map<string, ShapeTimes>();
	#aborter = new AbortController();

	constructor(private readonly parts: Parts) {}

	/** Throws InputError, or the reason of `signal` or of `end`. */
	of(experiment: Experiment, signal: AbortSignal): Promise<Forecast> {
		const either = AbortSignal.any([signal, this.#aborter.signal]);
		return this.#mutex(() => this.#forecast(experiment, either));
	}

	/** Ends the measurement after its current pass. Resolves when its memory is free. */
	end(): Promise<void> {
		this.#aborter.abort(new DOMException('A run was opened.', 'AbortError'));
		this.#aborter = new AbortController();
		return this.#mutex(async () => undefined);
	}

	async #forecast(experiment: Experiment, signal: AbortSignal): Promise<Forecast> {
		signal.throwIfAborted();
		const silent = { progress: () => undefined };
		const prepared = prepareRun(experiment, this.parts.sources, silent, signal);
		const { model, skills } = await unlessAborted(prepared, signal);
		const work = { model, sizes: experiment.batching };
		const opened = this.parts.openDevice(undefined, undefined, work);
		const { compute } = await unlessAborted(opened, signal);
		const generated = generatedAnswers(skills, experiment, model.config);
		const shape = {
			trained: meanRow(skills.flatMap(({ use, train }) => (use === 'train' ? [train] : []))),
			evaluated: meanRow(skills.map(({ heldOut }) => heldOut)),
			answers: highest([0, ...generated.map(({ answers }) => answers)]),
		};
		const { adapter, batching, activations, optimizer } = experiment;
		const device = [compute.report.backend, compute.report.name];
		const { sha256 } = experiment.model;
		const trained = [adapter ?? null, activations ?? null, optimizer.accumulation];
		const key = canonicalJson([device, sha256, trained, batching, { ...shape }]);
		try {
			const times =
				this.#times.get(key) ?? (await timeShape(compute, model, experiment, shape, signal));
			this.#times.set(key, times);
			const ahead = looksAhead(experiment);
			const { use, host } = await predictMemory(compute, model, skills, experiment, ahead);
			return {
				step: times.step,
				row: times.row,
				answers: answersTime(generated, times, shape),
				bytes: heldBytes(use) + host,
			};
		} catch (error) {
			if (!(error instanceof OutOfMemoryError)) throw error;
			return { step: 0, row: 0, answers: 0, bytes: null };
		}
	}
}

/** The mean row of several sets that count alike. A row has a prompt and an answer at least. */
function meanRow(sets: readonly EncodedExamples[]): RowShape {
	const filled = sets.filter(({ count }) => count > 0);
	const length = mean(filled.map(({ tokens, count }) => tokens.length / count));
	const prompt = mean(filled.map(({ promptLengths, count }) => sum(promptLengths) / count));
	const rounded = Math.max(2, Math.round(length));
	return { length: rounded, prompt: Math.min(rounded - 1, Math.max(1, Math.round(prompt))) };
}
