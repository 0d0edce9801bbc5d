/** The worker's side of a job: runs one, reports its progress, and asks its owner. */
import type { AnswerOf, JobMessage, JobName, Jobs, OwnerMessage, QuestionOf } from './throwaway.ts';
import { toWire } from './wireError.ts';

/** The owner of a job, as the job sees it. */
export interface Owner<K extends JobName = JobName> {
	/** Report before and after each call that can take a second. `done`: from 0 to 1. */
	progress(report: { readonly file?: string; readonly done?: number }): void;
	ask(question: QuestionOf<K>): Promise<AnswerOf<K>>;
}
export type JobHandlers = {
	readonly [K in JobName]: (
		request: Jobs[K]['request'],
		owner: Owner<K>,
	) => Promise<Jobs[K]['reply']>;
};

/** The part of a worker's global scope that a job uses. */
export interface JobPort {
	postMessage(message: JobMessage): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<OwnerMessage>) => void): void;
}

/** Runs the job of the first message. A job asks one question at a time. */
export function serveJob(port: JobPort, jobs: Partial<JobHandlers>): void {
	let receive: (answer: unknown) => void;
	const owner: Owner = {
		progress: (report) => port.postMessage({ kind: 'progress', ...report }),
		ask: (question) =>
			new Promise<unknown>((resolve) => {
				receive = resolve;
				port.postMessage({ kind: 'question', question });
			}) as Promise<never>,
	};
	port.addEventListener('message', ({ data }) => {
		if ('answer' in data) return receive(data.answer);
		owner.progress({});
		const run = jobs[data.job] as (request: unknown, owner: Owner) => Promise<unknown>;
		run(data.request, owner)
			.then((value) => port.postMessage({ kind: 'reply', value }))
			// A value that cannot be cloned ends here, too.
			.catch((error: unknown) => port.postMessage({ kind: 'error', error: toWire(error) }));
	});
}
