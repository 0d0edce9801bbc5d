/** The figures of compared runs by skill, at their newest evaluation and against their base model. Pure. */
import type { Evaluation } from '#training/events.ts';
import type { Curves } from './compareColumns.ts';

export interface Cell {
	readonly exact: number | null;
	/** Against the base model; null where there is none to compare with. */
	readonly exactChange: number | null;
	readonly loss: number | null;
	readonly lossChange: number | null;
}
export interface SkillRow {
	/** null: over the trained skills. */
	readonly skill: string | null;
	readonly name: string;
	/** One per run; null: it does not have this skill, or was not evaluated. */
	readonly cells: readonly (Cell | null)[];
}

/** `names` by skill id; rows come in its order. */
export function skillRows(runs: readonly Curves[], names: ReadonlyMap<string, string>): SkillRow[] {
	return [...names].map(([id, name]) => ({
		...{ skill: id, name },
		cells: runs.map(({ history, skills }): Cell | null => {
			const place = skills.indexOf(id);
			const now = history.latest?.skills[place];
			return now ? cell(now, history.base?.skills[place]) : null;
		}),
	}));
}

/** Average or worst over the trained skills, of exact match alone. */
export const overallRow = (
	runs: readonly Curves[],
	name: string,
	read: (evaluation: Evaluation) => number | null,
): SkillRow => ({
	...{ skill: null, name },
	cells: runs.map(({ history }): Cell | null => {
		const { latest, base } = history;
		if (!latest) return null;
		return cell({ exact: read(latest), loss: null }, base && { exact: read(base), loss: null });
	}),
});

type Figures = { readonly exact: number | null; readonly loss: number | null };
const cell = (now: Figures, base: Figures | undefined): Cell => ({
	...{ exact: now.exact, loss: now.loss },
	exactChange: change(now.exact, base?.exact),
	lossChange: change(now.loss, base?.loss),
});
const change = (now: number | null, base: number | null | undefined): number | null =>
	now === null || base === null || base === undefined ? null : now - base;
