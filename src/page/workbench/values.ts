/** What a tile, a row or a chart's label says of one skill at one step. Pure. */
import type { RunHistory } from '#page/state/RunHistory.ts';

export interface SkillValues {
	readonly trainingLoss: number | null;
	readonly loss: number | null;
	readonly exact: number | null;
	readonly baseLoss: number | null;
	readonly baseExact: number | null;
	/** Held-out examples of the newest evaluation. */
	readonly examples: number;
	readonly share: number | null;
	readonly drawn: number;
	readonly tokens: number;
}

/** The newest figures at `step`: an evaluation at or before it, the last batch that had some of the skill. */
export function skillValues(history: RunHistory, skill: number, step: number): SkillValues {
	const evaluation = history.evaluationAt(step)?.skills[skill];
	const base = history.base?.skills[skill];
	const at = Math.min(step, history.length);
	return {
		trainingLoss: lastFinite(history.skillLoss[skill], at),
		loss: evaluation?.loss ?? null,
		exact: evaluation?.exact ?? null,
		baseLoss: base?.loss ?? null,
		baseExact: base?.exact ?? null,
		examples: evaluation?.examples ?? 0,
		share: at > 0 ? history.weights[skill][at] : null,
		drawn: at > 0 ? history.drawn[skill][at] || 0 : 0,
		tokens: at > 0 ? history.tokens[skill][at] || 0 : 0,
	};
}

function lastFinite(column: Float64Array, at: number): number | null {
	for (let step = at; step > 0; step--) if (Number.isFinite(column[step])) return column[step];
	return null;
}
