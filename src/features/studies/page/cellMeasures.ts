/** What a cell of the grid can show of its result. Pure. */
import type { CellResult } from '../study.ts';

export const cellMeasures = ['average', 'worst', 'loss'] as const;
export type CellMeasure = (typeof cellMeasures)[number];

/** null: no skill is scored so. */
export function scoreOf({ final }: CellResult, measure: CellMeasure): number | null {
	switch (measure) {
		case 'average':
			return final.averageExact;
		case 'worst':
			return final.worstExact?.exact ?? null;
		case 'loss':
			return final.skills.reduce((sum, { loss }) => sum + loss, 0) / final.skills.length;
		default:
			return measure satisfies never;
	}
}
