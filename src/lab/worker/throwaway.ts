/**
 * Runs jobs with files from outside: each in a worker of its own, which can be ended. A library
 * that loops over a hostile file cannot be interrupted in any other way.
 */
import { InputError, StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { wait } from '#engine/core/nextTask.ts';
import type { WireError } from './protocol.ts';
import { fromWire } from './wireError.ts';

/** A feature adds its jobs by declaration merging: `declare module '#lab/worker/throwaway.ts'`. */
// oxlint-disable-next-line typescript/no-empty-object-type -- jobs are added to it
export interface Jobs {}
/** `question`, `answer`: what a job asks its owner while it runs. */
export interface Job {
	readonly request: unknown;
	readonly reply: unknown;
	readonly question?: unknown;
	readonly answer?: unknown;
}
export type JobName = keyof Jobs;
export type QuestionOf<K extends JobName> = Jobs[K] extends { question: infer Q } ? Q : never;
export type AnswerOf<K extends JobName> = Jobs[K] extends { answer: infer A } ? A : never;

export type JobMessage =
	/** `file`: the job reads this one from now on. `done`: from 0 to 1. */
	| { readonly kind: 'progress'; readonly file?: string; readonly done?: number }
	| { readonly kind: 'question'; readonly question: unknown }
	| { readonly kind: 'reply'; readonly value: unknown }
	| { readonly kind: 'error'; readonly error: WireError };
/** The owner's messages: first the job, then an answer to each question. */
export type OwnerMessage =
	{ readonly job: JobName; readonly request: unknown } | { readonly answer: unknown };

/** The part of a Worker that the owner of a job uses. */
export interface JobWorker {
	postMessage(message: OwnerMessage): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<JobMessage>) => void): void;
	addEventListener(type: 'error', listener: (event: Event) => void): void;
	terminate(): void;
}

export interface JobUse<K extends JobName> {
	readonly signal: AbortSignal;
	/** The file that an error names until the job names another. */
	readonly file: string;
	/** Seconds of silence beyond the limit, for one call with a large file. */
	readonly extraSeconds?: number;
	readonly onProgress?: (done: number) => void;
	readonly answer?: (question: QuestionOf<K>) => Promise<AnswerOf<K>>;
}
/**
 * Throws the job's error, and at once the signal's reason if it is cancelled. Throws InputError
 * with the file's name if the job is silent for too long.
 */
export type RunJob = <K extends JobName>(
	job: K,
	request: Jobs[K]['request'],
	use: JobUse<K>,
) => Promise<Jobs[K]['reply']>;

/**
 * Seconds of silence after which a job is ended. On a server's core, jobs report more than once per
 * second: one that is silent for so long does not end, also where the machine is slow or busy.
 */
const longestSilence = 20;

export const createThrowaway =
	(start: () => JobWorker, limit = longestSilence): RunJob =>
	(job, request, { signal, file: firstFile, extraSeconds = 0, onProgress, answer }) =>
		new Promise((resolve, reject) => {
			signal.throwIfAborted();
			const worker = start();
			let file = firstFile;
			const ended = new AbortController();
			let silence = 0;
			// The script may arrive slowly, and the job waits for its owner's answers.
			let isWorking = false;
			/** Counts second by second: a machine that slept is not a silent job. */
			const watch = async () => {
				const beat = Math.min(1, limit);
				for (;;) {
					await wait(1000 * beat, ended.signal);
					if (isWorking) silence += beat;
					if (silence >= limit + extraSeconds) fail(silent(file, silence));
				}
			};
			const end = () => {
				ended.abort();
				worker.terminate();
			};
			const fail = (error: Error) => {
				end();
				reject(error);
			};
			signal.addEventListener('abort', () => fail(signal.reason as Error), {
				signal: ended.signal,
			});
			watch().catch(() => undefined);
			worker.addEventListener('error', (event) => {
				// Otherwise the lab's worker receives the error, and the page takes it for a crash.
				event.preventDefault();
				fail(notStarted(file));
			});
			worker.addEventListener('message', ({ data }) => {
				silence = 0;
				isWorking = data.kind !== 'question';
				if (data.kind === 'progress') {
					file = data.file ?? file;
					if (data.done !== undefined) onProgress?.(data.done);
				} else if (data.kind === 'question')
					answer!(data.question as never).then((value) => {
						isWorking = true;
						worker.postMessage({ answer: value });
					}, fail);
				else if (data.kind === 'error') fail(fromWire(data.error));
				else {
					end();
					resolve(data.value as never);
				}
			});
			worker.postMessage({ job, request });
		});

const silent = (file: string, seconds: number): InputError =>
	new InputError(
		say(
			'{file}: its reader did not report for {seconds} seconds, so the lab ended it. Export or download the file again, or choose another.',
			{ file, seconds },
		),
		{ file },
	);

const notStarted = (file: string): StorageError =>
	new StorageError(
		say(
			'{file}: the lab could not start its reader, or the reader ran out of memory. Check the connection, then try again.',
			{ file },
		),
		{ file },
	);
