/** finetune() in a worker: the same file starts as the worker, and calls go through messages. */
import { InputError, isAbort, LabError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { CheckedOptions } from './options.ts';
import type { Listeners } from './train.ts';
import type { Result, Tuned } from './types.ts';

/** What a worker named so does. */
export const workerNames = { train: 'skillet-finetune', thread: 'skillet-thread' } as const;

const methods = ['answer', 'adapter', 'gguf', 'folder', 'state'] as const;
type Method = (typeof methods)[number];

type Callback = keyof Listeners;
type ToWorker =
	| { readonly kind: 'train'; readonly options: Omit<CheckedOptions, 'signal' | Callback> }
	| {
			readonly kind: 'call';
			readonly id: number;
			readonly method: Method;
			readonly values: readonly unknown[];
	  }
	| { readonly kind: 'abort' };
type FromWorker =
	| { readonly kind: 'ready' }
	| { readonly kind: keyof Listeners; readonly values: readonly unknown[] }
	| { readonly kind: 'trained'; readonly result: Result }
	| { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
	| { readonly kind: 'failed'; readonly id: number | null; readonly error: WireError };
interface WireError {
	readonly message: string;
	readonly code: string | null;
	readonly isAbort: boolean;
}

const toWire = (error: unknown): WireError => ({
	message: error instanceof Error ? error.message : String(error),
	code: error instanceof LabError ? error.code : null,
	isAbort: isAbort(error),
});
/** The class of a wrong argument stays; `code` names the others. */
function fromWire({ message, code, isAbort: isEnd }: WireError): Error {
	if (isEnd) return new DOMException(message, 'AbortError');
	if (code === 'input') return new InputError(asMessage(message));
	return Object.assign(new Error(message), { code });
}

interface Port {
	postMessage(message: FromWorker): void;
	onmessage: ((event: MessageEvent<ToWorker>) => unknown) | null;
}

/** The worker's side. `train`: train.ts with this machine's threads. */
export function serve(
	port: Port,
	train: (options: CheckedOptions, signal: AbortSignal, listeners: Listeners) => Promise<Tuned>,
): void {
	const ended = new AbortController();
	let tuned: Tuned | undefined;
	const say =
		(kind: keyof Listeners) =>
		(...values: readonly unknown[]) =>
			port.postMessage({ kind, values });
	const listeners: Listeners = {
		onStep: say('onStep'),
		onProgress: say('onProgress'),
		onState: say('onState'),
	};
	port.onmessage = async ({ data }) => {
		if (data.kind === 'abort') return ended.abort();
		const id = data.kind === 'call' ? data.id : null;
		try {
			if (data.kind === 'train') {
				tuned = await train(data.options, ended.signal, listeners);
				const { losses, heldOut, device, steps } = tuned;
				port.postMessage({ kind: 'trained', result: { losses, heldOut, device, steps } });
				return;
			}
			const call = tuned![data.method] as (...values: readonly unknown[]) => Promise<unknown>;
			port.postMessage({ kind: 'answer', id: data.id, value: await call(...data.values) });
		} catch (error) {
			port.postMessage({ kind: 'failed', id, error: toWire(error) });
		}
	};
	port.postMessage({ kind: 'ready' });
}

/** null: this page cannot start the worker, for example because a bundler has moved the file. */
async function ready(worker: Worker): Promise<Worker | null> {
	const isReady = await new Promise<boolean>((resolve) => {
		worker.onmessage = ({ data }: MessageEvent<FromWorker>) => resolve(data.kind === 'ready');
		worker.onerror = (event) => {
			event.preventDefault();
			resolve(false);
		};
	});
	if (isReady) return worker;
	worker.terminate();
	return null;
}

/** Trains in the worker that `start` opens. null: there is none. Throws as `train`. */
export async function trainInWorker(
	start: () => Worker,
	{ onStep: _, onProgress: __, onState: ___, signal: ____, ...options }: CheckedOptions,
	signal: AbortSignal,
	listeners: Listeners,
): Promise<Tuned | null> {
	const worker = await ready(start());
	if (!worker) return null;
	const waiting = new Map<number | null, PromiseWithResolvers<unknown>>();
	let calls = 0;
	const ask = (id: number | null, message: ToWorker): Promise<unknown> => {
		const reply = Promise.withResolvers<unknown>();
		waiting.set(id, reply);
		try {
			worker.postMessage(message);
		} catch (error) {
			reply.reject(error);
		}
		return reply.promise.finally(() => waiting.delete(id));
	};
	worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
		if (data.kind === 'trained') waiting.get(null)?.resolve(data.result);
		else if (data.kind === 'answer') waiting.get(data.id)?.resolve(data.value);
		else if (data.kind === 'failed') waiting.get(data.id)?.reject(fromWire(data.error));
		else if (data.kind !== 'ready') {
			const listen = listeners[data.kind] as (...values: readonly unknown[]) => void;
			listen(...data.values);
		}
	};
	worker.onerror = ({ message }) => {
		for (const { reject } of waiting.values()) reject(new Error(message));
	};
	const abort = () => worker.postMessage({ kind: 'abort' } satisfies ToWorker);
	signal.addEventListener('abort', abort);
	try {
		const result = (await ask(null, { kind: 'train', options })) as Result;
		const call =
			(method: Method) =>
			(...values: readonly unknown[]) =>
				ask(++calls, { kind: 'call', id: calls, method, values });
		return {
			...result,
			...(Object.fromEntries(methods.map((method) => [method, call(method)])) as Pick<
				Tuned,
				Method
			>),
			dispose() {
				worker.terminate();
				for (const { reject } of waiting.values())
					reject(new InputError(asMessage('This model was disposed.')));
			},
		};
	} catch (error) {
		worker.terminate();
		throw signal.aborted ? signal.reason : error;
	} finally {
		signal.removeEventListener('abort', abort);
	}
}
