/**
 * The package `skillet`: fine-tunes a language model in a page or in Node. The built file is one
 * ESM file, which is its own worker and its own helper thread (scripts/lib/package.ts).
 *
 *     import { finetune } from './skillet.js';
 *     const tuned = await finetune({ model: file, rows: [{ prompt: 'sky:', answer: 'blue' }, …] });
 *     await tuned.answer('sky:');
 */
import '#mixing/texts.ts';
import '#lab/texts.ts';
import { browserThreads } from '#engine/gpu/wasm/browserThreads.ts';
import { serveThreadHere } from '#engine/gpu/wasm/serveThreadHere.ts';
import { isHubName } from './model.ts';
import { checkOptions } from './options.ts';
import { serve, trainInWorker, workerNames } from './remote.ts';
import { train, type Listeners } from './train.ts';
import type { FinetuneOptions, Tuned } from './types.ts';

export { InputError, LabError } from '#engine/core/errors.ts';
export type * from './types.ts';

/**
 * The build writes `new URL('./skillet.js', import.meta.url)` here, a form in which bundlers find
 * the file of a worker. Its options must be literals too.
 */
declare const SKILLET_FILE: URL;

const trainer = () => new Worker(SKILLET_FILE, { type: 'module', name: 'skillet-finetune' });
const helper = () => new Worker(SKILLET_FILE, { type: 'module', name: 'skillet-thread' });

/** A page may not start a file of another origin, but a blob that imports it. */
function startSelf(start: () => Worker, name: string): Worker {
	try {
		return start();
	} catch {
		const blob = new Blob([`import ${JSON.stringify(SKILLET_FILE)};`], { type: 'text/javascript' });
		return new Worker(URL.createObjectURL(blob), { type: 'module', name });
	}
}

const startThreads = browserThreads(() => startSelf(helper, workerNames.thread));

const mostThreads = 8;
/** Threads need shared memory: the page has the two isolation headers. */
const threadsHere = (): number =>
	globalThis.crossOriginIsolated ? Math.min(mostThreads, navigator.hardwareConcurrency) : 1;

/** Node and workers have no document. */
const isPage = 'document' in globalThis;

type Checked = Parameters<typeof train>[0];
const trainHere = (options: Checked, signal: AbortSignal, listeners: Listeners) => {
	const threads = options.threads ?? threadsHere();
	const canStart = threads > 1 && typeof Worker === 'function';
	return train({ ...options, threads }, signal, listeners, canStart ? startThreads : undefined);
};

/** A worker would read an address from its own place, and receives no URL. */
function withAddress({ model, ...options }: Checked): Checked {
	const isAddress = model instanceof URL || (typeof model === 'string' && !isHubName(model));
	if (!isAddress || !isPage) return { ...options, model };
	return { ...options, model: new URL(model, location.href).href };
}

/**
 * Trains the model on the rows and returns it with its losses. It runs in a worker if there is one.
 * Throws InputError that names a wrong argument, `signal`'s reason, and LabError for what the
 * device cannot do.
 */
export async function finetune(options: FinetuneOptions): Promise<Tuned> {
	const checked = withAddress(checkOptions(options));
	const signal = checked.signal ?? new AbortController().signal;
	signal.throwIfAborted();
	const listeners: Listeners = {
		onStep: options.onStep ?? (() => undefined),
		onProgress: options.onProgress ?? (() => undefined),
		onState: options.onState ?? (() => undefined),
	};
	if (checked.worker !== false && typeof Worker === 'function' && isPage) {
		const start = () => startSelf(trainer, workerNames.train);
		const tuned = await trainInWorker(start, checked, signal, listeners);
		if (tuned) return tuned;
	}
	return trainHere(checked, signal, listeners);
}

/** The page's file, started as a worker. */
if (!isPage && typeof postMessage === 'function') {
	const { name } = globalThis as { name?: unknown };
	if (name === workerNames.train) serve(globalThis, trainHere);
	if (name === workerNames.thread) serveThreadHere();
}
