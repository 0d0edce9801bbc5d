/** Results of finished runs on disk, a file each, so that an interrupted bench goes on where it was. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Evaluation } from '#evaluation/report.ts';
import type { RunEvent } from '#training/events.ts';
import type { PlannedRun } from './plan.ts';

export interface RunResult {
	readonly policy: string;
	readonly seed: number;
	readonly steps: number;
	/** Before the first step, on as many examples as evaluations in mid-run have. */
	readonly base: Evaluation;
	readonly final: Evaluation;
	/** Wall time of the training steps alone, and of the whole run with evaluations. */
	readonly trainingMilliseconds: number;
	readonly totalMilliseconds: number;
	readonly tokens: number;
	readonly backend: string;
}

/** Throws when the run did not end well, with its own message. */
export function resultOf(
	run: PlannedRun,
	events: readonly RunEvent[],
	total: number,
	backend: string,
): RunResult {
	const failed = events.find((event) => event.type === 'failed');
	if (failed) throw new Error(`step ${failed.step}: ${failed.message}`);
	const evaluations = events.filter((event) => event.type === 'evaluation');
	const [base, final] = [evaluations.at(0), evaluations.at(-1)];
	if (!base || !final || !events.some((event) => event.type === 'finished'))
		throw new Error('the run ended before its last step');
	const steps = events.filter((event) => event.type === 'step');
	const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
	return {
		policy: run.policy.label,
		seed: run.seed,
		steps: final.step,
		base: withoutTimes(base),
		final: withoutTimes(final),
		trainingMilliseconds: sum(steps.map((step) => step.milliseconds)),
		totalMilliseconds: total,
		tokens: sum(steps.map((step) => sum(step.tokens))),
		backend,
	};
}

const withoutTimes = ({ skills, averageExact, worstExact }: Evaluation): Evaluation => ({
	skills,
	averageExact,
	worstExact,
});

export class ResultStore {
	constructor(private readonly folder: string) {
		mkdirSync(folder, { recursive: true });
	}

	get({ key }: PlannedRun): RunResult | null {
		const file = this.#file(key);
		return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunResult) : null;
	}

	put({ key }: PlannedRun, result: RunResult): void {
		const file = this.#file(key);
		writeFileSync(`${file}.new`, JSON.stringify(result));
		renameSync(`${file}.new`, file);
	}

	#file(key: string): string {
		return path.join(this.folder, `${key}.json`);
	}
}
