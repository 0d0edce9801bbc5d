/** Rows and columns of estimates that IntervalPlot draws, and their text. */
import { withSign } from '#core/text.ts';
import { skillStyles, type SkillStyle } from '#page/charts/palette.ts';
import { reportWords } from '../../words.en.ts';
import type { Estimate } from '../../model/measures.ts';
import type { ReportGroup, StudyReport } from '../../model/reportTypes.ts';

export type Unit = 'share' | 'nats';

export interface IntervalCell {
	readonly estimate: Estimate;
	/** Values of the single cells. */
	readonly points?: readonly number[];
	/** A reference value, drawn dashed. */
	readonly base?: number | null;
	readonly color?: string;
	/** The verdict is undecided. */
	readonly hollow?: boolean;
	/** More text, for example the verdict. */
	readonly note?: string;
}
export interface IntervalColumn {
	readonly id: string;
	readonly title: string;
	readonly unit: Unit;
	/** The line under the title: the unit, and which direction is better. */
	readonly note: string;
	readonly style?: SkillStyle;
	/** One per row. */
	readonly cells: readonly (IntervalCell | null)[];
}
export interface IntervalRow {
	readonly label: string;
	readonly n: string;
}

const text = reportWords;

export const groupRows = (groups: readonly ReportGroup[]): IntervalRow[] =>
	groups.map(({ label, n, planned }) => ({ label, n: text.nOf(n, planned) }));

/** The colours and shapes that the workbench gives these skills. */
export const reportStyles = ({ skills }: StudyReport): readonly SkillStyle[] =>
	skillStyles(
		{ skills },
		skills.map(({ id, group }) => ({ id, role: group === 'general' ? 'general' : 'domain' })),
	);

/** Shares in per cent with one digit, losses in nats with two. */
export const shown = (value: number, unit: Unit): string =>
	minus(unit === 'share' ? (100 * value).toFixed(1) : value.toFixed(2));

/** Differences with their sign: points with one digit, nats with three. */
export const signed = (value: number, unit: Unit): string =>
	unit === 'share' ? withSign(100 * value, 1) : withSign(value, 3);

/** A tick of an axis, without trailing zeros. */
export const tickText = (value: number, unit: Unit): string =>
	minus(String(Number((unit === 'share' ? 100 * value : value).toPrecision(6))));

/** The mean with its interval and n. */
export function estimateText(
	{ mean, low, high, n }: Estimate,
	unit: Unit,
	write: typeof shown = shown,
): string {
	const value =
		low === null || high === null
			? write(mean, unit)
			: text.interval(write(mean, unit), write(low, unit), write(high, unit));
	return text.ofN(value, n);
}

const minus = (digits: string): string => digits.replace('-', '−');
