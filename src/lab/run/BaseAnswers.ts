/** The base model of an experiment, opened only to answer questions: no run, no test. */
import { canonicalJson } from '#engine/core/json.ts';
import { unlessAborted } from '#engine/core/nextTask.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { openAnswering, type Answering } from '#engine/training/openAnswering.ts';
import type { Experiment } from './experiment.ts';
import type { RunParts } from './runParts.ts';
import { createMutex } from './turns.ts';

export type AskedExperiment = Pick<Experiment, 'model' | 'adapter' | 'batching'>;

interface Opened {
	readonly key: string;
	readonly aborter: AbortController;
	readonly answering: Promise<Answering>;
	isOpen: boolean;
}

/** Holds one model. It stays open for the next question until `end`. */
export class BaseAnswers {
	#opened: Opened | null = null;
	readonly #mutex = createMutex();

	constructor(private readonly parts: Pick<RunParts, 'sources' | 'openDevice'>) {}

	/** Throws the reason of `signal` or of `end`, InputError, or OutOfMemoryError. */
	ask<T>(
		experiment: AskedExperiment,
		signal: AbortSignal,
		work: (model: Answering, signal: AbortSignal) => Promise<T>,
	): Promise<T> {
		const { model, adapter } = experiment;
		const key = canonicalJson([model.sha256, adapter?.base ?? 'f32']);
		// One question at a time: a decoder has one cache of keys and values.
		return this.#mutex(async () => {
			signal.throwIfAborted();
			if (this.#opened?.key !== key) await this.#close();
			const opened = (this.#opened ??= this.#open(key, experiment));
			const either = AbortSignal.any([signal, opened.aborter.signal]);
			try {
				return await work(await unlessAborted(opened.answering, either), either);
			} catch (error) {
				// After a cancelled question the model stays open. What is broken is opened again.
				if (!signal.aborted || !opened.isOpen) await this.#close();
				throw error;
			}
		});
	}

	/** Ends the answer and the opening. Resolves when the memory is free. */
	end(): Promise<void> {
		this.#opened?.aborter.abort(new DOMException('A run was opened.', 'AbortError'));
		return this.#mutex(() => this.#close());
	}

	async #close(): Promise<void> {
		const opened = this.#opened;
		this.#opened = null;
		opened?.aborter.abort(new DOMException('Another model was opened.', 'AbortError'));
		await opened?.answering.then(
			(answering) => answering.dispose(),
			() => undefined,
		);
	}

	#open(key: string, experiment: AskedExperiment): Opened {
		const aborter = new AbortController();
		const answering = openBase(experiment, this.parts, aborter.signal);
		const opened: Opened = { key, aborter, answering, isOpen: false };
		// The question sees the error.
		answering.then(
			() => (opened.isOpen = true),
			() => undefined,
		);
		return opened;
	}
}

async function openBase(
	{ model: ref, adapter, batching }: AskedExperiment,
	{ sources, openDevice }: Pick<RunParts, 'sources' | 'openDevice'>,
	signal: AbortSignal,
): Promise<Answering> {
	const model = await sources.openModel(ref, signal);
	signal.throwIfAborted();
	const { compute } = await openDevice(undefined, undefined, { model, sizes: batching });
	signal.throwIfAborted();
	return openAnswering(compute, untilAborted(model, signal), adapter?.base ?? 'f32');
}

/** The reading of stored weights ends at an abort, between two pieces. */
function untilAborted(model: LoadedModel, signal: AbortSignal): LoadedModel {
	const { readWeights } = model;
	if (!readWeights) return model;
	return {
		...model,
		readWeights: (write) =>
			readWeights((...piece) => {
				signal.throwIfAborted();
				write(...piece);
			}),
	};
}
