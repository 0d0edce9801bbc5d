import { scaleLinear } from 'd3-scale';
import { expect, test } from 'vitest';
import { render } from 'svelte/server';
import type { CurvePanel, Figure, FigureSource } from './figure.ts';
import FigureSheet from './FigureSheet.svelte';
import { cumulativeSums, visibleIndices } from './paths.ts';
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
