/**
 * A part of a report: a table, and a drawing of those columns that are estimates. Also the numbers
 * of reports as text and as shades.
 */
import { highest, lowest } from '#engine/core/statistics.ts';
import { toTable, type Cell, type Column } from '#engine/core/table.ts';
import type { SkillStyle } from '#lab/page/charts/palette.ts';
import { fixed } from '#languages/format.ts';
import { measureTitle, reportTitles as titles } from '../reportText.ts';
import { reportWords as words } from '../words.ts';
import type { Estimate } from './measures.ts';
import type { Measure, Unit } from './study.ts';

export interface IntervalCell {
	readonly estimate: Estimate;
	/** Values of the single cells. */
	readonly points?: readonly number[];
	/** A reference value, drawn dashed. */
	readonly base?: number | null;
	readonly color?: string;
	readonly hollow?: boolean;
	/** More text, for example the verdict. */
	readonly note?: string;
}
interface Axis {
	readonly title: string;
	readonly unit: Unit;
	/** The line under the title: the unit, and which direction is better. */
	readonly note: string;
	readonly style?: SkillStyle;
	/** Fixed values on the axis, drawn dashed: a margin of equivalence. */
	readonly marks?: readonly number[];
}
export type ReportPart = Readonly<ReturnType<typeof makePart>>;
export type IntervalColumn = ReportPart['columns'][number];

interface PartWords {
	readonly title: string;
	/** How to read the drawing, and how to read the table. */
	readonly about: string;
	readonly tableAbout?: string;
	/** Differences: numbers have signs, and every axis includes 0. */
	readonly signed?: boolean;
	/** Narrow columns, because there are many. */
	readonly narrow?: boolean;
}

/** A column of the table, and how it is drawn. Columns without an axis are only in the table. */
export type PartColumn<Row> = readonly [
	column: Column,
	cell: (row: Row) => Cell,
	axis?: Axis & { readonly draw: (row: Row) => IntervalCell | null },
];

/** The drawing's rows can be others than the table's. Its columns say more than the table. */
export function makePart<Row>(
	words: PartWords,
	rows: readonly Row[],
	columns: readonly (PartColumn<Row> | false)[],
	headOf: (row: Row) => { readonly label: string; readonly n: string },
	drawnRows = rows,
) {
	const shown = columns.filter((column) => column !== false);
	return {
		...words,
		table: toTable(
			rows,
			shown.map(([column, cell]) => [column, cell]),
		),
		rows: drawnRows.map(headOf),
		columns: shown.flatMap(([{ id }, , drawing]) => {
			if (!drawing) return [];
			const { draw, ...axis } = drawing;
			return [{ id, ...axis, cells: drawnRows.map(draw) }];
		}),
	};
}

/** `unitText`: of its values, or of its differences. */
export const measureAxis = (measure: Measure, unitText: string): Axis => ({
	unit: measure.unit,
	title: measureTitle(measure),
	note: measure.better === 'lower' ? `${unitText}, ${words.lower}` : unitText,
});

export type Write = (value: number, unit: Unit) => string;

/** The mean with its interval and n. */
export const estimateWithN = (estimate: Estimate, unit: Unit, write?: Write): string =>
	titles.withN({ text: estimateText(estimate, unit, write), n: estimate.n });

export function estimateText(
	{ mean, low, high }: Omit<Estimate, 'n'>,
	unit: Unit,
	write: Write = valueText,
): string {
	const written = (value: number) => write(value, unit);
	if (low === null || high === null) return written(mean);
	return titles.interval({ mean: written(mean), low: written(low), high: written(high) });
}

/** Shares in per cent with one digit; `digits` applies to nats. */
export const valueText = (value: number, unit: Unit, digits = 3): string =>
	minus(unit === 'share' ? fixed(100 * value, 1) : fixed(value, unit === 'ratio' ? 2 : digits));
const minus = (digits: string): string => digits.replace('-', '−');

/** Shares in per cent with one digit, losses in nats with two. */
export const shortText = (value: number, unit: Unit): string => valueText(value, unit, 2);

/** A tick of an axis, without trailing zeros. */
export const tickText = (value: number, unit: Unit): string =>
	minus(String(Number((unit === 'share' ? 100 * value : value).toPrecision(6))));

/** A background for each score: from the worst of `scores`, near the paper, to the best. */
export function listShades(
	scores: readonly number[],
	better: Measure['better'],
): (score: number) => string {
	const [low, high] = [lowest(scores), highest(scores)];
	return (score) => {
		const share = high === low ? 0 : (score - low) / (high - low);
		const good = better === 'higher' ? share : 1 - share;
		return `color-mix(in srgb, var(--accent) ${Math.round(6 + 30 * good)}%, var(--paper))`;
	};
}
