/** A study's report as tables in Markdown: for docs, and for a terminal. */
import { factorsLabel, valueLabel } from './factors.ts';
import type { Measure } from './measures.ts';
import type { Difference, Figure, StudyReport } from './reportTypes.ts';
import type { Factors } from './study.ts';

export function studyMarkdown(report: StudyReport): string {
	const { counts, groups, comparisons, warnings, notes, failures } = report;
	const parts = [
		`# ${escaped(report.title)}`,
		escaped(report.about),
		`${counts.finished} of ${counts.planned} cells are finished${counts.failed > 0 ? `, ${counts.failed} failed` : ''}.`,
		...(groups.length > 0 ? ['## Scores', scores(report), ...costs(report)] : []),
		...(comparisons.length > 0
			? ['## Differences', differences(report), list(comparisons.map(({ sentence }) => sentence))]
			: []),
		...frontier(report),
		...grids(report),
		...section('Warnings', [...warnings, ...comparisons.flatMap((found) => found.warnings)]),
		...section(
			'Failed cells',
			failures.map(
				({ factors, message }) => `${factorsLabel(factors, shownFactors(factors))}: ${message}`,
			),
		),
		...section('How to read this', notes),
	];
	return parts.filter((part) => part !== '').join('\n\n') + '\n';
}

function scores({ groups, measures, skills }: StudyReport): string {
	return table([
		[
			'',
			'n',
			...measures.map((measure) => `${measure.title}, ${measure.unit === 'share' ? '%' : 'nats'}`),
			...skills.map(({ name, hasExact }) => (hasExact ? `${name}, % / nats` : `${name}, nats`)),
		],
		...groups.map((group) => [
			group.label,
			group.n === group.planned ? String(group.n) : `${group.n} of ${group.planned}`,
			...measures.map(({ id, unit }) => shownFigure(group.figures[id] ?? null, unit)),
			...group.skills.map(({ exact, loss }) =>
				[...(exact ? [shown(exact.mean, 'share')] : []), loss ? loss.mean.toFixed(2) : '–'].join(
					' / ',
				),
			),
		]),
	]);
}

/** Columns that are not 0 everywhere. */
function costs({ groups }: StudyReport): string[] {
	const columns: [string, (cost: (typeof groups)[number]['cost']) => number | null, number][] = [
		['steps', ({ steps }) => steps, 0],
		['tokens', ({ tokens }) => tokens, 0],
		['seconds', ({ seconds }) => seconds, 1],
		['ms per step', ({ millisecondsPerStep }) => millisecondsPerStep, 1],
		['probes, % of the run', ({ probeShare }) => 100 * probeShare, 1],
		['updates beforehand', ({ updates }) => updates, 0],
		['examples measured beforehand', ({ measured }) => measured, 0],
		['seconds beforehand', ({ secondsBeforehand }) => secondsBeforehand, 1],
		[
			'wrong answers, % of examples',
			({ noisyShare }) => (noisyShare === null ? null : 100 * noisyShare),
			1,
		],
	];
	const used = columns.filter(([, of]) => groups.some(({ cost }) => (of(cost) ?? 0) > 0));
	const rows = groups.map(({ label, n, cost }) => [
		label,
		String(n),
		...used.map(([, of, digits]) => of(cost)?.toFixed(digits) ?? '–'),
	]);
	return [
		'## Cost',
		'Means over n cells.',
		table([['', 'n', ...used.map(([title]) => title)], ...rows]),
	];
}

function differences({ comparisons, measures }: StudyReport): string {
	return table([
		[
			'',
			'against',
			'n',
			...measures.map(({ title, unit }) => `${title}, ${unit === 'share' ? 'points' : 'nats'}`),
		],
		...comparisons.map(({ groups: [label, against], pairs, differences }) => [
			...[label, against, String(pairs)],
			...measures.map((measure) => {
				const found = differences.find((difference) => difference.measure === measure.id);
				return found ? shownDifference(found, measure.unit) : '–';
			}),
		]),
	]);
}

/** In bold where it is told apart; wins–ties–losses behind it. */
function shownDifference(difference: Difference, unit: Measure['unit']): string {
	const { bootstrap, student, verdict, wins, ties, losses } = difference;
	if (bootstrap.n === 0) return '–';
	const text = student
		? `${shownFigure(bootstrap, unit)}, t ${shown(student.low, unit)} to ${shown(student.high, unit)}`
		: shown(bootstrap.mean, unit);
	const isTold = verdict === 'better' || verdict === 'worse';
	return `${isTold ? `**${text}**` : text}; ${wins}–${ties}–${losses}`;
}

function frontier({ frontier }: StudyReport): string[] {
	if (!frontier || frontier.points.length < 2) return [];
	const { domain, general, points } = frontier;
	return [
		'## Domain against general',
		table([
			['', `${domain.title}`, `${general.title}`, 'on the frontier', 'n'],
			...points.map((point) => [
				point.label,
				shownFigure(point.domain, domain.unit),
				shownFigure(point.general, general.unit),
				point.onFrontier ? 'yes' : 'no',
				String(point.domain.n),
			]),
		]),
	];
}

function grids({ grids, measures }: StudyReport): string[] {
	const [measure] = measures;
	if (!measure) return [];
	return grids.flatMap(({ policy, models, epochs, cells }) => [
		`## ${escaped(policy)}: size × epochs, ${measure.title.toLowerCase()}`,
		table([
			['', ...epochs.map((times) => valueLabel('epochs', times))],
			...models.map((model) => [
				model,
				...epochs.map((times) => {
					const cell = cells.find((found) => found.model === model && found.epochs === times);
					const figure = cell?.figures[measure.id] ?? null;
					return figure ? `${shownFigure(figure, measure.unit)}, n = ${figure.n}` : '–';
				}),
			]),
		]),
	]);
}

/** The policy first, the seed last. */
const shownFactors = (factors: Factors): string[] => [
	'policy',
	...Object.keys(factors).filter((id) => id !== 'policy' && id !== 'seed'),
	'seed',
];

const section = (title: string, lines: readonly string[]): string[] =>
	lines.length > 0 ? [`## ${title}`, list(lines)] : [];
const list = (lines: readonly string[]): string =>
	lines.map((line) => `- ${escaped(line)}`).join('\n');

const shown = (value: number, unit: Measure['unit']): string =>
	unit === 'share' ? (100 * value).toFixed(1) : value.toFixed(3);
const shownFigure = (figure: Figure | null, unit: Measure['unit']): string => {
	if (!figure) return '–';
	const { mean, low, high } = figure;
	if (low === null || high === null) return shown(mean, unit);
	return `${shown(mean, unit)} (${shown(low, unit)} to ${shown(high, unit)})`;
};

function table(rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => escaped(cell).replaceAll('|', '\\|')).join(' | ')} |`;
	const [head, ...body] = rows;
	return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** Names come from files: none of them may be taken for markup, or end a line. */
const escaped = (text: string): string =>
	text
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll(/[\r\n]+/g, ' ');
