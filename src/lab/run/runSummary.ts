/** A run without its steps: for a row of a list its mean curve and its mix, and its scores. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { Ratios } from '#engine/core/parameters.ts';
import { mean, sum } from '#engine/core/statistics.ts';
import type { Evaluation, EvaluationEvent, RunEvent, StepEvent } from '#lab/training/events.ts';
import type { Experiment, SkillRef } from './experiment.ts';
import { curveScores, widestScores } from './sameRows.ts';

export interface SummaryPoint {
	readonly step: number;
	/** Share over the trained skills; null if they count different things (exactMatch.ts). */
	readonly average: number | null;
	readonly worst: number | null;
	/** Mean held-out loss over the trained skills, nats per answer token. */
	readonly loss: number;
}
export interface RunSummary {
	/** Ascending steps, the base model first, on equally many rows. */
	readonly curve: readonly SummaryPoint[];
	/** Mean share of each skill in each of `stretches` equal parts of the completed steps. */
	readonly mix: readonly (readonly number[])[];
	readonly newest: EvaluationEvent | null;
	/** Its scores on most rows, as the workbench shows it; null: there is none. */
	readonly end: SummaryPoint | null;
}

export const stretches = 40;

export function runSummary({ skills, steps }: Experiment, events: readonly RunEvent[]): RunSummary {
	const evaluations = new Map<number, EvaluationEvent>();
	const sums: { steps: number; weights: number[] }[] = [];
	for (const event of events) {
		// A second evaluation of one step replaces the first.
		if (event.type === 'evaluation') evaluations.set(event.step, event);
		if (event.type === 'step') addStep(sums, event, Math.ceil(steps / stretches));
	}
	const trained = skills.flatMap(({ use }, i) => (use === 'train' ? [i] : []));
	const ordered = [...evaluations.values()].sort((a, b) => a.step - b.step);
	const point = (step: number, { skills, averageExact, worstExact }: Evaluation) => ({
		step,
		average: averageExact,
		worst: worstExact?.exact ?? null,
		loss: mean(trained.map((i) => skills[i].loss)),
	});
	const newest = ordered.at(-1) ?? null;
	return {
		curve: ordered.map((evaluation) => point(evaluation.step, curveScores(evaluation))),
		mix: sums.map((part) => part.weights.map((weight) => weight / part.steps)),
		newest,
		end: newest ? point(newest.step, widestScores(newest)) : null,
	};
}

function addStep(
	sums: { steps: number; weights: number[] }[],
	{ step, weights }: StepEvent,
	each: number,
): void {
	const part = (sums[Math.floor((step - 1) / each)] ??= {
		steps: 0,
		weights: weights.map(() => 0),
	});
	part.steps++;
	weights.forEach((weight, i) => (part.weights[i] += weight));
}

export interface FinalScores {
	/** Completed steps. */
	readonly steps: number;
	/** Before the first step. */
	readonly base: EvaluationEvent;
	/** After the last step. */
	readonly final: EvaluationEvent;
}

/** The scores that a result of a run reports. null: no evaluation follows the last step. */
export function finalScores(events: readonly RunEvent[]): FinalScores | null {
	const steps = events.findLast((event) => event.type === 'step')?.step ?? 0;
	const evaluations = events.filter((event) => event.type === 'evaluation');
	const [base, final] = [evaluations.at(0), evaluations.at(-1)];
	return base && final && final.step >= steps ? { steps, base, final } : null;
}

/** Mean share of each trained skill, for the replay policy. Throws InputError before step 1. */
export function meanMix(
	skills: readonly Pick<SkillRef, 'id' | 'use'>[],
	events: readonly RunEvent[],
): Ratios {
	const steps = events.filter((event) => event.type === 'step');
	if (steps.length === 0)
		throw new InputError(say('This run has no average mix yet: train at least one step of it.'));
	return Object.fromEntries(
		skills.flatMap(({ id, use }, i): [string, number][] => {
			if (use !== 'train') return [];
			return [[id, mean(steps.map(({ weights }) => weights[i]))]];
		}),
	);
}

/** The achieved mix: each trained skill's share of the examples and of their tokens. */
export function drawnShares(
	skills: readonly Pick<SkillRef, 'id' | 'use'>[],
	events: readonly RunEvent[],
): { readonly examples: Ratios; readonly tokens: Ratios } {
	const steps = events.filter((event) => event.type === 'step');
	const toShares = (amounts: 'drawn' | 'tokens'): Ratios => {
		const sums = skills.map((_, i) => sum(steps.map((step) => step[amounts][i])));
		const total = sum(sums);
		const trained = [...skills.keys()].filter((i) => skills[i].use === 'train');
		return Object.fromEntries(trained.map((i) => [skills[i].id, sums[i] / total]));
	};
	return { examples: toShares('drawn'), tokens: toShares('tokens') };
}
