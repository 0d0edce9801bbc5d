import { scaleLinear } from 'd3-scale';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { render } from 'svelte/server';
import type { CurvePanel, Figure, FigureSource } from './figure.ts';
import { figureCsv } from './chartFile.ts';
import FigureSheet from './FigureSheet.svelte';
import { cumulativeSums, linePath, stairsPath, visibleIndices } from './paths.ts';
import { findAll, parseXml, type XmlElement } from '../../../../tests/support/wellFormed.ts';

const evil = '<script>alert(1)</script> & "x" \u0007';
const link = 'https://lab.example/skillet/#1.abc-DEF';
const source: FigureSource = { about: 'MoS · seed 1', links: [{ link }] };
const losses: CurvePanel = {
	kind: 'curves',
	title: 'Loss, nats per token',
	steps: 10,
	unit: String,
	lines: [
		{
			label: evil,
			stroke: '#b47800',
			width: 2,
			points: true,
			steps: [0, 1, 2, 10],
			values: [2, null, 1, null],
		},
		{ label: 'nothing yet', stroke: '#000000', width: 1, dash: [4, 4], steps: [0], values: [null] },
	],
};
const figure: Figure = {
	name: 'add',
	title: evil,
	panels: [losses],
	switches: [{ step: 5, title: evil }],
	legend: [
		{ label: evil, mark: losses.lines[0] },
		{ label: 'sort', mark: { shape: 1, color: '#2f8fc9' } },
	],
};
const paths = (svg: XmlElement): Record<string, string>[] =>
	findAll(svg, 'path').map(({ attributes, text }) => ({ ...attributes, text }));
const drawn = (change: Partial<Figure> = {}, by = source) => {
	const { body } = render(FigureSheet, { props: { figure: { ...figure, ...change }, source: by } });
	return parseXml(body.replace(/<!--.*?-->/gs, '').trim());
};

test('names are text: nothing in them becomes markup', () => {
	const svg = drawn();
	expect(findAll(svg, 'script')).toEqual([]);
	const titles = findAll(svg, 'title').map(({ text }) => text);
	expect(titles[0]).toBe(evil);
	expect(titles).toContain('Loss, nats per token');
	expect(findAll(svg, 'text').some(({ text }) => text.startsWith('<script>'))).toBe(true);
});

test('the link is whole in the description, and short in a visible anchor', () => {
	const svg = drawn();
	expect(findAll(svg, 'desc')[0].text).toBe(`MoS · seed 1. Experiment: ${link}`);
	const [anchor] = findAll(svg, 'a');
	expect(anchor.attributes['href']).toBe(link);
	expect(anchor.text.trim()).toBe('lab.example/skillet/#1.abc-DEF');
	const long = `https://lab.example/#1.${'x'.repeat(1500)}end`;
	const [short] = findAll(drawn({}, { ...source, links: [{ link: long }] }), 'a');
	expect(short.text.trim()).toMatch(/^lab.*….*end$/);
});

test('only a web address becomes an anchor', () => {
	const svg = drawn({}, { ...source, links: [{ link: 'javascript:alert(1)' }] });
	expect(findAll(svg, 'a')).toEqual([]);
	expect(svg.text).toContain('javascript:alert(1)');
});

test('a line connects measured points and marks them; a line without values is not drawn', () => {
	const lines = (panel: CurvePanel) =>
		paths(drawn({ panels: [panel], legend: [], switches: [] })).filter(
			(path) => path['stroke-linejoin'] === 'round',
		);
	const [line, ...others] = lines(losses);
	expect(line['d'].match(/[ML]/g)).toEqual(['M', 'L']);
	expect(others).toEqual([]);
	const dots = paths(drawn({ legend: [] })).find((path) => path['stroke-linecap'] === 'round');
	expect(dots?.['d'].match(/h0/g)).toHaveLength(2);
	const cut = { ...losses, lines: losses.lines.map((each) => ({ ...each, cut: true })) };
	expect(lines(cut)[0]['d'].match(/[ML]/g)).toEqual(['M', 'M']);
});

test('a long line keeps the first, lowest, highest and last value of each pixel column', () => {
	const steps = Array.from({ length: 1000 }, (_, i) => i);
	const values = steps.map((i) => (i === 333 ? 9 : i === 555 ? -9 : Math.sin(i)));
	const visible = visibleIndices({ steps, values }, scaleLinear([0, 1000], [0, 10]), false);
	expect(visible.length).toBeLessThanOrEqual(40);
	expect(visible).toEqual(visible.toSorted((a, b) => a - b));
	expect(visible).toEqual(expect.arrayContaining([0, 99, 333, 555, 999]));
	const few = { steps: [0, 1, 2, 3], values: [1, null, 2, 3] };
	expect(visibleIndices(few, scaleLinear([0, 4], [0, 40]), true)).toEqual([0, 1, 2, 3]);
	expect(visibleIndices(few, scaleLinear([0, 4], [0, 40]), false)).toEqual([0, 2, 3]);
});

test('a level stretch is one straight piece of a line and of stairs', () => {
	const [x, y] = [scaleLinear([0, 4], [0, 40]), scaleLinear([0, 2], [20, 0])];
	const draw = (path: typeof stairsPath, values: number[]) =>
		path({ steps: [0, 1, 2, 3, 4], values }, x, y);
	expect(draw(linePath, [1, 1, 1, 1, 2])).toBe('M0,10L30,10L40,0');
	expect(draw(linePath, [1, 2, 1, 2, 1])).toBe('M0,10L10,0L20,10L30,0L40,10');
	expect(draw(linePath, [1, 1, NaN, 1, 1])).toBe('M0,10L40,10');
	// Up to step 2 at 10 pixels, then at 0, and back along the foot.
	expect(draw(stairsPath, [1, 1, 1, 2, 2])).toBe('M0,10L0,10L20,10L20,0L30,0L30,0L40,0V20H0Z');
});

test('shares are stacked from the first at the foot up to 1, in stairs', () => {
	const steps = [0, 1, 2];
	expect(
		cumulativeSums([
			{ steps, values: [0.25, 0.5, null] },
			{ steps, values: [0.75, 0.5, 0.5] },
		]).map(({ values }) => Array.from(values)),
	).toEqual([
		[0.25, 0.5, NaN],
		[1, 1, NaN],
	]);
	const svg = drawn({
		panels: [
			{
				kind: 'stack',
				title: 'Share',
				steps: 2,
				unit: String,
				areas: [
					{ label: 'add', fill: '#b47800', steps, values: [0.25, 0.25, 0.5] },
					{ label: 'sort', fill: '#2f8fc9', steps, values: [0.75, 0.75, 0.5] },
				],
			},
		],
	});
	const areas = paths(svg).filter(({ text }) => text !== '');
	expect(areas.map(({ text }) => text)).toEqual(['sort', 'add']);
	const heights = areas.map((path) => {
		const points = [...path['d'].matchAll(/[ML]([\d.]+),([\d.]+)/g)];
		const levels = points.map(([, , y]) => Number(y));
		const foot = Number(/V([\d.]+)H/.exec(path['d'])![1]);
		return [...new Set(levels.map((y) => ((foot - y) / 216).toFixed(2)))];
	});
	expect(heights).toEqual([['1.00'], ['0.25', '0.50']]);
});

test('panels stand side by side, each with its title', () => {
	const panels = Array.from({ length: 4 }, (_, i) => ({ ...losses, title: `panel ${i}` }));
	const svg = drawn({ panels, columns: 3 });
	expect(svg.attributes['width']).toBe(String(3 * 280 + 2 * 20 + 2 * 16));
	const texts = findAll(svg, 'text').map(({ text }) => text);
	for (const { title } of panels) expect(texts).toContain(title);
});

test('a row shows the values before and after with an interval', () => {
	const row = { label: 'add & sort', color: '#b47800', shape: 0, before: 0.1, after: 0.9 };
	const rows: Figure['panels'] = [
		{
			kind: 'rows',
			title: 'Exact match',
			unit: String,
			columns: { before: 'base', after: 'tuned', low: 'from', high: 'to' },
			rows: [
				{ ...row, low: 0.85, high: 0.95 },
				{ ...row, label: '=text', before: null, after: null, low: null, high: null },
			],
		},
	];
	expect(findAll(drawn({ panels: rows, legend: [] }), 'circle')).toHaveLength(2);
	expect(figureCsv({ ...figure, panels: rows }, { step: 'step', row: 'skill' })).toBe(
		`skill,base,tuned,from,to\r\nadd & sort,0.1,0.9,0.85,0.95\r\n"'=text",,,,\r\n`,
	);
});

test('the CSV has a row per measured step and a column per line with values', () => {
	const names = { step: 'step', row: 'skill' };
	const rows = Papa.parse<string[]>(figureCsv(figure, names).replace('\ufeff', '').trim()).data;
	expect(rows).toEqual([
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

test('each of several runs has its named link, and its switches on its own curve', () => {
	const links = [
		{ name: evil, link },
		{ name: 'b', link: `${link}2` },
	];
	const switches = [{ step: 5, title: 'MoS', at: { value: 1, color: '#cb5a00' } }];
	const svg = drawn({ switches }, { ...source, links });
	expect(findAll(svg, 'a').map(({ attributes }) => attributes['href'])).toEqual([link, `${link}2`]);
	expect(findAll(svg, 'a')[1].text.trim()).toBe('b: lab.example/skillet/#1.abc-DEF2');
	const [mark] = findAll(svg, 'path').filter(({ attributes }) => attributes['fill'] === '#cb5a00');
	expect(mark.text.trim()).toBe('MoS');
});

test('the long name of a row is whole, in two lines', () => {
	const label = 'MoSpec translate, similarity − MoS similarity on translate (n 6), both of base 2';
	const rows = [{ label, color: '#000000', after: 1, low: 0, high: 2 }];
	const columns = { after: 'mean', low: 'low', high: 'high' };
	const svg = drawn({ panels: [{ kind: 'rows', title: '', unit: String, columns, rows }] });
	const texts = findAll(svg, 'text').map(({ text }) => text);
	expect(texts.some((text, i) => `${text} ${texts[i + 1]}` === label)).toBe(true);
});

test('a figure of points has a dot and a label per point, its intervals, and a CSV row', () => {
	const axis = (title: string) => ({ title, unit: String });
	const at = (mean: number) => ({ mean, low: mean - 1, high: mean + 1 });
	const figure: Figure = {
		name: 'frontier',
		title: 'Frontier',
		legend: [],
		switches: [],
		panels: [
			{
				kind: 'points',
				title: '',
				x: axis('domain'),
				y: axis('general'),
				columns: { mean: 'mean', low: 'low', high: 'high' },
				points: [
					{ label: 'half', short: '50 %', x: at(2), y: at(5), leads: true },
					{
						label: 'none',
						short: '0 %',
						x: at(1),
						y: { mean: 3, low: null, high: null },
						leads: false,
					},
				],
			},
		],
	};
	const { body } = render(FigureSheet, { props: { figure, source: { about: '', links: [] } } });
	expect(body.match(/<circle /g)).toHaveLength(2);
	for (const text of ['50 %', '0 %', 'domain', 'general']) expect(body).toContain(`>${text}<`);
	// Three intervals: the second point has one on one axis only.
	expect(body.match(/stroke="var\(--ink-2\)"/g)).toHaveLength(3);
	expect(figureCsv(figure, { step: 'step', row: 'group' })).toBe(
		'group,domain: mean,domain: low,domain: high,general: mean,general: low,general: high\r\n' +
			'half,2,1,3,5,4,6\r\nnone,1,0,2,3,,\r\n',
	);
});
