/** Sizes of text and colours of the page come from tokens.css, and spaces are of its scale. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const tokens = 'src/lab/page/shell/tokens.css';
/** A code for cameras has two colours of its own. */
const exceptions = ['src/lab/page/components/QrPicture.svelte'];
const spaces = [0, 1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 40, 60];

/**
 * The declarations of a component: of its style and its attributes. The size of text in a chart is
 * a number, because the chart is saved as a file too.
 */
function declarations(file: string): string[] {
	const text = readFileSync(file, 'utf8');
	const parts = file.endsWith('.css')
		? [text]
		: [
				...[...text.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css]) => css),
				...[...text.matchAll(/\sstyle="([^"]*)"/g)].map(([, css]) => css),
				...[...text.matchAll(/\s(?:style:)?(fill|stroke|color)=["{]([^"}]*)/g)].map(
					([, name, value]) => `${name}: ${value}`,
				),
			];
	return parts.flatMap((css) =>
		css.split(/[;{}]/).map((line) => line.replace(/\/\*.*?\*\//gs, '').trim()),
	);
}
const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
	.map((file) => path.join('src', file))
	.filter((file) => /\.(svelte|css)$/.test(file) && ![tokens, ...exceptions].includes(file));
const found = (isWrong: (declaration: string) => boolean) =>
	files.flatMap((file) =>
		declarations(file)
			.filter(isWrong)
			.map((declaration) => `${file}: ${declaration}`),
	);

test('the components have declarations to check', () => {
	expect(files.length).toBeGreaterThan(150);
	expect(files.flatMap(declarations).length).toBeGreaterThan(1000);
});

test('no size of text is written out', () => {
	expect(found((each) => /^font(-size)?: *\d/.test(each))).toEqual([]);
});

test('no colour is written out', () => {
	const colour = /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|lab)\(/i;
	expect(found((each) => /^[\w-]+:/.test(each) && colour.test(each))).toEqual([]);
});

test('spaces are of the scale', () => {
	const space = /^(--gap|gap|row-gap|column-gap|padding[a-z-]*|margin[a-z-]*):/;
	const isOff = (declaration: string) =>
		[...declaration.matchAll(/(\d[\d.]*)(px|r?em)/g)].some(
			([, size, unit]) => unit !== 'px' || !spaces.includes(Number(size)),
		);
	expect(found((each) => space.test(each) && isOff(each))).toEqual([]);
});
