/** The lead figure: policies that change the mix, less equal shares and less their own mean mix. */
import { withSign } from '../../src/languages/format.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import { margin } from '../../src/lab/study/pairedTests.ts';
import { gapOf, pairsOf, type Measure } from './comparisons.ts';
import { averageOf, openStudies, rowsOf } from './figures.ts';
import type { PairInterval } from './intervals.ts';
import { blue, element, line, orange, picture, quiet, text } from './svg.ts';

/** The two lines above the figure. */
const lines = [
	'Eight small tasks, 0.25 M parameters, 300 updates.',
	'0 is no difference, one point is one answer in a hundred, grey is ± 2.',
];
const sides = ['less equal shares', 'less its own mean mix'];

interface ForestRow {
	readonly title: string;
	/** In the order of `sides`. */
	readonly gaps: readonly PairInterval[];
}

/** The best against equal shares first. */
function forestRows(): ForestRow[] {
	const study = openStudies('online+average');
	const measure: Measure = averageOf(study);
	return rowsOf(study, 'each')
		.map(({ name }) => ({
			title: labelText(name),
			gaps: ['equal shares', `mean mix of ${name}`].map((against) =>
				gapOf(study, pairsOf(study, name, against), measure)!,
			),
		}))
		.sort((a, b) => b.gaps[0].mean - a.gaps[0].mean);
}

/** The picture of results.md by its file. */
export const resultsPicture = (): readonly [file: string, svg: string] => [
	'public/studies/results.svg',
	drawForest(forestRows()),
];

const [width, left, right, top, rowHeight] = [760, 300, 740, 84, 34];
/** Left edges of the legend. */
const legend = [300, 440];
const reach = 5;
const colours = [blue, orange];

const inside = (points: number): number => Math.max(-reach, Math.min(reach, points));

/** Points are percentage points of right answers. A light band is the margin of equivalence. */
function drawForest(rows: readonly ForestRow[]): string {
	const [title, about] = lines;
	const bottom = top + rows.length * rowHeight;
	const xOf = (points: number): number => left + ((points + reach) / (2 * reach)) * (right - left);
	const ticks = [-4, -2, 0, 2, 4];
	/** The band and the zero line, which do not cross names. */
	const ground = [
		element('rect', {
			x: xOf(-100 * margin),
			y: top - 8,
			width: xOf(100 * margin) - xOf(-100 * margin),
			height: bottom - top + 8,
			fill: '#e4e4e4',
		}),
		line([xOf(0), top - 8], [xOf(0), bottom], { 'stroke-width': 1 }),
	];
	const legendY = top - 17.5;
	return picture({ width, height: bottom + 44, about: lines.join(' ') }, [
		text(title, 12, 22, { 'font-size': 15, 'font-weight': 600 }),
		text(about, 12, 41, { fill: quiet }),
		...ground,
		...sides.flatMap((side, i) => [
			element('circle', { cx: legend[i] + 4, cy: legendY - 4.5, r: 4.5, fill: colours[i] }),
			text(side, legend[i] + 14, legendY, { fill: colours[i] }),
		]),
		...rows.flatMap((row, i) => {
			const y = top + (i + 0.5) * rowHeight;
			return [
				text(row.title, 12, y + 4.5),
				...row.gaps.flatMap((gap, k) => drawGap(gap, y + (k === 0 ? -6 : 6), colours[k], xOf)),
			];
		}),
		...ticks.flatMap((tick) => [
			line([xOf(tick), bottom], [xOf(tick), bottom + 5]),
			text(withSign(tick, 0), xOf(tick), bottom + 19, { 'text-anchor': 'middle' }),
		]),
		text('points of right answers', (left + right) / 2, bottom + 36, {
			'text-anchor': 'middle',
			fill: quiet,
		}),
	]);
}

/** The x of a difference in points. */
type Scale = (points: number) => number;

/** An arrow at the edge, with the number, stands for a mean outside. */
function drawGap(
	{ mean, low, high }: PairInterval,
	y: number,
	colour: string,
	xOf: Scale,
): string[] {
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
