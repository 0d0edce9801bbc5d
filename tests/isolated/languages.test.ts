/** The message files of all languages, and the constants that would freeze the words of one. */
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { english, followLanguage, readMessages } from '#languages/language.ts';
import { say, statementText } from '#engine/core/message.ts';
import { isMessageFile, readEnglishFiles, usesIn } from '../../scripts/lib/messageTypes.ts';
import { saidTexts, translationGaps } from '../../scripts/lib/translations.ts';
import { languages } from '#languages/index.ts';
import { finish } from '#languages/zh/language.ts';
import { samplingSpecs } from '#engine/core/sampling.ts';
import { commonParameters } from '#mixing/commonSettings.ts';
import { mixingPolicies } from '#mixing/registry.ts';
import mixing from '#languages/en/mixing.json' with { type: 'json' };
import stored from '#languages/en/stored.json' with { type: 'json' };
import { englishInCode } from '../support/englishInCode.ts';
import { isLong } from '../support/suite.ts';

const chineseOffer = languages.find(({ tag }) => tag === 'zh-CN')!;

/** Texts that are the same in all languages: names, units, files, keys of the keyboard. */
const names = (
	'Skillet,SVG,PNG,CSV,TSV,JSON,JSON Lines,Parquet,Markdown,GFLOPS,SHA-256,AdamW β₁,AdamW β₂,' +
	'AdamW ε,nat,Esc,Enter,PgUp PgDn,Backspace,http://localhost:11434/v1,WebGPU：,' +
	'ADO,Aioli,DoReMi,DynamixSFT,MoS,MoSpec,RAISE,Skill-It,' +
	'exp(L/T),GAE λ,arXiv 2310.04945,Alpaca,MT-bench,ShareGPT,SVAMP,' +
	'skillet-.zip,skillet--adapter.zip,LoRA,DoRA,Alpha,Dropout,my-lesson.md,-rejected.jsonl'
).split(',');

/** A text without its values and the names of their options. */
const wordsIn = (text: string): string => {
	const visit = (elements: readonly MessageFormatElement[]): string =>
		elements
			.map((element) =>
				element.type === TYPE.literal
					? element.value
					: 'options' in element
						? Object.values(element.options)
								.map((option) => visit(option.value))
								.join(' ')
						: '',
			)
			.join('');
	return visit(parse(text, { ignoreTag: true }));
};

/** Whether a text of the code has values: a brace that begins with a name. */
const saidHasValues = (text: string): boolean => /\{\w+[},]/.test(text);

/** All texts in Chinese by their id or their English text. */
const chineseTexts = async (): Promise<[string, string][]> => {
	const { messages, sentences } = await chineseOffer.load();
	return [
		...messages,
		...[...sentences].filter(([text]) => saidHasValues(text) || !text.includes('{')),
	];
};

test('no word of Chinese is English', async () => {
	const english = (await chineseTexts())
		.map(([id, text]) => [id, wordsIn(text).replace(/tokenizer.json|token/, '')])
		.filter(([, text]) => /[A-Za-z]{2}/.test(text) && !/\p{Script=Han}/u.test(text));
	expect(english.filter(([, text]) => !names.includes(text))).toEqual([]);
});

test.each(languages)('no quoted brace of $name leaves an apostrophe', async ({ load }) => {
	const { messages } = await load();
	expect([...messages].filter(([, text]) => /[{}]'/.test(wordsIn(text)))).toEqual([]);
});

test('examples of the data are quoted in Chinese letter by letter', async () => {
	expect((await chineseTexts()).filter(([, text]) => text.includes("''"))).toEqual([]);
});

test('Chinese has one word for the mix, and spaces around Latin words', async () => {
	const sources = await chineseTexts();
	const texts = sources.map(([id, text]) => [id, wordsIn(text)] as const);
	// As a verb, and of precision, the word means something else.
	const others = /混合精度|^混合$|混合：权重|可混合/g;
	expect(texts.filter(([, text]) => text.replace(others, '').includes('混合'))).toEqual([]);
	const calques = /自由数|谁的机会|机会相同|要求占比|在这里大约|基础模型|词元|您|……/;
	const joined = /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u;
	expect(sources.filter(([, text]) => joined.test(text))).toEqual([]);
	expect(texts.filter(([, text]) => calques.test(text))).toEqual([]);
});

const namesOf = (text: string) => [...usesIn(text).keys()].sort();
/** The values that a text shows, and does not only choose by. */
const shownIn = (text: string) =>
	[...usesIn(text)].flatMap(([name, { isShown }]) => (isShown ? [name] : [])).sort();

test.each(languages.slice(1))(
	'texts in $name have the values of the English ones',
	async (offer) => {
		const { messages, sentences } = await offer.load();
		const files = readEnglishFiles();
		const english = readMessages(Object.fromEntries(files));
		const sizes = files.map(([name, file]) => readMessages({ [name]: file }).size);
		expect(english.size, 'two files have the same id').toBe(
			sizes.reduce((sum, size) => sum + size),
		);
		const texts = [...messages].map(([id, text]) => [english.get(id) ?? '', text] as const);
		// Without values a text of the code has no syntax: its braces are braces.
		const said = [...sentences].filter(([text]) => saidHasValues(text));
		for (const [text, translated] of [...texts, ...said]) {
			expect(shownIn(translated), text).toEqual(shownIn(text));
			expect(namesOf(text), text).toEqual(expect.arrayContaining(namesOf(translated)));
		}
	},
);

test('each English text of the code is a literal in the syntax of MessageFormat', () => {
	const said = [...saidTexts().keys()];
	expect(said.length).toBeGreaterThan(500);
	for (const text of said.filter(saidHasValues)) expect(() => namesOf(text), text).not.toThrow();
});

test('a text that a language lacks is shown in English', async () => {
	const chinese = await chineseOffer.load();
	const language = { tag: 'zh', ...chinese, messages: new Map(), sentences: new Map() };
	followLanguage(() => language);
	try {
		expect(statementText(say('must be {what}, not {input}.', { what: 'a', input: 'b' }))).toBe(
			'must be a, not b.',
		);
		expect(statementText({ id: 'uniform.title', values: {} })).toBe('Equal shares');
	} finally {
		followLanguage(() => english);
	}
});

test('the source uses each message', () => {
	const sources = import.meta.glob<string>(['/src/**/*.{ts,svelte}', '!/src/**/*.test*.ts'], {
		query: '?raw',
		import: 'default',
		eager: true,
	});
	const text = Object.entries(sources)
		.filter(([path]) => path !== '/src/languages/messages.ts')
		.map(([, source]) => source)
		.join('\n');
	const files = readEnglishFiles().filter(([name]) => isMessageFile(name));
	const ids = [...readMessages(Object.fromEntries(files)).keys()];
	// The ids of settings and presets follow from their names.
	const settings = JSON.stringify([samplingSpecs, commonParameters, ...mixingPolicies]);
	const isUsed = (id: string) =>
		text.includes(`'${id}'`) || settings.includes(`"${id}"`) || isFigure(id);
	expect(ids.filter((id) => !isUsed(id))).toEqual([]);
});

// A new text needs no other language until a release.
test.runIf(isLong)('each language has each text, and no other', () => {
	expect(translationGaps()).toEqual([]);
});

test('the parts of an error are messages, not English words in the code', () => {
	const mistakes =
		"wrong('x', y); new InputError(sentence('a.b', { what: 'the file' }));\n" +
		"v.string('must be text.'); new InternalError('Not for users.'); sentence('a.b', { c: `d` });";
	expect(englishInCode(mistakes)).toEqual(['1: the file', '2: must be text.']);
	const sources = import.meta.glob<string>(
		// The package speaks English only.
		['/src/**/*.ts', '!/src/package/*.ts', '!/src/**/*.test*.ts'],
		{ query: '?raw', import: 'default', eager: true },
	);
	const found = Object.entries(sources).flatMap(([path, source]) =>
		englishInCode(source).map((text) => `${path}:${text}`),
	);
	expect(found).toEqual([]);
});

/** The id of a label, which a policy stores as its English text. */
const isFigure = (id: string) => id.includes('.figures.');

interface Named {
	readonly title: string;
	readonly about?: string;
}
/** The words of a value: strings with a space. Citations stay as they are. */
function phrasesIn(value: unknown): string[] {
	if (typeof value === 'string')
		return /[a-z]{3}/.test(value) && value.includes(' ') ? [value] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) =>
		key === 'citation' ? [] : phrasesIn(part),
	);
}

test.each(languages.slice(1))('$name has the texts that are stored in English', async (offer) => {
	const { builtinSkills } = await import('#engine/data/builtinSkills.ts');
	const words = await offer.load();
	const texts = builtinSkills.map(({ about }) => about);
	expect(texts.filter((text) => !words.stored.has(text))).toEqual([]);
	expect(words.stored.get('Equal shares')).toBe(words.messages.get('uniform.title'));
	expect(words.stored.get('processor (WebAssembly, {0} threads)')).toContain('{0}');
});

test('texts of studies and of built-in question sets are among the stored texts', async () => {
	const { valueLabel } = await import('#lab/study/factors.ts');
	const { categoryAbout } = await import('#lab/features/questions/model/categories.ts');
	const { default: builtinSet } = await import('#lab/features/questions/model/sets/builtin.json');
	const { default: realSet } = await import('#lab/features/questions/model/sets/real.json');
	const sets = [realSet, builtinSet].map(({ name, about }) => [name, about]);
	const rubrics = builtinSet.questions.flatMap(({ rubric, topic }) => [topic, rubric]);
	const shelf = JSON.parse(readFileSync('public/studies/index.json', 'utf8')) as Named[];
	const titles = shelf.map(({ title, about }) => [title, about]);
	const labels = [
		...['epochs', 'learningRate', 'seed'].map((id) => valueLabel(id, 2)),
		valueLabel('epochs', 1),
	].map((label) => label.replace(/\d+/, '{0}'));
	const phrases = phrasesIn([sets, rubrics, titles, labels, categoryAbout]).filter(
		(phrase) => !phrase.includes(', to the letter.'),
	);
	expect(phrases.length).toBeGreaterThan(40);
	const { stored: known } = await chineseOffer.load();
	expect(phrases.filter((phrase) => !known.has(phrase))).toEqual([]);
});

test('each name of a figure is among the stored texts', () => {
	const sources = import.meta.glob<string>('/src/mixing/**/*.ts', {
		query: '?raw',
		import: 'default',
		eager: true,
	});
	const named = /(?:label: |trace\(|(?<=\t|push\()\[)'([^']*[A-Za-z]{3}[^']*)'/g;
	const found = Object.entries(sources)
		.filter(([path]) => !/\.test|\.[a-z]{2}\.ts/.test(path))
		.flatMap(([, source]) => [...source.matchAll(named)])
		.map(([, name]) => name);
	expect(found).toContain('mean cosine');
	const texts = [...readMessages({ mixing, stored })];
	const figures = texts.filter(([id]) => isFigure(id)).map(([, name]) => name);
	expect([...new Set(found)].filter((name) => !figures.includes(name))).toEqual([]);
	expect(figures.filter((name) => !found.includes(name))).toEqual([]);
});

test.runIf(isLong)('no module reads a text while it loads: it would stay so', async () => {
	vi.resetModules();
	const { english, followLanguage } = await import('#languages/language.ts');
	const readers: string[] = [];
	followLanguage(() => {
		readers.push(new Error().stack!.split('\n').slice(2, 7).join('\n'));
		return english;
	});
	const modules = import.meta.glob([
		'/src/{lab/features,languages}/index.ts',
		'/src/lab/**/*.svelte',
	]);
	for (const load of Object.values(modules)) await load();
	followLanguage(() => english);
	expect(readers).toEqual([]);
});

test('Chinese: no space beside full-width brackets or between Chinese words', () => {
	expect(finish('与 均匀（Uniform） 的差值，第 3 步')).toBe('与均匀（Uniform）的差值，第 3 步');
	expect(finish('与 MoS 的差值')).toBe('与 MoS 的差值');
});
