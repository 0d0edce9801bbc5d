/** The short reasons for a mix: moves of rewards and shares, and the gain over uniform. Pure. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { ExplanationLog } from '#page/state/ExplanationLog.ts';
import { differenceReach } from '#page/workbench/chance.ts';
import type { EvaluationEvent } from '#training/events.ts';
import { trainedAverage } from '../results.ts';

export type Move = 'up' | 'down' | 'same';
interface Moved {
	readonly value: number | null;
	readonly move: Move;
}
/** A smaller change does not show in a figure of three digits, or in a share of one decimal. */
const visible = { relative: 5e-3, share: 5e-4 };

/**
 * The first trace of a policy and its share, by skill, against the last explanation that had other
 * ones. null: nothing has moved up to `step`, or the policy reports no trace.
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
			} satisfies { skill: number; reason: Moved; share: Moved };
		}),
	};
}

function compareMove(from: number | null, to: number | null, least = visible.share): Move {
	if (from === null || to === null || Math.abs(to - from) <= least) return 'same';
	return to > from ? 'up' : 'down';
}

/** `difference`: of the average exact match. chance: within `half`, the reach of chance. */
export interface Helped {
	readonly kind: 'better' | 'worse' | 'chance';
	readonly step: number;
	readonly difference: number;
	readonly half: number;
}

/** Compares the newest step up to `step` that both runs evaluated. null: there is none. */
export function helpedSoFar(
	skills: Experiment['skills'],
	own: readonly EvaluationEvent[],
	uniform: readonly EvaluationEvent[],
	step: number,
): Helped | null {
	for (const mine of own.toReversed()) {
		if (mine.step > step || mine.step === 0) continue;
		const other = uniform.find((evaluation) => evaluation.step === mine.step);
		const [a, b] = [mine, other].map((one) => one && trainedAverage(skills)(one));
		if (!a || !b) continue;
		const [difference, half] = [a.share - b.share, differenceReach(a, b)];
		const kind = Math.abs(difference) <= half ? 'chance' : difference > 0 ? 'better' : 'worse';
		return { kind, step: mine.step, difference, half };
	}
	return null;
}
