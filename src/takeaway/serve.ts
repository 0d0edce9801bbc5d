/** The worker of the single HTML file: opens the model on the processor and answers prompts. */
import '#engine/texts.ts';
import { fromBase64 } from '#engine/core/bytes.ts';
import { InternalError, isAbort, LabError, toMessage } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { openWasm } from '#engine/gpu/wasm/wasmDevice.ts';
import { openPackedModel, type PackedHead } from '#engine/model/packedModel.ts';
import { openAnswering, type Answering } from '#engine/training/openAnswering.ts';
import kernels from '../engine/gpu/wasm/build/kernels.wasm?url&inline';
import relaxedKernels from '../engine/gpu/wasm/build/kernels-relaxed.wasm?url&inline';
import type { FromWorker, ToWorker } from './protocol.ts';

interface Port {
	postMessage(message: FromWorker): void;
	onmessage: ((event: MessageEvent<ToWorker>) => unknown) | null;
}

/** Data URLs: a page that was opened from a disk loads no other file. */
const builds: Readonly<Record<string, string>> = { kernels, 'kernels-relaxed': relaxedKernels };

export function serve(port: Port): void {
	let opened: Answering | undefined;
	let answering = new AbortController();
	let take: (bytes: Uint8Array | null) => void;

	async function* stream(): AsyncIterable<Uint8Array> {
		for (;;) {
			const next = new Promise<Uint8Array | null>((resolve) => (take = resolve));
			port.postMessage({ kind: 'next' });
			const bytes = await next;
			if (!bytes) return;
			yield bytes;
		}
	}

	async function open(model: PackedHead): Promise<void> {
		const load = async (build: string) => fromBase64(builds[build].split(',')[1]);
		const device = await openWasm({ load }, say('as requested'));
		opened = await openAnswering(device, openPackedModel(model, stream()), model.base);
		port.postMessage({ kind: 'opened' });
	}

	async function ask({ prompt, ...options }: ToWorker & { kind: 'ask' }): Promise<void> {
		if (!opened) throw new InternalError('A prompt came before the model.');
		answering = new AbortController();
		const { signal } = answering;
		const onText = (text: string) => port.postMessage({ kind: 'text', text });
		const started = performance.now();
		const answer = await opened.answer(prompt, { ...options, onText, signal });
		port.postMessage({ kind: 'answer', answer, milliseconds: performance.now() - started });
	}

	const fail = (error: unknown) => {
		if (isAbort(error)) return port.postMessage({ kind: 'stopped' });
		const statement = error instanceof LabError ? error.statement : undefined;
		port.postMessage({
			kind: 'failed',
			message: toMessage(error),
			...(statement && { statement }),
		});
	};
	port.onmessage = ({ data }) => {
		switch (data.kind) {
			case 'open':
				return open(data.model).catch(fail);
			case 'bytes':
				return take(data.bytes);
			case 'ask':
				return ask(data).catch(fail);
			case 'stop':
				return answering.abort();
		}
	};
}
