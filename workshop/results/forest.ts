/** The lead figure: policies against equal shares, after 100 and 300 updates. */
import { withSign } from '../../src/languages/format.ts';
import { storedText } from '../../src/languages/language.ts';
import { budgets, lossGap, scoreGap, tested, withoutRecall, type Tested } from './comparisons.ts';
import type { PairInterval } from './intervals.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import type { PublishedStudy } from '../../scripts/lib/shelf/published.ts';
import { blue, element, line, orange, quiet, text } from './svg.ts';

export const reference = 'equal shares';
/** The baseline of the papers. */
const bySize = 'by size';

/** A row: a policy against equal shares, or against its own mean mix. */
interface RowPlan {
	readonly policy: string;
	readonly against: string;
	/** The base on which the mix was found: it says nothing about other bases. */
	readonly but?: string;
	/** The paper's difference in its own measure; its best models have 0.5 to 8 billion weights. */
	readonly paper: string;
	readonly title?: string;
}

/** MoS's Table 2: lowest and highest difference from uniform of its three models. */
const papers: Readonly<Record<string, string>> = {
	'by size': '−1.1 … 0.0',
	'temperature 10': '−2.1 … +0.4',
	'MoS similarity': '+0.5 … +2.9',
	'MoS difficulty': '+1.0 … +2.3',
	MultiUAT: '−0.8 … +0.3',
};

export interface ForestRow extends RowPlan {
	readonly title: string;
	/** In the order of `budgets`. */
	readonly gaps: readonly Tested[];
	/** After the last update, without the skill that tests what was trained. */
	readonly withoutRecall: PairInterval;
	/** After the last update, against the papers’ baseline; null: it is that, or no policy. */
	readonly bySize: PairInterval | null;
	/** Held-out nats after the last update, without a verdict. */
	readonly loss: number;
}

/** The mix that a law of scores, fitted to the first base alone, proposed. */
const mixOfTheLaw = 'mix of the law';

/**
 * The policies but the reference and mean mixes; then what a mean mix leaves. The studies have the
 * same policies on different bases, which are random draws.
 */
export function forestRows(studies: readonly PublishedStudy[]): ForestRow[] {
	const [study] = studies;
	const { policies } = study.study;
	const plain = policies.filter(({ label, meanOf }) => label !== reference && meanOf === undefined);
	const means = policies.filter(({ meanOf }) => meanOf !== undefined);
	const first = study.study.axes.model?.[0].id;
	const plans: RowPlan[] = [
		...plain.map(({ label }): RowPlan => ({
			policy: label,
			against: reference,
			paper: papers[label] ?? '–',
			...(label === mixOfTheLaw && first !== undefined && { but: first }),
		})),
		...means.map(({ label, meanOf }) => ({
			policy: meanOf!,
			against: label,
			paper: '–',
			title: `${meanOf!} − its own mean mix`,
		})),
	];
	const last = budgets.at(-1)!;
	const measured = plans.flatMap((plan) => {
		const { policy, against, but } = plan;
		const sides = [policy, against] as const;
		const base = { ...(but !== undefined && { but }) };
		const gaps = budgets.flatMap((step) => scoreGap(studies, sides, step, base) ?? []);
		const rest = scoreGap(studies, sides, last, { ...base, skills: withoutRecall(study) });
		const loss = lossGap(studies, sides, last, base);
		if (!rest || !loss || gaps.length < budgets.length) return [];
		const isPlain = against === reference && policy !== bySize;
		const size = isPlain ? scoreGap(studies, [policy, bySize], last, base) : null;
		return [{ plan, gaps, withoutRecall: rest, bySize: size, loss: loss.mean }];
	});
	const all = tested(measured.flatMap(({ gaps }) => gaps));
	return measured.map(({ plan, ...values }, i) => ({
		...plan,
		...values,
		title: plan.title ?? `${labelText(plan.policy)}${plan.but === undefined ? '' : ' ¹'}`,
		gaps: all.slice(i * budgets.length, (i + 1) * budgets.length),
	}));
}

/** The places of the picture's parts. */
export interface Layout {
	/** Part of the file's name. */
	readonly name: '' | '.narrow';
	readonly width: number;
	/** The ends of the axis. */
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly rowHeight: number;
	/** For phones: a name stands above its row, else beside it. */
	readonly namesAbove: boolean;
	/** Left edges of the legend. */
	readonly legend: readonly [number, number, number];
	/** Characters of a line of the heading. */
	readonly lineLength: number;
}

export const layouts: readonly Layout[] = [
	{
		name: '',
		width: 760,
		left: 300,
		right: 640,
		top: 84,
		rowHeight: 34,
		namesAbove: false,
		legend: [300, 412, 536],
		lineLength: Infinity,
	},
	{
		name: '.narrow',
		width: 360,
		left: 30,
		right: 330,
		top: 92,
		rowHeight: 54,
		namesAbove: true,
		legend: [12, 116, 220],
		lineLength: 56,
	},
];

const reach = 4;
const colours = [orange, blue];

export const forestHeight = (rows: readonly ForestRow[], { top, rowHeight }: Layout): number =>
	top + rows.length * rowHeight + 44;

const inside = (points: number): number => Math.max(-reach, Math.min(reach, points));

/** Points are percentage points of right answers. A light band is ± 0.5. */
export function drawForest(
	rows: readonly ForestRow[],
	[title, about]: readonly string[],
	layout: Layout,
): string[] {
	const { width, left, right, top, rowHeight, namesAbove, legend } = layout;
	const bottom = top + rows.length * rowHeight;
	const xOf = (points: number): number => left + ((points + reach) / (2 * reach)) * (right - left);
	const ticks = [-4, -2, 0, 2, 4];
	/** The band and the zero line, which do not cross names. */
	const ground = (from: number, to: number) => [
		element('rect', {
			x: xOf(-0.5),
			y: from,
			width: xOf(0.5) - xOf(-0.5),
			height: to - from,
			fill: '#e4e4e4',
		}),
		line([xOf(0), from], [xOf(0), to], { 'stroke-width': 1 }),
	];
	const legendY = top - 17.5;
	const aside = namesAbove
		? { x: width - 12, values: { fill: quiet, 'text-anchor': 'end' } }
		: { x: right + 16, values: { fill: quiet } };
	return [
		text(title, 12, 22, { 'font-size': 15, 'font-weight': 600 }),
		...inLines(storedText(about), layout.lineLength).map((words, i) =>
			text(words, 12, 41 + 14 * i, { fill: quiet, ...(namesAbove && { 'font-size': 11 }) }),
		),
		...(namesAbove ? [] : ground(top - 8, bottom)),
		...budgets.flatMap((budget, i) => [
			element('circle', { cx: legend[i] + 4, cy: legendY - 4.5, r: 4.5, fill: colours[i] }),
			text(`${budget} updates`, legend[i] + 14, legendY, { fill: colours[i] }),
		]),
		text('◇ loss', legend[2], legendY, { fill: quiet }),
		text('in the paper', aside.x, legendY, aside.values),
		...rows.flatMap((row, i) => {
			const y = top + (i + 0.5) * rowHeight + (namesAbove ? 10 : 0);
			const nameY = namesAbove ? y - 21 : y + 4.5;
			return [
				...(namesAbove ? ground(y - 14, y + 14) : []),
				text(row.title, 12, nameY),
				...row.gaps.flatMap((gap, k) => drawGap(gap, y + (k === 0 ? -6 : 6), colours[k], xOf)),
				drawLoss(row.loss, y, xOf),
				text(row.paper, aside.x, nameY, aside.values),
			];
		}),
		...ticks.flatMap((tick) => [
			line([xOf(tick), bottom], [xOf(tick), bottom + 5]),
			text(withSign(tick, 0), xOf(tick), bottom + 19, { 'text-anchor': 'middle' }),
		]),
		text('points of right answers, against equal shares', (left + right) / 2, bottom + 36, {
			'text-anchor': 'middle',
			fill: quiet,
		}),
	];
}

/** One line, or two that break after a comma. */
function inLines(words: string, length: number): string[] {
	if (words.length <= length) return [words];
	const comma = words.lastIndexOf(',', length);
	return [words.slice(0, comma + 1), words.slice(comma + 1).trim()];
}

/** The x of a difference in points. */
type Scale = (points: number) => number;

/** An arrow at the edge, with the number, stands for a mean outside. */
function drawGap({ mean, low, high }: Tested, y: number, colour: string, xOf: Scale): string[] {
	const [points, from, to] = [100 * mean, 100 * low, 100 * high];
	if (Math.abs(points) > reach) {
		const edge = xOf(Math.sign(points) * reach);
		const tip = Math.sign(points) * 9;
		const path = `M${edge + tip} ${y}l${-tip} -4.5v9z`;
		return [
			element('path', { d: path, fill: colour }),
			text(withSign(points, 1), edge - tip, y + 4.5, {
				'text-anchor': points > 0 ? 'end' : 'start',
				'font-size': 11,
				fill: colour,
			}),
		];
	}
	return [
		line([xOf(inside(from)), y], [xOf(inside(to)), y], { stroke: colour, 'stroke-width': 2 }),
		element('circle', { cx: xOf(points), cy: y, r: 4.5, fill: colour }),
	];
}

/** A tenth of a nat less is one unit to the right: better is right, as for scores. */
function drawLoss(nats: number, y: number, xOf: Scale): string {
	const x = xOf(inside(-10 * nats));
	const d = `M${x} ${y - 4}l4 4l-4 4l-4 -4z`;
	return element('path', { d, fill: 'none', stroke: quiet, 'stroke-width': 1.2 });
}
