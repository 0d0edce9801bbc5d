/** The parts of a report with a row per comparison, or per group against a reference. */
import { numberColumn as number, textColumn as text, type Cell } from '#engine/core/table.ts';
import {
	differenceValue,
	inBrackets,
	measureTitle,
	pText,
	reportTitles as titles,
} from '../reportText.ts';
import { reportWords as words } from '../words.ts';
import type { Comparison, Difference, Verdict } from './compare.ts';
import type { Estimate } from './measures.ts';
import { isDecided } from './pairedTests.ts';
import type { Measure, MeasureId } from './study.ts';
import {
	estimateText,
	makePart,
	measureAxis,
	type IntervalCell,
	type PartColumn,
	type ReportPart,
} from './part.ts';
import type { StudyReport } from './report.ts';
import type { ShelfDifference, ShelfGap } from './shelf.ts';

const differenceUnit = ({ unit }: Measure) => titles.differenceUnits[unit];
const with95 = (measure: Measure) => titles.differenceWith95({ unit: differenceUnit(measure) });

const pCell = (p: number | null | undefined) => (p === null || p === undefined ? null : pText(p));

/** Filled and coloured: told apart after the correction. */
const toLook = (verdict: Verdict): Pick<IntervalCell, 'color' | 'hollow'> =>
	isDecided(verdict)
		? { color: verdict === 'better' ? 'var(--good)' : 'var(--bad)', hollow: false }
		: { color: 'var(--ink)', hollow: true };

/** A difference with its interval (Student's t), and the verdict after the correction. */
interface Judged extends Omit<Estimate, 'n'> {
	readonly verdict: Verdict;
	readonly note: string;
}

/** Bold in the table: what the adjusted p supports. */
function judgedColumn<Row extends { readonly n: number }>(
	measure: Measure,
	read: (row: Row) => Judged | null,
	title: string,
): Required<PartColumn<Row>> {
	return [
		number(measure.id, title),
		(row) => {
			const found = read(row);
			if (!found) return null;
			const text = estimateText(found, measure.unit, differenceValue);
			return { text, strong: isDecided(found.verdict) };
		},
		{
			...measureAxis(measure, differenceUnit(measure)),
			draw(row) {
				const found = read(row);
				if (!found) return null;
				const { mean, low, high, verdict, note } = found;
				return { estimate: { mean, low, high, n: row.n }, ...toLook(verdict), note };
			},
		},
	];
}

/** The comparisons that a published answer counts, over all models. null: it counts none. */
export function answerPart(
	gaps: readonly ShelfGap[],
	unit: Measure['unit'] = 'share',
): ReportPart | null {
	if (gaps.length === 0) return null;
	type Column = (gap: ShelfGap) => ShelfDifference | undefined;
	const column = (id: MeasureId, in_: Measure['unit'], read: Column): PartColumn<ShelfGap> => {
		const better = in_ === 'share' ? 'higher' : 'lower';
		const measure: Measure = { id, unit: in_, better, skills: [] };
		const axis = measureAxis(measure, differenceUnit(measure));
		// A study can compare single skills, whose names are in its file.
		const title = id === 'average' ? words.exact : axis.title;
		return [
			number(id, `${title}, ${differenceUnit(measure)}`),
			(gap) => {
				const found = read(gap);
				return found ? estimateText(found, in_, differenceValue) : null;
			},
			{
				...axis,
				title,
				draw(gap) {
					const found = read(gap);
					if (!found) return null;
					const { verdict, ...estimate } = found;
					const note = titles.verdicts[verdict];
					return { estimate: { ...estimate, n: 0 }, ...toLook(verdict), note };
				},
			},
		];
	};
	const nameOf = ({ label, against }: ShelfGap) => titles.minus({ label, against });
	const beside = (['loss', 'withoutRecall'] as const).filter((id) =>
		gaps.some((gap) => gap.beside[id]),
	);
	return makePart<ShelfGap>(
		{ title: words.answered, about: words.answeredAbout, signed: true },
		gaps,
		[
			[text('comparison', titles.comparison), nameOf],
			column(unit === 'share' ? 'average' : 'loss', unit, (gap) => gap),
			...beside.map((id) => column(id, id === 'loss' ? 'nats' : 'share', (gap) => gap.beside[id])),
			[text('verdict', titles.verdict), ({ verdict }) => titles.verdicts[verdict]],
		],
		(gap) => ({ label: nameOf(gap), n: '' }),
	);
}

const besideIds: readonly MeasureId[] = ['average', 'withoutRecall', 'loss'];

/** A longer forest plot is no picture: the table of differences has its rows. */
const mostRows = 40;

/** The forest plot. null: it has no rows to compare, or too many to see. */
export function drawnForest(report: StudyReport): ReportPart | null {
	const forest = forestPart(report);
	return forest && forest.rows.length > 1 && forest.rows.length <= mostRows ? forest : null;
}

const findDifference = ({ differences }: Pick<Comparison, 'differences'>, id: string) => {
	const found = differences.find(({ measure }) => measure === id);
	return found && found.bootstrap.n > 0 ? found : null;
};

/**
 * Every group against the reference: the first measure, best first, and those of `besideIds`. null:
 * there is none.
 */
export function forestPart(report: StudyReport): ReportPart | null {
	const { comparisons, measures, reference } = report;
	const [measure] = measures;
	const sign = measure?.better === 'lower' ? 1 : -1;
	const rows = comparisons
		.flatMap(({ against, label, within, differences }) => {
			const found = measure && findDifference({ differences }, measure.id);
			if (against !== reference || !found) return [];
			const name = within ? `${label} · ${within}` : label;
			return [{ ...found, differences, label: name, n: found.bootstrap.n }];
		})
		.sort((a, b) => sign * (a.bootstrap.mean - b.bootstrap.mean));
	if (rows.length === 0) return null;
	type Row = (typeof rows)[number];
	const shown = measures.filter(({ id }, i) => i === 0 || besideIds.includes(id));
	return makePart<Row>(
		{ title: titles.forest({ reference }), about: words.forestAbout, signed: true },
		rows,
		[
			[text('group', ''), ({ label }) => label],
			[number('n', titles.n), ({ n }) => String(n)],
			...shown.map((compared) =>
				judgedColumn<Row>(
					compared,
					(row) => {
						const found = findDifference(row, compared.id);
						if (!found) return null;
						const { bootstrap, student, isSupported, verdict } = found;
						return {
							mean: bootstrap.mean,
							low: student?.low ?? null,
							high: student?.high ?? null,
							verdict: isSupported ? verdict : 'undecided',
							note: verdictTitle(found),
						};
					},
					`${measureTitle(compared)}: ${with95(compared)}`,
				),
			),
			[number('p', titles.p), ({ p }) => pCell(p)],
			[number('adjusted', titles.holm), ({ adjusted }) => pCell(adjusted)],
			[text('verdict', titles.verdict), verdictTitle],
		],
		({ label, n }) => ({ label, n: String(n) }),
	);
}

/** A row per comparison, with both intervals. Notes of the table count won, tied and lost pairs. */
export const differencesPart = ({ comparisons, measures }: StudyReport): ReportPart =>
	makePart<Comparison>(
		{
			title: words.pairedDifferences,
			about: words.differencesAbout,
			tableAbout: words.differencesTableAbout,
			signed: true,
		},
		comparisons,
		[
			[text('group', ''), ({ groups: [label] }) => label],
			[text('against', titles.against), ({ groups: [, against] }) => against],
			[number('n', titles.n), ({ pairs }) => String(pairs)],
			...measures.map((measure): PartColumn<Comparison> => [
				number(measure.id, `${measureTitle(measure)}, ${differenceUnit(measure)}`),
				(row) => differenceCell(findDifference(row, measure.id), measure),
				{
					...measureAxis(measure, differenceUnit(measure)),
					draw(row) {
						const found = findDifference(row, measure.id);
						if (!found) return null;
						const { bootstrap: estimate, verdict, isSupported } = found;
						return {
							estimate,
							...toLook(isSupported ? verdict : 'undecided'),
							note: `${verdictTitle(found)}; ${words.wins} ${countsText(found)}`,
						};
					},
				},
			]),
		],
		({ label, against, within, pairs }) => ({
			label: words.difference({ label, against, within: inBrackets(within) }),
			n: String(pairs),
		}),
	);

function differenceCell(difference: Difference | null, { unit }: Measure): Cell {
	if (!difference) return null;
	const { bootstrap, student, isSupported } = difference;
	const written = (value: number) => differenceValue(value, unit);
	return {
		text: student
			? `${estimateText(bootstrap, unit, differenceValue)}, ${titles.student({
					low: written(student.low),
					high: written(student.high),
				})}`
			: written(bootstrap.mean),
		note: countsText(difference),
		strong: isSupported,
		title: verdictTitle(difference),
	};
}

const countsText = ({ wins, ties, losses }: Difference) => `${wins}–${ties}–${losses}`;

const verdictTitle = ({ verdict, isSupported }: Difference): string =>
	titles.verdicts[isDecided(verdict) && !isSupported ? 'alone' : verdict];
