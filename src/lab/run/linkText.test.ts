/** Links as other programs pass them on: each kind of change opens the same experiment. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import goldenLinks from '../../../tests/golden/links.json' with { type: 'json' };
import { readLink } from './link.ts';
import { findLinks, linkLines } from './linkText.ts';

const site = 'https://lab.example/x/?a=1&b=2';
const links = goldenLinks.map(({ link }) => link);
const other = links[1];

const someLink = fc.constantFrom(...links);
const inserted = fc.constantFrom('\u200b', '\u2060', '\u00ad', '\ufeff', ' ', '\n', '\r\n\t');
const insertions = fc.array(fc.tuple(fc.nat(), inserted), { maxLength: 9 });
/** At any place behind `#3.`. */
const withInsertions = (link: string, list: readonly (readonly [number, string])[]) =>
	list
		.reduce(
			(text, [at, what]) => text.toSpliced(3 + (at % (text.length - 2)), 0, what),
			[...`#${link}`],
		)
		.join('');

const before = fc.constantFrom(
	...['', ' ', '(', '<', '“', '《', '（', '> ', '**', 'Look: ', '[my run](', '请看：', 'Room 3. '],
);
const after = fc.constantFrom(
	...['', ' ', ...')].,;:!?>"»》）。，…*'],
	...['&amp;', '?fbclid=IwAR0_aZ-9', '&utm_source=chat', '#:~:text=a', '">my run</a>'],
	...[
		') and then',
		' and then train it',
		', said Ada',
		'看这里',
		`](${site}#`,
		` ${site}#${other}`,
	],
);
/** Letters of a link stay; the program escapes what else it wants, once or twice. */
const escapings = fc.constantFrom(
	(text: string) => text,
	encodeURI,
	encodeURIComponent,
	(text: string) => encodeURIComponent(encodeURIComponent(text)),
	(text: string) => text.replaceAll('.', '%2e').replaceAll('#', '%23'),
	(text: string) => text.replaceAll('_', '\\_').replaceAll('-', '\\-'),
);

test('a link opens whatever a program inserted, escaped, or wrote around it', () => {
	fc.assert(
		fc.property(
			someLink,
			insertions,
			before,
			after,
			escapings,
			fc.boolean(),
			(link, list, start, end, escape, hasSite) => {
				const whole = start + (hasSite ? site : '') + escape(withInsertions(link, list)) + end;
				expect(findLinks(whole)[0]?.link, JSON.stringify(whole)).toBe(link);
			},
		),
		{ seed: 66, numRuns: 1500 },
	);
});

test('all links of a text are found, each once, with the text before its address', () => {
	const [a, b] = links;
	const text = [
		`Ada [Yes]: ${site}#${a}, Ben: [${site}#${b}](${site}#${b})`,
		`<b>Cem</b> 3.14 ${site}#${a}`,
	];
	expect(findLinks(text.join('\n'))).toEqual([
		{ link: a, before: 'Ada [Yes]: ', lines: 0 },
		{ link: b, before: ', Ben: [', lines: 0 },
	]);
});

test('a link without an address opens, and a number is none', () => {
	for (const around of ['', ' ', '"', '(', ' My run '])
		expect(readLink(`${around}${links[2]}${around}`)).toEqual(readLink(links[2]));
	for (const text of ['Chapter 3. All that glitters is not gold', '3.14159', '# 3. Results', '#3'])
		expect(findLinks(text)).toEqual([]);
});

test('a link that mail broke over lines is one line, and a line after it stays its own', () => {
	const long = links.reduce((longest, link) => (link.length > longest.length ? link : longest));
	const parts = `${site}#${long}`.match(/.{1,76}/g)!;
	expect(parts.length).toBeGreaterThan(3);
	for (const quote of ['', '> ', '>> ']) {
		const text = ['Hello', '', ...parts.map((line) => quote + line), `${quote}Ben`, other].join(
			'\r\n',
		);
		const lines = [...linkLines(text)];
		expect(lines.map(({ line, links }) => [line, links.map(({ link }) => link)])).toEqual([
			[1, []],
			[3, [long]],
			[3 + parts.length, []],
			[4 + parts.length, [other]],
		]);
	}
});

/** Reading such a line again from each of its characters would take hours. */
test.each([
	'iVBORw0KGgo/+A',
	'#',
	'%2523',
	'#3. ',
	'#3.abc ',
	'12',
	'>',
	'-',
	'\\_',
	'#lesson=',
	'b\n',
])('a long line of %j is read in one pass', (piece) => {
	const line = piece.repeat(Math.ceil(200_000 / piece.length));
	const lines = [...linkLines(`${line}\n${line} ${other}`)];
	expect(lines.flatMap(({ links }) => links.map(({ link }) => link))).toEqual([other]);
});
