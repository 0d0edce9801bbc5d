/** The benchmark page: makes the data of each workload once, and starts a worker per entrant. */
import type { Command, Request, Response } from './protocol.ts';
import type { Opened } from './session.ts';
import { makeTask, type Task } from './task.ts';
import { workloads } from './workloads.ts';

/** Interface for workshop/engine. */
export interface BenchPage {
	/** Description of the page's adapter. */
	adapter(): Promise<AdapterReport>;
	open(workload: string, entrant: string): Promise<Opened>;
	ask(entrant: string, command: Command): Promise<unknown>;
}

export interface AdapterReport {
	readonly name: string;
	readonly software: boolean;
	readonly features: readonly string[];
	readonly crossOriginIsolated: boolean;
	readonly threads: number;
	readonly userAgent: string;
}

declare global {
	interface Window {
		bench?: BenchPage;
	}
}

const tasks = new Map<string, Task>();
const workers = new Map<string, Worker>();

function findTask(name: string): Task {
	const workload = workloads.find((workload) => workload.name === name);
	if (!workload) throw new Error(`There is no workload “${name}”.`);
	const task = tasks.get(name) ?? makeTask(workload);
	tasks.set(name, task);
	return task;
}

const startWorker = (name: string): Worker =>
	new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name });

function call(worker: Worker, request: Request): Promise<unknown> {
	return new Promise((resolve, reject) => {
		worker.onmessage = ({ data }: MessageEvent<Response>) =>
			data.ok ? resolve(data.value) : reject(new Error(data.error));
		worker.onerror = (event) => reject(new Error(event.message || 'The worker did not load.'));
		worker.postMessage(request);
	});
}

window.bench = {
	async adapter() {
		const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
		const info = adapter?.info;
		return {
			name: info
				? [info.vendor, info.architecture, info.description].filter(Boolean).join(' ')
				: 'no WebGPU',
			software: info?.isFallbackAdapter ?? true,
			features: [...(adapter?.features ?? [])].sort(),
			crossOriginIsolated: window.crossOriginIsolated,
			threads: navigator.hardwareConcurrency,
			userAgent: navigator.userAgent,
		};
	},
	async open(workload, entrant) {
		const worker = startWorker(entrant);
		workers.set(entrant, worker);
		return (await call(worker, { type: 'open', entrant, task: findTask(workload) })) as Opened;
	},
	async ask(entrant, command) {
		const worker = workers.get(entrant);
		if (!worker) throw new Error(`The entrant “${entrant}” is not open.`);
		const answer = await call(worker, command);
		if (command.type === 'close') {
			worker.terminate();
			workers.delete(entrant);
		}
		return answer;
	},
};
