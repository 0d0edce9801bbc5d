/**
 * Encodes prompts with a tokenizer from outside, in a throwaway worker. Opening a tokenizer takes
 * seconds, so the worker stays open for the next prompts, and each prompt is encoded once:
 * evaluations repeat theirs.
 */
import { wait } from '#engine/core/nextTask.ts';
import type { EncodePrompts } from '#engine/model/folder.ts';
import { createMutex } from '#lab/run/turns.ts';
import { tokenizerUse, type ModelFiles } from './modelJobs.ts';
import type { AnswerOf, QuestionOf, RunJob } from './throwaway.ts';

/** Milliseconds after the last prompt until the worker ends: a tokenizer can hold 100 MB. */
const idle = 60_000;

/** `pause`: waits until the worker was idle for so long. */
export function promptEncoder(
	readFiles: (signal: AbortSignal) => Promise<ModelFiles>,
	runJob: RunJob,
	pause = wait,
): EncodePrompts {
	const known = new Map<string, readonly number[]>();
	const mutex = createMutex();
	let job: PromptJob | undefined;
	return (all, context, signal = new AbortController().signal) =>
		mutex(async () => {
			const toKey = (prompt: object) => JSON.stringify([prompt, context]);
			const prompts = all.filter((prompt) => !known.has(toKey(prompt)));
			if (prompts.length > 0) {
				if (!job?.isOpen()) job = startJob(await readFiles(signal), runJob, pause);
				const encoded = await job.encode({ prompts, context }, signal);
				prompts.forEach((prompt, i) => known.set(toKey(prompt), encoded[i]));
			}
			return all.map((prompt) => known.get(toKey(prompt))!);
		});
}

type Prompts = AnswerOf<'prompts.encode'>;
type Encoded = NonNullable<QuestionOf<'prompts.encode'>>;
type PromptJob = ReturnType<typeof startJob>;

/** One worker with its tokenizer: it asks for prompts, and the next question has their tokens. */
function startJob(files: ModelFiles, runJob: RunJob, pause: typeof wait) {
	const ended = new AbortController();
	let give: (prompts: Prompts) => void;
	let prompts = new Promise<Prompts>((resolve) => (give = resolve));
	let receive: (encoded: Encoded) => void;
	let rest = new AbortController();
	const work = runJob(
		'prompts.encode',
		{ files },
		{
			...tokenizerUse(files),
			signal: ended.signal,
			answer(encoded) {
				if (encoded) {
					prompts = new Promise((resolve) => (give = resolve));
					receive(encoded);
				}
				return prompts;
			},
		},
	);
	// Also without a call that waits: the next one starts another worker.
	work.catch(() => ended.abort());
	return {
		isOpen: () => !ended.signal.aborted,
		/** One call at a time. A signal ends the worker too: a tokenizer cannot be interrupted. */
		async encode(next: Prompts, signal: AbortSignal): Promise<Encoded> {
			signal.throwIfAborted();
			rest.abort();
			const stop = () => ended.abort(signal.reason);
			signal.addEventListener('abort', stop);
			try {
				const encoded = new Promise<Encoded>((resolve) => (receive = resolve));
				give(next);
				return await Promise.race([encoded, work]);
			} finally {
				signal.removeEventListener('abort', stop);
				rest = new AbortController();
				pause(idle, rest.signal).then(
					() => ended.abort(),
					() => undefined,
				);
			}
		},
	};
}
