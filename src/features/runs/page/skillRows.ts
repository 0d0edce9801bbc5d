/** Newest scores of compared runs by skill, and their change from the base model. Pure. */
import type { Evaluation } from '#training/events.ts';
import type { Curves } from './metrics.ts';

export interface Cell {
	readonly exact: number | null;
	/** Change from the base model; null if the base was not evaluated. */
	readonly exactChange: number | null;
	readonly loss: number | null;
	readonly lossChange: number | null;
}
export interface SkillRow {
	/** Null for the row over all trained skills. */
	readonly skill: string | null;
	readonly name: string;
	/** One per run; null if the run lacks this skill or has no evaluation. */
	readonly cells: readonly (Cell | null)[];
}

/** `names` by skill id: the rows have its order. */
export function skillRows(runs: readonly Curves[], names: ReadonlyMap<string, string>): SkillRow[] {
	return [...names].map(([id, name]) => ({
		skill: id,
		name,
		cells: runs.map(({ history, skills }): Cell | null => {
			const index = skills.indexOf(id);
			const now = history.latest?.skills[index];
			return now ? cell(now, history.base?.skills[index]) : null;
		}),
	}));
}

/** The average or the worst exact match over the trained skills; it has no loss. */
export const overallRow = (
	runs: readonly Curves[],
	name: string,
	read: (evaluation: Evaluation) => number | null,
): SkillRow => ({
	skill: null,
	name,
	cells: runs.map(({ history }): Cell | null => {
		const { latest, base } = history;
		if (!latest) return null;
		return cell({ exact: read(latest), loss: null }, base && { exact: read(base), loss: null });
	}),
});

type Scores = { readonly exact: number | null; readonly loss: number | null };
const cell = (now: Scores, base: Scores | undefined): Cell => ({
	exact: now.exact,
	loss: now.loss,
	exactChange: change(now.exact, base?.exact),
	lossChange: change(now.loss, base?.loss),
});
const change = (now: number | null, base: number | null | undefined): number | null =>
	now === null || base === null || base === undefined ? null : now - base;
