/** Links as other programs pass them on: each kind of change opens the same experiment. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import goldenLinks from '../../../tests/golden/links.json' with { type: 'json' };
import { readLink } from './link.ts';
import { packText } from './linkBytes.ts';
import { findLinks, linkFragment, linkLines } from './linkText.ts';

const site = 'https://lab.example/x/?a=1&b=2';
const links = goldenLinks.map(({ link }) => link);
const other = links[1];

const someLink = fc.constantFrom(...links);
/** Nobody sees these: zero-width, soft hyphen, direction, isolates, selectors, byte-order mark. */
const unseen = [
	...'\u200b\u200c\u200d\u2060\u00ad\u200e\u200f\u202a\u202c\u2066\u2069\ufe0f\ufeff\u180e\u034f',
	'\u061c',
	'\u3164',
	'\u2800',
	'\u{e0100}',
	'\u{e0020}',
];
/** White space, also as mail programs break lines. */
const white = [' ', '\t', '\n', '\r\n', '\r\n\t', '\u00a0', '\u202f', '\u2028', '\u3000', '\u0085'];
const inserted = fc.constantFrom(...unseen, ...white);
const insertions = fc.array(fc.tuple(fc.nat(), inserted), { maxLength: 9 });
/** At any place of `#3.…`. */
const withInsertions = (link: string, list: readonly (readonly [number, string])[]) =>
	list
		.reduce((text, [at, what]) => text.toSpliced(at % (text.length + 1), 0, what), [...`#${link}`])
		.join('');

const before = fc.constantFrom(
	'',
	' ',
	'(',
	'[',
	'<',
	'"',
	'“',
	'„',
	'«',
	'《',
	'（',
	'『',
	'> ',
	'_',
	'**',
	'`',
	'Look: ',
	'[my run](',
	'请看：',
	'<a href="',
	'Room 3. ',
	'#1. ',
	'\u2068',
	'https://www.google.com/url?q=',
);
const after = fc.constantFrom(
	'',
	' ',
	...')].,;:!?>"\'”»》）』。，、…|*`~{}/\\',
	'_',
	'__',
	'*)',
	').',
	'&amp;',
	'?fbclid=IwAR0_aZ-9',
	'?utm_source=mail&utm_medium=x',
	'&utm_source=chat',
	'&amp;utm_source=chat',
	'&data=05%7C01',
	'#',
	'#:~:text=a',
	':~:text=one,two',
	'\\n",',
	'">my run</a>',
	') and then',
	' and then train it',
	', said Ada',
	'—she said',
	'看这里',
	'\u2069',
	`](${site}#`,
	`${site}#${other}`,
	` ${site}#${other}`,
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

const packedLesson = packText(`A lesson of ${goldenLinks[0].link}`, new Uint8Array(1));
const lessonFragments = [
	'#lesson=mix',
	'#lesson=mix&seeds=each',
	'#lesson=own/first_lesson-2.md',
	`#lesson.1.${packedLesson}`,
	`#lesson.1.${packedLesson}&seeds=each`,
];
/** What a writer or an editor adds, and then a program that passes the text on. */
const writers: readonly ((text: string) => string)[] = [
	(text) => text,
	(text) => `\ufeff\u3000${text}\u00a0\u2028`,
	(text) => `On Monday: (${text}), all.`,
	(text) => `“${text}”，谢谢`,
	(text) => `[${text}](${text}).`,
	(text) => `**<${text}>**\r\n\r\nBen`,
	(text) => [...text].join('\u00ad'),
	(text) => [...text].join('\u2800'),
];
const programs: readonly ((text: string) => string)[] = [
	(text) => text,
	(text) => `Hello\r\n\r\n${text.replace(/^/gm, '> ')}\r\n> Ben`,
	(text) => `<a href="${text.replaceAll('&', '&amp;')}">this</a>`,
	(text) => text.replaceAll('&', '&#38;').replaceAll('#', '&num;').replaceAll('_', '&lowbar;'),
	(text) => quotedPrintable(`See ${text}.`),
	(text) => quotedPrintable(`> See ${text}.`, '=\r\n').replaceAll('.', '=2E'),
	(text) => `mailto:a@b.example?body=${encodeURIComponent(`Here: ${text}`)}`,
	(text) => `mailto:a@b.example?body=${encodeURIComponent(text)}&subject=Lesson`,
];
function quotedPrintable(text: string, end = '=\n'): string {
	const coded = text.replaceAll('=', '=3D');
	return coded.match(/.{1,70}(?<!=.?)/gs)!.join(end);
}

test.each([...links.map((link) => `#${link}`), ...lessonFragments])(
	'%s is read whatever was written around it, from any program',
	(fragment) => {
		for (const write of writers)
			for (const pass of programs) {
				const text = pass(write(site + fragment));
				expect(linkFragment(text), text).toBe(fragment);
			}
	},
);

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
	'# ',
	'%23',
	'%2523',
	'[',
	'<',
	' ',
	'\u200b',
	'3.',
	'#3. ',
	'#3.abc ',
	'12',
	'http://',
	'>',
	'-',
	'_',
	'e=',
	'\\_',
	'=3D',
	'=\n',
	'&amp;',
	'#lesson=',
	'b\n',
])('a long line of %j is read in one pass', (piece) => {
	const line = piece.repeat(Math.ceil(200_000 / piece.length));
	const lines = [...linkLines(`${line}\n${line} ${other}`)];
	expect(lines.flatMap(({ links }) => links.map(({ link }) => link))).toEqual([other]);
});
