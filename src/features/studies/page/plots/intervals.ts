/** What a table of intervals shows: rows of things, columns of measures. */
import type { Figure } from '../../study.ts';
import type { SkillStyle } from '#page/charts/palette.ts';
import type { Unit } from './figures.ts';

export interface IntervalCell {
	readonly figure: Figure;
	readonly points?: readonly number[];
	readonly base?: number | null;
	readonly color?: string;
	readonly hollow?: boolean;
	/** More in words: a verdict, wins. */
	readonly note?: string;
}
export interface IntervalColumn {
	readonly id: string;
	readonly title: string;
	readonly unit: Unit;
	/** Under the title: the unit, and what is better. */
	readonly note: string;
	readonly style?: SkillStyle;
	/** One per row. */
	readonly cells: readonly (IntervalCell | null)[];
}
export interface IntervalRow {
	readonly label: string;
	readonly n: string;
	/** Figures of that n do not repeat it. */
	readonly ofN: number;
}
