import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { drawFigure } from './drawFigure.ts';
import type { CurvePanel, Figure, FigureSource } from './figure.ts';
import { figureCsv } from './figureCsv.ts';
import { allOf, parseXml } from './wellFormed.test-support.ts';

const evil = '<script>alert(1)</script> & "x" \u0007';
const link = 'https://lab.example/skillet/#1.abc-DEF';
const source: FigureSource = {
	...{ about: 'MoS · seed 1', links: [{ link }], paper: '#ffffff', ink: '#000000' },
	...{ quiet: '#555555', rule: '#dddddd' },
};
const losses: CurvePanel = {
	...{ kind: 'curves', title: 'Loss, nats per token', steps: 10, unit: String },
	data: [
		[0, 1, 2, 10],
		[2, null, 1, null],
		[null, null, null, null],
	],
	lines: [
		{ label: evil, stroke: '#b47800', width: 2, points: true },
		{ label: 'nothing yet', stroke: '#000000', width: 1, dash: [4, 4] },
	],
};
const figure: Figure = {
	...{ name: 'add', title: evil, panels: [losses], switches: [{ step: 5, title: evil }] },
	legend: [
		{ label: evil, mark: losses.lines[0] },
		{ label: 'sort', mark: { shape: 1, color: '#2f8fc9' } },
	],
};
const drawn = (change: Partial<Figure> = {}, by = source) =>
	parseXml(drawFigure({ ...figure, ...change }, by).svg);

test('names are text: nothing in them becomes markup, in the drawing or in its title', () => {
	const svg = drawn();
	expect(allOf(svg, 'script')).toEqual([]);
	const titles = allOf(svg, 'title').map(({ text }) => text);
	expect(titles[0]).toBe(evil.replace('\u0007', '\ufffd'));
	expect(titles).toContain('Loss, nats per token');
	expect(allOf(svg, 'text').some(({ text }) => text.startsWith('<script>'))).toBe(true);
});

test("the experiment's link is whole in description, metadata and an anchor, and visible", () => {
	const svg = drawn();
	expect(allOf(svg, 'desc')[0].text).toBe(`MoS · seed 1. Experiment: ${link}`);
	expect(allOf(svg, 'source')[0].text).toBe(link);
	const [anchor] = allOf(svg, 'a');
	expect(anchor.attributes['href']).toBe(link);
	expect(anchor.text).toBe('lab.example/skillet/#1.abc-DEF');
	const long = `https://lab.example/#1.${'x'.repeat(1500)}end`;
	expect(allOf(drawn({}, { ...source, links: [{ link: long }] }), 'a')[0].text).toMatch(
		/^lab.*….*end$/,
	);
});

test('what is no web address is no anchor', () => {
	const svg = drawn({}, { ...source, links: [{ link: 'javascript:alert(1)' }] });
	expect(allOf(svg, 'a')).toEqual([]);
	expect(svg.text).toContain('javascript:alert(1)');
});

test('a line goes through what was measured, its points are marked, and nothing is drawn of nothing', () => {
	const svg = drawn();
	const paths = allOf(svg, 'path').filter(({ attributes }) => attributes['stroke-width'] === '2');
	const line = paths.map(({ attributes }) => attributes['d']).find((d) => d.includes('L'));
	expect(line?.match(/[ML]/g)).toEqual(['M', 'L']);
	// One in the legend, two measured.
	expect(allOf(svg, 'circle')).toHaveLength(3);
	const cut = { ...losses, lines: losses.lines.map((each) => ({ ...each, cut: true })) };
	const pieces = allOf(drawn({ panels: [cut] }), 'path').map(({ attributes }) => attributes['d']);
	expect(pieces.filter((d) => d && /^M[\d.]+ [\d.]+M/.test(d))).toHaveLength(1);
});

test('shares are stacked from the first at the foot up to 1, in stairs', () => {
	const svg = drawn({
		panels: [
			{
				...{ kind: 'stack', title: 'Share', steps: 2, unit: String },
				data: [
					[0, 1, 2],
					[0.25, 0.25, 0.5],
					[0.75, 0.75, 0.5],
				],
				areas: [
					{ label: 'add', fill: '#b47800' },
					{ label: 'sort', fill: '#2f8fc9' },
				],
			},
		],
	});
	const areas = allOf(svg, 'path').filter(({ text }) => text !== '');
	expect(areas.map(({ text }) => text)).toEqual(['sort', 'add']);
	const heights = areas.map(({ attributes }) => {
		const levels = [...attributes['d'].matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));
		const foot = levels[levels.length - 1];
		return levels.slice(0, -1).map((y) => (foot - y) / 216);
	});
	// At the start, after step 1, after step 2; at the top a share that stays is one stair.
	expect(heights[1].map((height) => height.toFixed(2))).toEqual(['0.25', '0.25', '0.50']);
	expect(heights[0].map((height) => height.toFixed(2))).toEqual(['1.00', '1.00']);
});

test('panels stand beside each other, and every one has its title', () => {
	const panels = Array.from({ length: 4 }, (_, i) => ({ ...losses, title: `panel ${i}` }));
	const { width, height, svg } = drawFigure({ ...figure, panels, columns: 3 }, source);
	expect(width).toBe(3 * 280 + 2 * 20 + 2 * 16);
	const texts = allOf(parseXml(svg), 'text').map(({ text }) => text);
	for (const { title } of panels) expect(texts).toContain(title);
	expect(parseXml(svg).attributes).toMatchObject({ width: `${width}`, height: `${height}` });
});

test('before and after of each thing, with its interval', () => {
	const row = { label: 'add & sort', color: '#b47800', shape: 0, before: 0.1, after: 0.9 };
	const rows: Figure['panels'] = [
		{
			...{
				kind: 'rows',
				title: 'Exact match',
				unit: String,
				columns: { before: 'base', after: 'tuned', low: 'from', high: 'to' },
			},
			rows: [
				{ ...row, low: 0.85, high: 0.95 },
				{ ...row, label: '=text', before: null, after: null, low: null, high: null },
			],
		},
	];
	expect(allOf(drawn({ panels: rows, legend: [] }), 'circle')).toHaveLength(2);
	expect(figureCsv({ ...figure, panels: rows }, { step: 'step', row: 'skill' })).toBe(
		`skill,base,tuned,from,to\r\nadd & sort,0.1,0.9,0.85,0.95\r\n"'=text",,,,\r\n`,
	);
});

test('the numbers as CSV: steps at which something was measured, a column per line that has values', () => {
	const names = { step: 'step', row: 'skill' };
	const one = Papa.parse<string[]>(figureCsv(figure, names).replace('\ufeff', '').trim()).data;
	expect(one).toEqual([
		['step', evil],
		['0', '2'],
		['2', '1'],
	]);
	const second = { ...losses, title: 'Exact match' };
	const two = figureCsv({ ...figure, panels: [losses, second] }, names);
	expect(Papa.parse<string[]>(two.trim()).data[0]).toEqual([
		...['step', `Loss, nats per token: ${evil}`, `Exact match: ${evil}`],
	]);
});

test('numbers per pair: a coloured cell for each that is known, and rows and columns as CSV', () => {
	const named = (label: string, shape: number) => ({ label, mark: { shape, color: '#b47800' } });
	const panels: Figure['panels'] = [
		{
			...{
				kind: 'matrix',
				title: '',
				text: String,
				fill: (value: number) => (value < 0 ? '#00f' : '#f00'),
			},
			...{ rows: [named(evil, 0), named('sort', 1)], columns: [named('add', 2), named('=x', 3)] },
			values: [
				[1, -0.5],
				[null, 0.25],
			],
		},
	];
	const svg = drawn({ panels, legend: [] });
	const fills = allOf(svg, 'rect').map(({ attributes }) => attributes['fill']);
	expect(fills).toEqual(['#ffffff', '#f00', '#00f', '#f00']);
	expect(allOf(svg, 'text').map(({ text }) => text)).toEqual(
		expect.arrayContaining(['-0.5', '0.25']),
	);
	const text = figureCsv({ ...figure, panels }, { step: 'step', row: 'skill' });
	expect(Papa.parse<string[]>(text.replace('\ufeff', '').trim()).data).toEqual([
		['skill', 'add', "'=x"],
		[evil, '1', '-0.5'],
		['sort', '', '0.25'],
	]);
});

test('of several runs each has its link by its name, and its switches on its own curve', () => {
	const links = [
		{ name: evil, link },
		{ name: 'b', link: `${link}2` },
	];
	const switches = [{ step: 5, title: 'MoS', at: { value: 1, color: '#cb5a00' } }];
	const svg = drawn({ switches }, { ...source, links });
	expect(allOf(svg, 'a').map(({ attributes }) => attributes['href'])).toEqual([link, `${link}2`]);
	expect(allOf(svg, 'a')[1].text).toBe('b: lab.example/skillet/#1.abc-DEF2');
	expect(allOf(svg, 'source').map(({ text }) => text)).toEqual([link, `${link}2`]);
	const [mark] = allOf(svg, 'path').filter(({ attributes }) => attributes['fill'] === '#cb5a00');
	expect(mark.text).toBe('MoS');
});
