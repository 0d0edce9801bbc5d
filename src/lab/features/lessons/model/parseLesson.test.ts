import { expect, test } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import exampleLesson from '../lessons/example/en.md?raw';
import { lessonLink, readLessonLink } from './lessonLink.ts';
import { plainText, wordCount } from './markdown.ts';
import { isLesson, parseLesson } from './parseLesson.ts';

const read = (text: string) =>
	parseLesson({ file: 'my.md', text, language: 'en', places: ['runs', 'studies'] });
/** The example with one change. */
const changed = (from: string, to: string) => {
	expect(exampleLesson).toContain(from);
	return read(exampleLesson.replace(from, to));
};

test('the example: steps, their conditions, and the question', () => {
	const { title, steps, experiment } = read(exampleLesson);
	expect(title).toBe('Twice as long');
	expect(experiment).toEqual({ train: ['rev', 'sort'], watch: ['general'], steps: 60 });
	expect(steps.map(({ until }) => until?.source ?? null)).toEqual([
		null,
		null,
		'reached(30)',
		'finished',
		null,
	]);
	expect(steps[1].ask?.choices.map(({ holds }) => holds.source)).toEqual([
		"loss('rev') > 0.8 * half",
		"loss('rev') <= 0.8 * half",
	]);
	expect(steps[3].values.map(({ source, unit }) => [source, unit])).toEqual([['half', 'nats']]);
	for (const end of ['\r\n', '\r'])
		expect(read(`\uFEFF${exampleLesson.replaceAll('\n', end)}`).steps).toEqual(steps);
});

test.each([
	[
		'an unknown field',
		'minutes: 2',
		'minutes: 2\nminute: 2',
		failure('engine.core.isNotFieldHereKnown', { file: 'my.md', line: 6, field: 'minute' }),
	],
	[
		'a misspelt field',
		'title:',
		'titel:',
		'line 3: titel: is not a field here. Known ones: lesson, t',
	],
	[
		'a wrong number',
		'minutes: 2',
		'minutes: many',
		failure('engine.core.wholeNumber', { line: 5, field: 'minutes' }),
	],
	['YAML', 'train: [rev', 'train: [rev]]\n  x: [', 'YAML'],
	[
		'a colon',
		'Twice as long',
		'Twice: as long',
		failure('lessons.errors.lineCannotBeReadIndent', { line: 3, field: 'YAML' }),
	],
	[
		'a field twice',
		'minutes: 2',
		'minutes: 2\nminutes: 3',
		failure('lessons.errors.fieldIsThereTwiceLeave', { line: 6, field: 'YAML' }),
	],
	[
		'a place',
		'train: 30',
		'open: cellar',
		failure('engine.core.mustBe', { line: 30, field: 'open' }),
	],
	[
		'an inner field',
		'steps: 60',
		'steps: none',
		failure('engine.core.wholeNumber', { line: 9, field: 'experiment.steps' }),
	],
	[
		'an unknown name',
		'half: loss',
		'half: lost',
		failure('lessons.errors.isNotKnownKnown', {
			line: 32,
			field: 'keep.half',
			source: '"lost(\'rev\')"',
			name: 'lost',
		}),
	],
	[
		'a name with a hyphen',
		'half: loss',
		'first-half: loss',
		failure('lessons.errors.chooseNameOfLettersDigits', { field: 'keep.first-half' }),
	],
	[
		'a name that is taken',
		'half: loss',
		'loss: loss',
		failure('lessons.errors.chooseNameOfLettersDigits', { line: 32, field: 'keep.loss' }),
	],
	[
		'a value too early',
		'{half}',
		'{third}',
		failure('lessons.errors.isNotKnownKnown', { source: '"third"', name: 'third' }),
	],
	[
		'a choice without a space',
		'lf\n  -',
		'lf\n  - yes:no\n  -',
		failure('lessons.errors.writeTextOfChoiceCondition', { field: 'choices[1]' }),
	],
	[
		'a number as condition',
		'> 0.8 * half',
		'+ half',
		failure('lessons.errors.line2', { line: 21, field: 'choices[0]' }),
	],
	[
		'a wrong until',
		'train: 30',
		'train: 30\nuntil: step',
		failure('lessons.errors.isNoConditionCompare', { line: 31, field: 'until', source: '"step"' }),
	],
	[
		'HTML',
		'Train to step 30.',
		'<b>Train</b> to step 30.',
		failure('lessons.errors.hasNoPlaceInLessonWrite', { raw: '"<b>"' }),
	],
	[
		'a picture',
		'Train to step 30.',
		'![x](y.png)',
		failure('lessons.errors.hasNoPlaceInLessonWrite'),
	],
	[
		'a link with a script',
		'Train to step 30.',
		'[x](javascript:1)',
		failure('lessons.errors.mustBeginWithHttps'),
	],
	[
		'no closing brace',
		'is {half} nats',
		'is {half nats',
		failure('lessons.errors.braceInHasNoPartner', { line: 37, field: 'value' }),
	],
	[
		'no opening brace',
		'The answer\n\nAt',
		'x\n\n1. One\n2. At {half}}',
		failure('lessons.errors.braceInHasNoPartner'),
	],
	[
		'a wrong heading',
		'## The answer',
		'# The answer',
		failure('lessons.errors.eachStepBeginsWithTitle'),
	],
	[
		'two actions',
		'train: 30',
		'train: 30\nseed: 2\nopen: runs',
		failure('lessons.errors.stepDoesOneOfExperiment'),
	],
	[
		'too many words',
		'Train to step 30.',
		'word '.repeat(70),
		failure('lessons.errors.stepHasWordsAboveShorten', { maxWords: 60 }),
	],
	[
		'no question',
		'answer: true',
		'until: finished',
		failure('lessons.errors.laterStepMustHaveAnswer', { field: 'answer' }),
	],
	['no version', 'lesson: 1', 'lesson: 2', 'line 2: lesson: must be 1'],
])('%s is refused with file, line, field and fix', (_, from, to, message) => {
	expect(() => changed(from, to)).toThrow(message);
});

test('a file without steps or front matter is refused', () => {
	expect(() => read('# Hello')).toThrow(
		failure('lessons.errors.fileHasNoFrontMatter', { file: 'my.md', line: 1, field: 'lesson' }),
	);
	const four = exampleLesson.slice(0, exampleLesson.indexOf('## The answer'));
	expect(() => read(four)).toThrow(
		failure('lessons.errors.lessonHasToStepsEach', { field: 'steps', stepsFrom: 5, stepsTo: 9 }),
	);
	expect(isLesson(exampleLesson)).toBe(true);
	expect(isLesson('---\ntitle: x\n---\n')).toBe(false);
});

test('an error in a list, a quote or a long paragraph names its own line', () => {
	const at = (text: string) => () => changed('Train to step 30.', text);
	expect(at('- one\n- two {half')).toThrow(
		failure('lessons.errors.braceInHasNoPartner', { file: 'my.md', line: 28, field: 'value' }),
	);
	expect(at('> one\n> two\n> {lost}')).toThrow(
		failure('lessons.errors.isNotKnownKnown', {
			file: 'my.md',
			line: 29,
			field: 'value',
			source: '"lost"',
			name: 'lost',
		}),
	);
	expect(at('One\n**two**\nthree\n{lost} four }')).toThrow(
		failure('lessons.errors.isNotKnownKnown', {
			file: 'my.md',
			line: 30,
			field: 'value',
			source: '"lost"',
			name: 'lost',
		}),
	);
	expect(at('One\ntwo }')).toThrow(
		failure('lessons.errors.braceInHasNoPartner', {
			file: 'my.md',
			line: 28,
			field: 'value',
			raw: '"}"',
		}),
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
	const link = lessonLink(exampleLesson);
	expect(link).toMatch(/^#lesson\.1\.[\w-]+$/);
	const base = 'https://lab.example/sub/index.html';
	expect((await readLessonLink(link, base)).text).toBe(exampleLesson);
	await expect(readLessonLink(link.slice(0, -5), base)).rejects.toThrow(
		failure('lab.run.wasCutOffOrAltered'),
	);
	const load = async (url: URL) => new Response(url.href);
	const beside = await readLessonLink('#lesson=my%20file.md', base, load);
	expect(beside.text).toBe('https://lab.example/sub/my%20file.md');
	const other = readLessonLink('#lesson=https://evil.example/x.md', base, load);
	await expect(other).rejects.toThrow(failure('lessons.errors.lessonIsOnAnotherSite'));
	const gone = async () => new Response('', { status: 404 });
	await expect(readLessonLink('#lesson=x.md', base, gone)).rejects.toThrow(
		failure('lessons.errors.fileCannotBeReadCheck', { status: 404 }),
	);
});

test('words are counted in Chinese too, and a value is one word', () => {
	expect(wordCount('a mix of skills', 'en')).toBe(4);
	expect(wordCount('模型学会了技能', 'zh')).toBeGreaterThan(2);
	const { steps } = read(exampleLesson);
	expect(wordCount(plainText(steps[3].blocks), 'en')).toBe(8);
});
