/** Reports of policies as values: comparable traces, the log, and short reasons for a mix. Pure. */
import { isTold } from '#engine/core/paired.ts';
import { sum } from '#engine/core/statistics.ts';
import type { Explanation } from '#mixing/index.ts';
import type { EvaluationEvent } from '#lab/training/events.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { averageDifference, onSameRows } from '#lab/run/sameRows.ts';
import type { Series } from '#lab/page/charts/series.ts';
import type { ExplanationLog } from '#lab/page/state/ExplanationLog.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';

/** Whether the values are a mix: shares that sum to 1 over the skills. */
export const isMix = (values: readonly (number | null)[]): boolean => {
	const known = values.filter((value) => value !== null);
	return known.length > 0 && known.every((value) => value >= 0) && Math.abs(sum(known) - 1) < 1e-3;
};

/** Labels of the traces that are comparable with `figure`, the most likely first. */
export function comparableLabels(
	{ traces }: Pick<Explanation, 'traces'>,
	figure: Figure,
): readonly string[] {
	const others = traces.filter(({ label }) => label !== figure);
	const drawn = traces.find(({ label }) => label === figure);
	const mixes = figure === null || (drawn !== undefined && isMix(drawn.values));
	return others.filter(({ values }) => isMix(values) === mixes).map(({ label }) => label);
}

/** null: the share of the mix, which every policy reports; else a trace by its label. */
export type Figure = string | null;

const readValues = (explanation: Explanation, figure: Figure): readonly (number | null)[] =>
	figure === null
		? explanation.weights
		: (explanation.traces.find(({ label }) => label === figure)?.values ?? []);

/** A quantity of a skill from the explanations of a run. null: the policy does not report it. */
export const traceSeries = (
	{ entries }: Pick<ExplanationLog, 'entries'>,
	skill: number,
	figure: Figure,
): Series => ({
	steps: entries.map(({ step }) => step),
	values: entries.map(({ explanation }) => readValues(explanation, figure)[skill] ?? null),
});

/**
 * A policy's sentences and warnings, the newest first; at the same step, warnings first. A sentence
 * that is a warning of its step too is left out.
 */
export function listThoughts(run: Pick<RunState, 'explanations' | 'warnings'>) {
	const isWarning = (step: number, text: string) =>
		run.warnings.some((warning) => warning.step === step && warning.message === text);
	const sentences = run.explanations
		.listSentences()
		.filter(({ step, sentence }) => !isWarning(step, sentence))
		.map(({ step, sentence }) => ({ step, text: sentence, warns: false }));
	const warned = run.warnings
		.toReversed()
		.map(({ step, message }) => ({ step, text: message, warns: true }));
	return [...warned, ...sentences].sort((a, b) => b.step - a.step);
}

export type Move = 'up' | 'down' | 'same';
/** A smaller change does not show in a figure of three digits, or in a share of one decimal. */
const visible = { relative: 5e-3, share: 5e-4 };

/**
 * How the first trace of the policy and the share moved, by skill, since the last explanation with
 * other values. null: nothing has moved up to `step`, or the policy reports no trace.
 */
export function skillMoves(log: ExplanationLog, step: number, skills: readonly number[]) {
	const entries = log.entries.filter((entry) => entry.step <= step);
	const now = entries.at(-1)?.explanation;
	const [trace] = now?.traces ?? [];
	if (!now || !trace) return null;
	const readValues = ({ explanation }: (typeof entries)[number]) =>
		explanation.traces.find(({ label }) => label === trace.label)?.values ?? [];
	const text = JSON.stringify([trace.values, now.weights]);
	const earlier = entries.findLast(
		(entry) => JSON.stringify([readValues(entry), entry.explanation.weights]) !== text,
	);
	if (!earlier) return null;
	const before = readValues(earlier);
	return {
		label: trace.label,
		skills: skills.map((skill) => {
			const value = trace.values[skill] ?? null;
			const was = before[skill] ?? null;
			const share = now.weights[skill];
			return {
				skill,
				reason: { value, move: compareMove(was, value, visible.relative * Math.abs(was ?? 0)) },
				share: { value: share, move: compareMove(earlier.explanation.weights[skill], share) },
			};
		}),
	};
}

/** null: one of the two values is unknown. */
function compareMove(from: number | null, to: number | null, least = visible.share): Move | null {
	if (from === null || to === null) return null;
	if (Math.abs(to - from) <= least) return 'same';
	return to > from ? 'up' : 'down';
}

/**
 * The gain over the uniform mix, in average exact match on the same rows, at the newest step up to
 * `step` that both runs evaluated. chance: it is within ± `half`. null: there is no such step.
 */
export function helpedSoFar(
	skills: Experiment['skills'],
	chosen: readonly EvaluationEvent[],
	uniform: readonly EvaluationEvent[],
	step: number,
) {
	const trained = (_: unknown, i: number) => skills[i].use === 'train';
	for (const mine of chosen.toReversed()) {
		if (mine.step > step || mine.step === 0) continue;
		const other = uniform.find((evaluation) => evaluation.step === mine.step);
		const same = other && onSameRows(other, mine, skills);
		const gain =
			same &&
			averageDifference(same.before.skills.filter(trained), same.after.skills.filter(trained));
		if (!gain) continue;
		const { mean: difference, high } = gain;
		const kind = isTold(gain) ? (difference > 0 ? 'better' : 'worse') : 'chance';
		return { kind, step: mine.step, difference, half: high - difference } as const;
	}
	return null;
}
