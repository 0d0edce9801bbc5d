/**
 * Runs fuzz cases in a thread. A case that hangs or exhausts the memory ends the thread; it counts
 * as a defect, and a new thread continues with the next case.
 */
import { Worker } from 'node:worker_threads';
import type { CaseResult, Job, ThreadData } from './protocol.ts';

export interface FuzzDefect {
	readonly target: string;
	readonly seed: number;
	readonly case: number;
	readonly what: string;
	/** The start of the input as text. */
	readonly input: string;
}
export interface FuzzResult extends Job {
	readonly accepted: number;
	readonly refused: number;
	/** Different messages of refusals, without their values. */
	readonly messages: number;
	readonly slowestMilliseconds: number;
	readonly defects: readonly FuzzDefect[];
}

/** A case may wait for other work of the machine, so the limit is generous. */
const caseMilliseconds = 30_000;
const lookMilliseconds = 500;
const startMilliseconds = 120_000;
/** About the stack of a browser's worker. */
const resourceLimits = { maxOldGenerationSizeMb: 1500, stackSizeMb: 1 };

/** All results of one job. */
export async function fuzz(job: Job): Promise<FuzzResult> {
	const [result] = await fuzzAll([job]);
	return result;
}

/** All jobs, in one thread after the other. */
export async function fuzzAll(jobs: readonly Job[]): Promise<readonly FuzzResult[]> {
	const tallies = jobs.map((job) => new Tally(job));
	let [from, first] = [0, jobs[0]?.first ?? 0];
	while (from < jobs.length) {
		const offset = from;
		const [head, ...others] = jobs.slice(offset);
		const rest = [{ ...head, first, count: head.first + head.count - first }, ...others];
		const end = await runThread(rest, (result) => tallies[offset + result.job].add(result));
		if (!end) break;
		tallies[offset + end.job].addDefect(end.case, end.what);
		from = offset + end.job;
		first = end.case + 1;
		if (first === jobs[from].first + jobs[from].count) first = jobs[++from]?.first ?? 0;
	}
	return tallies.map((tally) => tally.result());
}

class Tally {
	readonly #job: Job;
	#accepted = 0;
	#refused = 0;
	#slowest = 0;
	readonly #messages = new Set<string>();
	readonly #defects: FuzzDefect[] = [];
	constructor(job: Job) {
		this.#job = job;
	}

	add({ kind, message, input, milliseconds, case: number }: CaseResult): void {
		this.#slowest = Math.max(this.#slowest, milliseconds);
		if (kind === 'accepted') this.#accepted++;
		if (kind === 'refused') {
			this.#refused++;
			this.#messages.add(withoutValues(message));
		}
		if (kind === 'defect') this.addDefect(number, message, input);
	}

	addDefect(number: number, what: string, input = 'Run the case alone to see its input.'): void {
		const { target, seed } = this.#job;
		this.#defects.push({ target, seed, case: number, what, input });
	}

	result(): FuzzResult {
		return {
			...this.#job,
			accepted: this.#accepted,
			refused: this.#refused,
			messages: this.#messages.size,
			slowestMilliseconds: Math.round(this.#slowest),
			defects: this.#defects,
		};
	}
}

const withoutValues = (message: string): string =>
	message.replace(/["“][^"”]*["”]|not .*$|-?\d[\d.e+]*/g, '#').slice(0, 120);

interface EndedThread {
	readonly job: number;
	readonly case: number;
	readonly what: string;
}

/** null: the thread ran all cases. Rejects if the thread does not start. */
function runThread(
	jobs: readonly Job[],
	onResult: (result: CaseResult) => void,
): Promise<EndedThread | null> {
	const current = new SharedArrayBuffer(8);
	const now = new Int32Array(current).fill(-1);
	const thread = new Worker(new URL('./fuzzThread.js', import.meta.url), {
		workerData: { jobs, current } satisfies ThreadData,
		resourceLimits,
	});
	return new Promise((resolve, reject) => {
		let [case_, looks] = [-1, 0];
		const end = (what: string) => {
			clearInterval(watch);
			void thread.terminate();
			if (now[1] < 0) reject(new Error(`The fuzzing thread did not start: ${what}`));
			else resolve({ job: now[0], case: now[1], what });
		};
		// Counts looks and not time: a busy machine stops both threads.
		const watch = setInterval(() => {
			const key = now[0] * 2 ** 31 + now[1];
			if (key !== case_) [case_, looks] = [key, 0];
			const limit = now[1] < 0 ? startMilliseconds : caseMilliseconds;
			if (++looks * lookMilliseconds > limit) end(`It takes more than ${limit / 1000} s.`);
		}, lookMilliseconds);
		thread.on('message', onResult);
		thread.on('error', (error) => end(`It ends the thread: ${error.message}`));
		thread.on('exit', (code) => {
			clearInterval(watch);
			if (code === 0) resolve(null);
			else end(`It ends the thread with code ${code}.`);
		});
	});
}
