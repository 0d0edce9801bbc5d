/** The lab as the page holds it: a Lab whose calls go to the worker, and a subscription to what comes from there. */
import { InternalError } from '#core/errors.ts';
import type { CallName, Calls, Lab, LabEvent, LabMessage } from './protocol.ts';
import { fetchTransport } from './outside/fetchTransport.ts';
import { isOutside, serveOutside } from './outside/outside.ts';
import { fromWire, toWire } from './wireError.ts';

/** What the client needs of a Worker, or of a MessagePort that was started. */
export interface LabPort {
	/** Takes a LabRequest. */
	postMessage(message: unknown): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<LabMessage>) => void): void;
	addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
}

export type LabClient = Lab & {
	/** Calls `listener` with each event from now on; returns how to end that. */
	subscribe(listener: (event: LabEvent) => void): () => void;
};

interface Pending {
	resolve(value: unknown): void;
	reject(error: Error): void;
}

/** `origins`: those that the page's policy allows beside its own, as they were when the page was loaded. */
export function createClient(port: LabPort, origins: readonly string[] = []): LabClient {
	const pending = new Map<number, Pending>();
	const listeners = new Set<(event: LabEvent) => void>();
	let lastId = 0;
	let crash: Error | null = null;

	const tell = (event: LabEvent) => listeners.forEach((listener) => listener(event));

	port.addEventListener('message', ({ data }) => {
		if ('event' in data) return isOutside(data) ? outside(data) : tell(data);
		const call = pending.get(data.id);
		pending.delete(data.id);
		if (data.ok) call?.resolve(data.value);
		else call?.reject(fromWire(data.error));
	});
	const crashed = (event: Event) => {
		if (crash) return;
		crash = crashError(event);
		const calls = [...pending.values()];
		pending.clear();
		for (const call of calls) call.reject(crash);
		tell({ event: 'lab.crashed', error: toWire(crash) });
	};
	port.addEventListener('error', crashed);
	port.addEventListener('messageerror', crashed);

	function call<K extends CallName>(
		name: K,
		request: Calls[K]['request'],
	): Promise<Calls[K]['reply']> {
		return new Promise<unknown>((resolve, reject) => {
			if (crash) throw crash;
			const id = ++lastId;
			// What cannot be cloned throws here, inside the promise, before anybody waits for an answer.
			port.postMessage({ id, call: name, request });
			pending.set(id, { resolve, reject });
		}) as Promise<Calls[K]['reply']>;
	}
	const outside = serveOutside(
		fetchTransport({
			fetch: (input, init) => fetch(input, init),
			allowed: (origin) => origins.includes(origin),
			secure: globalThis.location?.protocol === 'https:',
		}),
		(id, answer) => call('outside.answer', { id, answer }).catch(() => undefined),
	);
	const bound =
		<K extends CallName>(name: K) =>
		(request: Calls[K]['request']) =>
			call(name, request);

	return {
		'lab.open': bound('lab.open'),
		'storage.report': bound('storage.report'),
		'skill.list': bound('skill.list'),
		'skill.rows': bound('skill.rows'),
		'skill.remove': bound('skill.remove'),
		'skill.restore': bound('skill.restore'),
		'import.inspect': bound('import.inspect'),
		'import.start': bound('import.start'),
		'model.import': bound('model.import'),
		'model.delete': bound('model.delete'),
		'model.export': bound('model.export'),
		'model.keep': bound('model.keep'),
		'experiment.pin': bound('experiment.pin'),
		'experiment.preset': bound('experiment.preset'),
		'mix.preview': bound('mix.preview'),
		'link.encode': bound('link.encode'),
		'link.decode': bound('link.decode'),
		'link.outcome': bound('link.outcome'),
		'link.compare': bound('link.compare'),
		'run.create': bound('run.create'),
		'run.resume': bound('run.resume'),
		'run.play': bound('run.play'),
		'run.pause': bound('run.pause'),
		'run.stop': bound('run.stop'),
		'run.switchPolicy': bound('run.switchPolicy'),
		'run.list': bound('run.list'),
		'run.describe': bound('run.describe'),
		'run.checkpoints': bound('run.checkpoints'),
		'run.fork': bound('run.fork'),
		'run.summary': bound('run.summary'),
		'run.diff': bound('run.diff'),
		'run.events': bound('run.events'),
		'run.meanMix': bound('run.meanMix'),
		'run.metrics': bound('run.metrics'),
		'run.delete': bound('run.delete'),
		'run.export': bound('run.export'),
		'run.import': bound('run.import'),
		'artefact.list': bound('artefact.list'),
		'artefact.keep': bound('artefact.keep'),
		'artefact.export': bound('artefact.export'),
		'artefact.import': bound('artefact.import'),
		'artefact.delete': bound('artefact.delete'),
		'study.list': bound('study.list'),
		'study.open': bound('study.open'),
		'study.check': bound('study.check'),
		'study.create': bound('study.create'),
		'study.import': bound('study.import'),
		'study.export': bound('study.export'),
		'study.play': bound('study.play'),
		'study.pause': bound('study.pause'),
		'study.retry': bound('study.retry'),
		'study.keepRuns': bound('study.keepRuns'),
		'study.delete': bound('study.delete'),
		'study.cell': bound('study.cell'),
		'study.report': bound('study.report'),
		'study.file': bound('study.file'),
		'model.generate': bound('model.generate'),
		'question.list': bound('question.list'),
		'question.open': bound('question.open'),
		'question.import': bound('question.import'),
		'question.save': bound('question.save'),
		'question.export': bound('question.export'),
		'question.delete': bound('question.delete'),
		'question.kit': bound('question.kit'),
		'question.sentences': bound('question.sentences'),
		'answer.list': bound('answer.list'),
		'answer.open': bound('answer.open'),
		'answer.make': bound('answer.make'),
		'answer.import': bound('answer.import'),
		'answer.export': bound('answer.export'),
		'answer.rename': bound('answer.rename'),
		'answer.delete': bound('answer.delete'),
		'answer.score': bound('answer.score'),
		'answer.unscore': bound('answer.unscore'),
		'answer.exportScores': bound('answer.exportScores'),
		'answer.importScores': bound('answer.importScores'),
		'evaluation.report': bound('evaluation.report'),
		'evaluation.export': bound('evaluation.export'),
		'blind.open': bound('blind.open'),
		'blind.press': bound('blind.press'),
		'blind.point': bound('blind.point'),
		'blind.end': bound('blind.end'),
		'judge.read': bound('judge.read'),
		'judge.try': bound('judge.try'),
		'judge.score': bound('judge.score'),
		'task.cancel': bound('task.cancel'),
		'outside.answer': bound('outside.answer'),
		subscribe(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}

function crashError(event: Event): Error {
	// An ErrorEvent has a message; the plain event of a script that did not load has none.
	const what =
		'message' in event && typeof event.message === 'string' && event.message !== ''
			? event.message
			: 'its script did not load, or a message could not be read';
	return new InternalError(
		`The lab's worker ended: ${what}. What was stored is kept: reload the page to go on.`,
	);
}
