/** The parts of a report with a row per comparison, or per group against a reference. */
import { numberColumn as number, textColumn as text, type Cell } from '#engine/core/table.ts';
import { none } from '#languages/format.ts';
import {
	amountText,
	differenceValue,
	inBrackets,
	measureTitle,
	minusText,
	pText,
	reportTitles as titles,
} from '../reportText.ts';
import { reportWords as words } from '../words.ts';
import { isDecided, type PlannedVerdict } from './analysis/pairedTests.ts';
import { besideIds, type PlannedComparison, type PlannedReport } from './analysis/planned.ts';
import type { StepsReport } from './analysis/stepsToLoss.ts';
import type { Comparison, Difference } from './compare.ts';
import type { Estimate } from './measures.ts';
import type { Measure } from './study.ts';
import {
	estimateText,
	makePart,
	measureAxis,
	valueText,
	type IntervalCell,
	type PartColumn,
	type ReportPart,
} from './part.ts';
import type { StudyReport } from './report.ts';
import type { ShelfGap } from './shelf.ts';

const differenceUnit = ({ unit }: Measure) => titles.differenceUnits[unit];
const with95 = (measure: Measure) => titles.differenceWith95({ unit: differenceUnit(measure) });

const pCell = (p: number | null | undefined) => (p === null || p === undefined ? null : pText(p));

/** Filled and coloured: told apart after the correction. */
const toLook = (verdict: PlannedVerdict): Pick<IntervalCell, 'color' | 'hollow'> =>
	isDecided(verdict)
		? { color: verdict === 'better' ? 'var(--good)' : 'var(--bad)', hollow: false }
		: { color: 'var(--ink)', hollow: true };

/** A difference with its interval (Student's t), and the verdict after the correction. */
interface Judged extends Omit<Estimate, 'n'> {
	readonly verdict: PlannedVerdict;
	/** The verdict in words, if it is not one of a planned comparison. */
	readonly note?: string;
}

/** Bold in the table, unless it is plain: what the adjusted p supports. */
function judgedColumn<Row extends { readonly n: number }>(
	measure: Measure,
	read: (row: Row) => Judged | null,
	title = `${measureTitle(measure)}, ${differenceUnit(measure)}`,
	isPlain = false,
): Required<PartColumn<Row>> {
	return [
		number(measure.id, title),
		(row) => {
			const found = read(row);
			if (!found) return null;
			const shown = estimateText(found, measure.unit, differenceValue);
			return isPlain ? shown : { text: shown, strong: isDecided(found.verdict) };
		},
		{
			...measureAxis(measure, differenceUnit(measure)),
			draw(row) {
				const found = read(row);
				if (!found) return null;
				const { mean, low, high, verdict, note = titles.plannedVerdicts[verdict] } = found;
				return { estimate: { mean, low, high, n: row.n }, ...toLook(verdict), note };
			},
		},
	];
}

/** The measures beside the outcomes, each once. */
const besideMeasures = ({ comparisons }: PlannedReport): Measure[] => {
	const all = comparisons.flatMap(({ beside }) => beside.map(({ measure }) => measure));
	return [...new Map(all.map((measure) => [measure.id, measure])).values()];
};

/** The comparisons that the study named beforehand. The table has their tests too. */
export function plannedPart(planned: PlannedReport): ReportPart {
	const { measures, correction, margin, effect, over, comparisons } = planned;
	const [first] = measures;
	const { unit } = first;
	const isHolm = correction === 'holm';
	const hasMargin = margin !== null;
	const value = (amount: number | null) => (amount === null ? null : valueText(amount, unit));
	// A difference of shares has 100 points at most.
	const detectable = (amount: number | null) =>
		amount !== null && unit === 'share' && amount >= 1 ? `> ${value(1)}` : value(amount);
	const difference = (mean: number | null) => (mean === null ? none : differenceValue(mean, unit));
	const [head, cell, axis] = judgedColumn<PlannedComparison>(
		first,
		({ mean, test, verdict }) =>
			mean === null ? null : { mean, low: test?.low ?? null, high: test?.high ?? null, verdict },
		with95(first),
	);
	const title = measures.map(measureTitle).join(', ');
	const drawing = { ...axis, title, ...(hasMargin && { marks: [-margin, margin] }) };
	const within = titles.within90({ margin: amountText(margin ?? 0, unit) });
	const seedsFor = titles.seedsFor({ effect: amountText(effect ?? 0, unit) });
	return makePart(
		{ title: titles.planned, about: words.plannedAbout({ hasMargin, isHolm }), signed: true },
		comparisons,
		[
			[text('comparison', titles.comparison), nameOf],
			[number('n', titles.n), ({ n }) => String(n)],
			[head, cell, drawing],
			[number('p', titles.p), ({ test }) => pCell(test?.p)],
			isHolm && [number('adjusted', titles.holm), ({ test }) => pCell(test?.adjusted)],
			hasMargin && [
				number('within', within),
				({ equivalence, test }) =>
					test &&
					equivalence &&
					estimateText({ ...equivalence, mean: test.mean }, unit, differenceValue),
			],
			hasMargin && [
				number('pEquivalence', titles.equivalenceP),
				(row) => pCell(row.equivalence?.p),
			],
			hasMargin &&
				isHolm && [
					number('equivalenceAdjusted', titles.equivalenceHolm),
					({ equivalence }) => pCell(equivalence?.adjusted),
				],
			[number('deviation', titles.deviation), ({ test }) => value(test?.deviation ?? null)],
			[
				number('smallestEffect', titles.smallestEffect),
				({ smallestEffect }) => detectable(smallestEffect),
			],
			effect !== null && [
				number('seedsNeeded', seedsFor),
				({ seedsNeeded, smallestEffect }) =>
					smallestEffect === null ? null : (seedsNeeded?.toString() ?? titles.moreSeeds),
			],
			over.length > 0 && [
				text('parts', titles.byPart),
				({ parts }) => parts.map(({ label, mean }) => `${label} ${difference(mean)}`).join(', '),
			],
			...besideMeasures(planned).map((measure) =>
				judgedColumn<PlannedComparison>(measure, ({ beside }) => {
					const found = beside.find((other) => other.measure.id === measure.id);
					return found ? { ...found.test, verdict: found.verdict } : null;
				}),
			),
			[
				text('verdict', titles.verdict),
				({ verdict }) => ({
					text: titles.plannedVerdicts[verdict],
					strong: verdict !== 'undecided' && verdict !== 'unknown',
				}),
			],
		],
		(row) => ({ label: nameOf(row), n: String(row.n) }),
	);
}
const nameOf = ({ label, against, on }: Pick<PlannedComparison, 'label' | 'against' | 'on'>) =>
	minusText(label, against, on);

/**
 * The comparisons that a published answer counts, over all models of the study. null: the study's
 * own comparisons are the same ones.
 */
export function answerPart(gaps: readonly ShelfGap[], planned: PlannedReport): ReportPart | null {
	const { measures, comparisons } = planned;
	if (gaps.length === 0 || gaps.length >= comparisons.length) return null;
	const [outcome] = measures;
	const countPairs = (gap: ShelfGap) =>
		comparisons
			.filter(({ label }) => label.startsWith(`${gap.label} · `))
			.reduce((sum, { n }) => sum + n, 0);
	const rows = gaps.map((gap) => ({ ...gap, on: null, n: countPairs(gap) }));
	type Row = (typeof rows)[number];
	const beside = besideMeasures(planned).filter(({ id }) => gaps.some((gap) => gap.beside[id]));
	return makePart<Row>(
		{ title: words.answered, about: words.answeredAbout, signed: true },
		rows,
		[
			[text('comparison', titles.comparison), nameOf],
			[number('n', titles.n), ({ n }) => String(n)],
			judgedColumn<Row>(outcome, (row) => row, with95(outcome), true),
			...beside.map((measure) =>
				judgedColumn<Row>(measure, (row) => row.beside[measure.id] ?? null, undefined, true),
			),
			[text('verdict', titles.verdict), ({ verdict }) => titles.plannedVerdicts[verdict]],
		],
		(row) => ({ label: nameOf(row), n: String(row.n) }),
	);
}

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
	const shown = measures.filter(({ id }, i) => i === 0 || besideIds.some((other) => other === id));
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

/** How many times fewer steps to a loss than the reference policy, which only the table has. */
export function stepsPart({ id, name, every, reference, rows }: StepsReport): ReportPart {
	type Row = StepsReport['rows'][number];
	const others = rows.filter(({ isReference }) => !isReference);
	const reachedText = ({ reached, n }: Row) => titles.reachedOf({ reached, n });
	const medianText = ({ median, last }: Row) =>
		median === null ? titles.after({ step: last }) : String(median);
	const fewer = titles.fewerSteps({ reference });
	const title =
		id === 'average'
			? titles.stepsToAverage({ every })
			: titles.stepsTo({ skill: name ?? id, every });
	return makePart<Row>(
		{ title, about: words.stepsAbout({ reference }) },
		rows,
		[
			[text('group', ''), ({ label }) => label],
			[number('target', titles.targetLoss), ({ target }) => valueText(target, 'nats')],
			[number('reached', titles.reached), reachedText],
			[number('median', titles.medianSteps), medianText],
			[
				number('ratio', fewer),
				({ ratio, isReference }) => (ratio && !isReference ? estimateText(ratio, 'ratio') : null),
				{
					unit: 'ratio',
					title: fewer,
					note: '',
					marks: [1],
					draw: (row) =>
						row.ratio && {
							estimate: row.ratio,
							note: words.stepsNote({ reached: reachedText(row), median: medianText(row) }),
						},
				},
			],
			[
				number('pairs', titles.n),
				({ ratio, isReference }) => (ratio && !isReference ? String(ratio.n) : null),
			],
		],
		(row) => ({ label: row.label, n: reachedText(row) }),
		others,
	);
}
