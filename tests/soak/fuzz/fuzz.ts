/**
 * Runs fuzz cases in a thread. A case that hangs or exhausts the memory ends the thread; it counts
 * as a defect, and a new thread continues with the next case.
 */
import { Worker } from 'node:worker_threads';
import {
	defectKinds,
	type CaseResult,
	type DefectKind,
	type Job,
	type Outcome,
	type ThreadData,
} from './protocol.ts';
import { ReferenceReader } from './ReferenceReader.ts';
import { fuzzTargets } from './targets.ts';

export interface FuzzDefect {
	readonly target: string;
	readonly seed: number;
	readonly case: number;
	readonly kind: DefectKind;
	readonly what: string;
	/** The input as text; binary ones in base64. */
	readonly input: string;
}
export interface FuzzResult extends Job {
	readonly read: number;
	readonly refused: number;
	/** Number of defects by kind. */
	readonly found: Readonly<Record<DefectKind, number>>;
	/** Read cases that a reference reader has compared; null: there is none. */
	readonly compared: number | null;
	/** Of them, those that it refuses, and its different messages, each with a case. */
	readonly refusedElsewhere: number;
	readonly looser: readonly (readonly [string, number])[];
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
		tallies[offset + end.job].addDefect('hung', end.case, end.what);
		from = offset + end.job;
		first = end.case + 1;
		if (first === jobs[from].first + jobs[from].count) first = jobs[++from]?.first ?? 0;
	}
	return tallies.map((tally) => tally.result());
}

class Tally {
	readonly #job: Job;
	readonly #reference: ReferenceReader | undefined;
	readonly #counts = new Map<Outcome, number>();
	#slowest = 0;
	readonly #messages = new Set<string>();
	readonly #looser = new Map<string, number>();
	#refusedElsewhere = 0;
	readonly #defects: FuzzDefect[] = [];
	constructor(job: Job) {
		this.#job = job;
		const target = fuzzTargets.find(({ name }) => name === job.target);
		this.#reference = ReferenceReader.find(target?.reference);
	}

	add({ kind, message, input, record, milliseconds, case: number }: CaseResult): void {
		this.#slowest = Math.max(this.#slowest, milliseconds);
		if (kind === 'refused') this.#messages.add(withoutValues(message));
		if (kind === 'read' || kind === 'refused') this.#count(kind);
		else this.addDefect(kind, number, message, input);
		if (record !== undefined && this.#reference)
			this.#addWrong(this.#reference.add(number, record));
	}

	addDefect(kind: DefectKind, number: number, what: string, input = alone): void {
		const { target, seed } = this.#job;
		this.#count(kind);
		this.#defects.push({ target, seed, case: number, kind, what, input });
	}

	#addWrong(differences: ReturnType<ReferenceReader['compare']>): void {
		for (const { case: number, what, refused } of differences) {
			if (refused) {
				this.#looser.set(withoutValues(what), number);
				this.#refusedElsewhere++;
				continue;
			}
			this.#count('read', -1);
			this.addDefect('wrong', number, `Another reader: ${what}`);
		}
	}

	#count(kind: Outcome, by = 1): void {
		this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + by);
	}

	result(): FuzzResult {
		if (this.#reference) this.#addWrong(this.#reference.compare());
		const count = (kind: Outcome) => this.#counts.get(kind) ?? 0;
		return {
			...this.#job,
			read: count('read'),
			refused: count('refused'),
			found: Object.fromEntries(defectKinds.map((kind) => [kind, count(kind)])) as Record<
				DefectKind,
				number
			>,
			compared: this.#reference?.compared ?? null,
			refusedElsewhere: this.#refusedElsewhere,
			looser: [...this.#looser],
			messages: this.#messages.size,
			slowestMilliseconds: Math.round(this.#slowest),
			defects: this.#defects,
		};
	}
}

const alone = 'Run the case alone to see its input.';

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
	const compares = Boolean(process.env['SKILLET_PYTHON']);
	const current = new SharedArrayBuffer(8);
	const now = new Int32Array(current).fill(-1);
	const thread = new Worker(new URL('./fuzzThread.js', import.meta.url), {
		workerData: { jobs, current, compares } satisfies ThreadData,
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
