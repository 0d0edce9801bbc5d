/** Results of finished runs on disk, a file each, so that an interrupted bench goes on where it was. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Evaluation } from '#evaluation/report.ts';
import type { Ratios } from '#core/parameters.ts';
import { meanMix } from '#experiment/meanMix.ts';
import type { RunEvent, StepEvent } from '#training/events.ts';
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
	/** Mean share of each skill over the steps, by skill id. */
	readonly mix: Ratios;
	/** Shares of the batch at these steps, in the order of the experiment's skills. */
	readonly mixAt: readonly { readonly step: number; readonly weights: readonly number[] }[];
	/** Share of the examples trained on whose answers are known to be wrong; null where no skill has such. */
	readonly noisyShare: number | null;
	readonly cost: RunCost;
	readonly warnings: readonly string[];
}

/** What the policy took beside the run's own steps. */
export interface RunCost {
	/** Wall time of what it had measured between the steps. */
	readonly probeMilliseconds: number;
	/** Before its first step: optimizer steps, examples measured, wall time. */
	readonly updates: number;
	readonly measured: number;
	readonly milliseconds: number;
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
		mix: meanMix(run.experiment.skills, events),
		mixAt: steps.flatMap(({ step, weights }) =>
			step === 1 || step % run.experiment.evaluation.every === 0 ? [{ step, weights }] : [],
		),
		noisyShare: noisyShare(steps),
		cost: costOf(events),
		warnings: events.flatMap((event) => (event.type === 'warning' ? [event.message] : [])),
	};
}

function noisyShare(steps: readonly StepEvent[]): number | null {
	const known = steps.filter(({ noisy }) => noisy !== undefined);
	if (known.length === 0) return null;
	const all = sum(known.map(({ drawn }) => sum(drawn)));
	return sum(known.map(({ noisy }) => sum(noisy!))) / all;
}

function costOf(events: readonly RunEvent[]): RunCost {
	const steps = events.filter((event) => event.type === 'step');
	const prepared = events.filter((event) => event.type === 'prepared');
	return {
		probeMilliseconds: sum(steps.map((step) => step.probeMilliseconds ?? 0)),
		updates: sum(prepared.map((event) => event.updates)),
		measured: sum(prepared.map((event) => event.measured)),
		milliseconds: sum(prepared.map((event) => event.milliseconds)),
	};
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const withoutTimes = ({ skills, averageExact, worstExact }: Evaluation): Evaluation => ({
	skills,
	averageExact,
	worstExact,
});

export class ResultStore {
	constructor(private readonly folder: string) {
		mkdirSync(folder, { recursive: true });
	}

	/** Under the name that the run has now: the same experiment may have been run as another policy's label. */
	get({ key, policy }: PlannedRun): RunResult | null {
		const file = this.#file(key);
		if (!existsSync(file)) return null;
		return { ...(JSON.parse(readFileSync(file, 'utf8')) as RunResult), policy: policy.label };
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
