/** The lead figure: policies that change the mix, less equal shares and less their own mean mix. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { withSign } from '../../src/languages/format.ts';
import {
	english,
	followLanguage,
	pairStored,
	readMessages,
	storedText,
	type Language,
} from '../../src/languages/language.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import { margin } from '../../src/lab/study/pairedTests.ts';
import { languageFolders, readMessageFiles } from '../../scripts/lib/messageTypes.ts';
import { gapOf, pairsOf, type Measure } from './comparisons.ts';
import { averageOf, openStudies, rowsOf } from './figures.ts';
import type { PairInterval } from './intervals.ts';
import { blue, element, line, orange, picture, quiet, text } from './svg.ts';

const pictureFile = 'public/studies/results.svg';

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

/**
 * The pictures by their files. The page's ones have the tag of their language, and those for a
 * phone say so: `results.narrow.zh-CN.svg`.
 */
export async function resultsPictures(): Promise<ReadonlyMap<string, string>> {
	const pictures = new Map<string, string>();
	for (const language of [english, ...(await readLanguages())]) {
		followLanguage(() => language);
		const tag = language === english ? '' : `.${language.tag}`;
		const rows = forestRows();
		for (const layout of layouts)
			pictures.set(
				pictureFile.replace('.svg', `${layout.name}${tag}.svg`),
				drawForest(rows, layout),
			);
	}
	followLanguage(() => english);
	return pictures;
}

/** The languages beside English. Vite, which loads them for the page, is not here. */
async function readLanguages(): Promise<Language[]> {
	const englishFiles = Object.fromEntries(readMessageFiles('en'));
	return Promise.all(
		languageFolders().map(async (folder) => {
			const file = pathToFileURL(path.resolve('src/languages', folder, 'language.ts')).href;
			const { tag } = (await import(/* @vite-ignore */ file)) as { readonly tag: string };
			const files = Object.fromEntries(readMessageFiles(folder));
			const stored = pairStored({ stored: englishFiles.stored }, { stored: files.stored });
			return { tag, messages: readMessages(files), sentences: new Map<string, string>(), stored };
		}),
	);
}

/** The places of the picture's parts. */
interface Layout {
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
	readonly legend: readonly [number, number];
	/** Characters of a line of the heading. */
	readonly lineLength: number;
}

const layouts: readonly Layout[] = [
	{
		name: '',
		width: 760,
		left: 300,
		right: 740,
		top: 84,
		rowHeight: 34,
		namesAbove: false,
		legend: [300, 440],
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
		legend: [12, 150],
		lineLength: 56,
	},
];

const reach = 5;
const colours = [blue, orange];

const inside = (points: number): number => Math.max(-reach, Math.min(reach, points));

/** Points are percentage points of right answers. A light band is the margin of equivalence. */
function drawForest(rows: readonly ForestRow[], layout: Layout): string {
	const { width, left, right, top, rowHeight, namesAbove, legend } = layout;
	const [title, about] = lines;
	const bottom = top + rows.length * rowHeight;
	const xOf = (points: number): number => left + ((points + reach) / (2 * reach)) * (right - left);
	const ticks = [-4, -2, 0, 2, 4];
	/** The band and the zero line, which do not cross names. */
	const ground = (from: number, to: number) => [
		element('rect', {
			x: xOf(-100 * margin),
			y: from,
			width: xOf(100 * margin) - xOf(-100 * margin),
			height: to - from,
			fill: '#e4e4e4',
		}),
		line([xOf(0), from], [xOf(0), to], { 'stroke-width': 1 }),
	];
	const legendY = top - 17.5;
	return picture({ width, height: bottom + 44, about: lines.map(storedText).join(' ') }, [
		text(title, 12, 22, { 'font-size': 15, 'font-weight': 600 }),
		...inLines(storedText(about), layout.lineLength).map((words, i) =>
			text(words, 12, 41 + 14 * i, { fill: quiet, ...(namesAbove && { 'font-size': 11 }) }),
		),
		...(namesAbove ? [] : ground(top - 8, bottom)),
		...sides.flatMap((side, i) => [
			element('circle', { cx: legend[i] + 4, cy: legendY - 4.5, r: 4.5, fill: colours[i] }),
			text(side, legend[i] + 14, legendY, { fill: colours[i] }),
		]),
		...rows.flatMap((row, i) => {
			const y = top + (i + 0.5) * rowHeight + (namesAbove ? 10 : 0);
			const nameY = namesAbove ? y - 21 : y + 4.5;
			return [
				...(namesAbove ? ground(y - 14, y + 14) : []),
				text(row.title, 12, nameY),
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

/** One line, or two that break after a comma. */
function inLines(words: string, length: number): string[] {
	if (words.length <= length) return [words];
	const comma = words.lastIndexOf(',', length);
	return [words.slice(0, comma + 1), words.slice(comma + 1).trim()];
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
