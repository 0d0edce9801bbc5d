import { expect, test } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import {
	addressLink,
	hasOwnSeeds,
	lessonAddress,
	lessonLink,
	readLessonLink,
} from './lessonLink.ts';
import { plainText, wordCount } from './markdown.ts';
import { isLesson, parseLesson } from './parseLesson.ts';
import { smallLesson } from '../../../../../tests/support/smallLesson.ts';
import type { JsonObject } from '#engine/core/json.ts';

const read = (text: string) =>
	parseLesson({ file: 'my.md', text, language: 'en', places: ['runs', 'studies'] });
/** The example with one change. */
const changed = (from: string, to: string) => {
	expect(smallLesson).toContain(from);
	return read(smallLesson.replace(from, to));
};

test('a lesson: steps, their conditions, and the question', () => {
	const { title, steps, experiment } = read(smallLesson);
	expect(title).toBe('Twice as long');
	expect(experiment).toEqual({ train: ['reversing', 'sorting'], watch: ['stories'], steps: 60 });
	expect(steps.map(({ until }) => until.map(({ source }) => source).join())).toEqual([
		'',
		'',
		'reached(30)',
		'finished',
		'',
	]);
	expect(steps[1].ask?.choices.map(({ when }) => when.source)).toEqual([
		'loss(reversing) > half × 0.8',
		'loss(reversing) <= half × 0.8',
	]);
	expect(steps[3].values.map(({ source, unit }) => [source, unit])).toEqual([['half', 'nats']]);
	for (const end of ['\r\n', '\r'])
		expect(JSON.stringify(read(`\uFEFF${smallLesson.replaceAll('\n', end)}`).steps)).toBe(
			JSON.stringify(steps),
		);
});

test.each<[string, string, string, string, JsonObject?]>([
	[
		'an unknown field',
		'minutes: 2',
		'minutes: 2\nminute: 2',
		'is not a field here. Known ones: {known}.',
		{ line: 6, field: 'minute' },
	],
	[
		'a wrong number',
		'minutes: 2',
		'minutes: many',
		'a whole number from {min} to {max}',
		{ line: 5, field: 'minutes' },
	],
	[
		'a right choice that is not there',
		'minutes: 2',
		'minutes: 2\ntransfer: { ask: Why?, choices: [So, Not so], right: 3 }',
		'must be {what}, not {input}.',
		{ line: 6, field: 'transfer.right' },
	],
	[
		'a colon',
		'Twice as long',
		'Twice: as long',
		'this line cannot be read. Indent with spaces, and put a text with a colon in quotes.',
		{ line: 3, field: 'YAML' },
	],
	...[
		'> '.repeat(21),
		'>'.repeat(2000),
		'- '.repeat(2000),
		`${'*'.repeat(5000)}a${'*'.repeat(5000)}`,
	].map((deep): [string, string, string, string, JsonObject] => [
		`a line that begins with ${deep.slice(0, 4)}, thousands of them,`,
		'Two skills train here',
		`Two skills\n\n${deep} train`,
		'is nested too deeply. Write it with at most {mostLevels} levels.',
		{ line: 17, field: 'text' },
	]),
	[
		'21 aliases of YAML',
		'minutes: 2',
		`minutes: 2\nb0: &b0 [x]\nb1: [${Array(21).fill('*b0').join(', ')}]`,
		'the alias "{alias}" names no value above it, or the lesson has more than {mostAliases}. Write the value in full.',
		{ line: 7, field: 'YAML' },
	],
	[
		'an alias in its own value',
		'train: [reversing, sorting]',
		'train: &all [reversing, *all]',
		'the alias "{alias}" names no value above it, or the lesson has more than {mostAliases}. Write the value in full.',
		{ line: 7, field: 'YAML' },
	],
	[
		'an alias without an anchor',
		'minutes: 2',
		'minutes: *two',
		'the alias "{alias}" names no value above it, or the lesson has more than {mostAliases}. Write the value in full.',
		{ line: 5, field: 'YAML' },
	],
	[
		'fields in 3,000 levels',
		'minutes: 2',
		`minutes:\n${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}`,
		'is nested too deeply. Write it with at most {mostLevels} levels.',
		{ line: 2, field: 'YAML' },
	],
	[
		'a field twice',
		'minutes: 2',
		'minutes: 2\nminutes: 3',
		'this field is there twice. Leave one out.',
		{ line: 6, field: 'YAML' },
	],
	[
		'a place',
		'train: 30',
		'open: cellar',
		'must be {what}, not {input}.',
		{ line: 31, field: 'open' },
	],
	[
		'an inner field',
		'steps: 60',
		'steps: none',
		'a whole number from {min} to {max}',
		{ line: 9, field: 'experiment.steps' },
	],
	[
		'an unknown name',
		'half: loss',
		'half: lost',
		'"{name}" is not known. Known are {known}.',
		{ line: 33, field: 'keep.half', name: 'lost' },
	],
	[
		'a name with a hyphen',
		'half: loss',
		'first-half: loss',
		'choose a name of letters, digits and _ that is not taken.',
		{ field: 'keep.first-half' },
	],
	[
		'a name that is taken',
		'half: loss',
		'loss: loss',
		'choose a name of letters, digits and _ that is not taken.',
		{ line: 33, field: 'keep.loss' },
	],
	[
		'a value too early',
		'{half}',
		'{third}',
		'"{name}" is not known. Known are {known}.',
		{ name: 'third' },
	],
	[
		'a choice without a space',
		'0.8 }\n  -',
		'0.8 }\n  - yes: {op: <, value: 1}\n    no: {op: <, value: 1}\n  -',
		'write "- text of the choice: condition".',
		{ field: 'choices[1]' },
	],
	[
		'a number as condition',
		"op: '>', value: half",
		'value: half',
		'write op and value; for a text op: ==, for yes or no neither.',
		{ line: 22, field: 'choices[0]' },
	],
	[
		'a wrong until',
		'train: 30',
		'train: 30\nuntil: { measure: step }',
		'write op and value; for a text op: ==, for yes or no neither.',
		{ line: 32, field: 'until', source: '"step"' },
	],
	[
		'HTML',
		'Train to step 30.',
		'<b>Train</b> to step 30.',
		'{raw} has no place in a lesson. Write text, *emphasis*, **strong**, `code` and [links](https://…).',
		{ raw: '"<b>"' },
	],
	[
		'a picture',
		'Train to step 30.',
		'![x](y.png)',
		'{raw} has no place in a lesson. Write text, *emphasis*, **strong**, `code` and [links](https://…).',
	],
	[
		'a link with a script',
		'Train to step 30.',
		'[x](javascript:1)',
		'{href} must begin with https: or #.',
	],
	[
		'no closing brace',
		'is {half} nats',
		'is {half nats',
		"the brace in {raw} has no partner. Write '{'value'}', or \\'{' and \\'}' to show braces.",
		{ line: 38, field: 'value' },
	],
	[
		'no opening brace',
		'The answer\n\nAt',
		'x\n\n1. One\n2. At {half}}',
		"the brace in {raw} has no partner. Write '{'value'}', or \\'{' and \\'}' to show braces.",
	],
	[
		'a wrong heading',
		'## The answer',
		'# The answer',
		'each step begins with "## Title". Use two number signs.',
	],
	[
		'two actions',
		'train: 30',
		'train: 30\nseed: 2\nopen: runs',
		'a step does one of experiment, seed, switch, fork and open. Make two steps.',
	],
	[
		'too many words',
		'Train to step 30.',
		'word '.repeat(70),
		'the step "{title}" has {words} words, above {maxWords}. Shorten it or make two steps.',
		{ maxWords: 60 },
	],
	[
		'no question',
		'answer: true',
		'until: { measure: finished }',
		'a later step must have "answer: true", so that the run answers the question.',
		{ field: 'answer' },
	],
	[
		'no version',
		'lesson: 1',
		'lesson: 2',
		'a whole number from {min} to {max}',
		{ line: 2, field: 'lesson' },
	],
])('%s is refused with file, line, field and fix', (_, from, to, id, values = {}) => {
	expect(() => changed(from, to)).toThrow(failure(id, { file: 'my.md', ...values }));
});

test('a file without steps or front matter is refused', () => {
	expect(() => read('# Hello')).toThrow(
		failure(
			'the file has no front matter. Begin it with a line ---, then lesson: 1, and end the front matter with a line ---.',
			{ file: 'my.md', line: 1, field: 'lesson' },
		),
	);
	const two = smallLesson.slice(0, smallLesson.indexOf('## Train the first half'));
	expect(() => read(two)).toThrow(
		failure(
			'a lesson must have {stepsFrom} to {stepsTo} steps, each with a heading "## Title"; this one has {sections}.',
			{ field: 'steps', stepsFrom: 3, stepsTo: 9 },
		),
	);
	expect(isLesson(smallLesson)).toBe(true);
	expect(isLesson('---\ntitle: x\n---\n')).toBe(false);
});

test('three steps are enough: a question, a run, and its answer', () => {
	const { steps } = read(
		smallLesson
			.replace(/## The experiment[^#]*/, '')
			.replace(/## Train the first half[^#]*/, '')
			.replace(/value: half, times: 0\.8/g, 'value: 2')
			.replace('{half}', 'high'),
	);
	expect(steps.map(({ title }) => title)).toEqual(['Guess', 'Train the rest', 'The answer']);
});

test('the end and the curve: a sentence with kept numbers, and one measure by step', () => {
	const front = (line: string) => changed('minutes: 2', `minutes: 2\n${line}`);
	const { seen, curve } = front("seen: 'From *{half}* down.'");
	expect(plainText(seen.blocks)).toBe('From  0  down.\n');
	expect(seen.values.map(({ source, unit }) => [source, unit])).toEqual([['half', 'nats']]);
	expect(curve.unit).toBe('nats');
	expect(read(smallLesson).seen).toEqual({ blocks: [], values: [] });
	expect(() => front("seen: 'From {third}'")).toThrow(
		failure('"{name}" is not known. Known are {known}.', { line: 6, field: 'seen', name: 'third' }),
	);
	for (const wrong of ['seed', "loss('reversing') - average", 'policy'])
		expect(() => changed("curve: loss('reversing')", `curve: ${wrong}`)).toThrow(
			failure("the curve must be one measure with a value at each step, as in exact('capitals').", {
				line: 10,
				field: 'curve',
			}),
		);
});

test('an error in a list, a quote or a long paragraph names its own line', () => {
	const at = (text: string) => () => changed('Train to step 30.', text);
	expect(at('- one\n- two {half')).toThrow(
		failure(
			"the brace in {raw} has no partner. Write '{'value'}', or \\'{' and \\'}' to show braces.",
			{ file: 'my.md', line: 29, field: 'value' },
		),
	);
	expect(at('> one\n> two\n> {lost}')).toThrow(
		failure('"{name}" is not known. Known are {known}.', {
			file: 'my.md',
			line: 30,
			field: 'value',
			source: '"lost"',
			name: 'lost',
		}),
	);
	expect(at('One\n**two**\nthree\n{lost} four }')).toThrow(
		failure('"{name}" is not known. Known are {known}.', {
			file: 'my.md',
			line: 31,
			field: 'value',
			source: '"lost"',
			name: 'lost',
		}),
	);
	expect(at('One\ntwo }')).toThrow(
		failure(
			"the brace in {raw} has no partner. Write '{'value'}', or \\'{' and \\'}' to show braces.",
			{ file: 'my.md', line: 29, field: 'value', raw: '"}"' },
		),
	);
	const { steps } = changed('Train to step 30.', 'Braces: \\{half\\} and `{half}`.');
	expect(plainText(steps[2].blocks)).toBe('Braces: {half} and {half}.\n');
});

test('references are characters in text, and stay as they are in code', () => {
	const references = 'R&amp;D &lt;b&gt; &#8594; &ouch; &{half}&nbsp;nats';
	const { steps } = changed('Halfway', `\`&amp;\` ${references}`);
	expect(plainText(steps[3].blocks)).toContain('&amp; R&D <b> → &ouch; & 0 \u00A0nats');
});

test('bold text needs no spaces in Chinese', () => {
	const inlines = (text: string) => {
		const [block] = changed('Train to step 30.', text).steps[2].blocks;
		return block.kind === 'paragraph' ? block.inlines.map(({ kind }) => kind) : [];
	};
	expect(inlines('在**设置…**的预设里')).toEqual(['text', 'strong', 'text']);
	expect(inlines('按下*训练。*然后')).toEqual(['text', 'em', 'text']);
	expect(inlines('**a `*` b** and 2 * 3 * 4, `**`')).toEqual(['strong', 'text', 'code']);
});

test('a link has the whole text, and a file of another site is refused', async () => {
	const link = lessonLink(smallLesson);
	expect(link).toMatch(/^#lesson\.1\.[\w-]+$/);
	const base = 'https://lab.example/sub/index.html';
	expect((await readLessonLink(link, base)).text).toBe(smallLesson);
	await expect(readLessonLink(link.slice(0, -8), base)).rejects.toThrow(
		failure('it was cut off or altered on its way. Copy the whole link again'),
	);
	for (const tail of [')', '%E2%80%8B', '?fbclid=x', '.']) {
		expect((await readLessonLink(link + tail, base)).text).toBe(smallLesson);
		expect(lessonAddress(`#lesson=%C2%ADmixing${tail}`)).toBe('mixing');
	}
	// Each visitor another seed: the same lesson.
	for (const tail of ['', ')', '%E2%80%8B', '&fbclid=x', '.']) {
		const link = lessonLink(smallLesson, true) + tail;
		expect((await readLessonLink(link, base)).text).toBe(smallLesson);
		expect(hasOwnSeeds(link)).toBe(true);
		expect(lessonAddress(addressLink('mixing', true) + tail)).toBe('mixing');
		expect(hasOwnSeeds(addressLink('mixing', true) + tail)).toBe(true);
	}
	expect([lessonLink(smallLesson), addressLink('mixing')].some(hasOwnSeeds)).toBe(false);
	const load = async (url: URL) => new Response(url.href);
	expect(await readLessonLink(addressLink('my file.md', true), base, load)).toEqual({
		file: 'my%20file.md',
		text: 'https://lab.example/sub/my%20file.md',
		address: 'my file.md',
	});
	const beside = await readLessonLink('#lesson=my%20file.md', base, load);
	expect(beside.text).toBe('https://lab.example/sub/my%20file.md');
	const latin = async () => new Response(Uint8Array.of(0x23, 0x20, 0xe9));
	await expect(readLessonLink('#lesson=x.md', base, latin)).rejects.toThrow(
		failure('{name}: it is not text in UTF-8. Save it as UTF-8.', { name: 'x.md' }),
	);
	const other = readLessonLink('#lesson=https://evil.example/x.md', base, load);
	await expect(other).rejects.toThrow(
		failure(
			'The lesson {address} is on another site. Put its file beside this page, or share it as a link that the page makes.',
		),
	);
	for (const address of ['%', 'a%zz', 'http://'])
		await expect(readLessonLink(`#lesson=${address}`, 'https://lab.example/')).rejects.toThrow(
			failure('The link cannot be opened: {what}.'),
		);
	const gone = async () => new Response('', { status: 404 });
	await expect(readLessonLink('#lesson=x.md', base, gone)).rejects.toThrow(
		failure('The file {address} cannot be read ({status}). Check its address.', { status: 404 }),
	);
});

test('words are counted in Chinese too, and a value is one word', () => {
	expect(wordCount('a mix of skills', 'en')).toBe(4);
	expect(wordCount('模型学会了技能', 'zh')).toBeGreaterThan(2);
	// A segmenter of the whole text takes memory by the square of its length.
	expect(wordCount(`one ${'['.repeat(100_000)} two`, 'en')).toBe(2);
	const { steps } = read(smallLesson);
	expect(wordCount(plainText(steps[3].blocks), 'en')).toBe(8);
});

test('YAML may name a value that stands before', () => {
	const { title, question } = read(
		smallLesson
			.replace('title: Twice as long', 'title: &title Twice as long')
			.replace(/^question: .*$/m, 'question: *title'),
	);
	expect([title, question]).toEqual(['Twice as long', 'Twice as long']);
});
