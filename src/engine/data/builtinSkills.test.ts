/** The skills in plain English: pinned bytes, sizes, disjoint parts, and right answers. */
import { describe, expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { examplePrompt, sequentialDraws } from './builtinSkill.ts';
import {
	builtinSkills,
	builtinSource,
	fingerprintOf,
	generatedParts,
	shippedSkills,
} from './builtinSkills.ts';
import type { Example } from './example.ts';
import { byPart } from './skill.ts';
import { capitalByCountry, otherCapitals } from './village/capitals.ts';
import { adjectives, drawWithTraits, nouns, traits, verbs } from './village/french.ts';
import { splitSentences } from './village/sentences.ts';
import { drawTale, taleStart } from './village/tales.ts';
import { wordList } from './village/wordList.ts';

const skill = (id: string) => builtinSkills.find((candidate) => candidate.id === id)!;
const listAll = (id: string): readonly Example[] => {
	const { train, validation, heldOut } = generatedParts(skill(id));
	return [...train, ...validation, ...heldOut];
};
const pairs = (id: string): [string, string][] =>
	listAll(id).map(({ messages }) => {
		expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
		return [messages[0].content, messages[1].content];
	});
const groups = (text: string, pattern: RegExp): string[] => {
	expect(text).toMatch(pattern);
	return pattern.exec(text)!.slice(1);
};

/** A change of a hash is a change of the skill: raise its version. */
test.each(shippedSkills.map((each) => [each.id, each] as const))(
	'%s: the examples have the pinned hash and number',
	(_id, each) => {
		const examples = generatedParts(each);
		expect(fingerprintOf(examples)).toBe(each.fingerprint);
		expect(byPart((part) => examples[part].length)).toEqual(each.counts);
	},
);

test('generates the same on each call', () => {
	for (const { generate } of builtinSkills.slice(1, -1)) expect(generate()).toEqual(generate());
	const draw = () => drawTale(sequentialDraws(randomStream(5, 'tale')), 'plain');
	expect(draw()).toEqual(draw());
});

test('an unknown skill gives an error with the known ones, and another version the reason', () => {
	expect(() => builtinSource('chess')).toThrow(/“chess”.*pirate, french/);
	const opened = (version: number) => () => builtinSource('french', { version });
	expect(opened(1)).toThrow(/Version 1 of the built-in skill “french” is from before 1\.0/);
	expect(opened(3)).toThrow(/“french” has no version 3 in this lab\. Open a newer lab/);
});

test('has these sizes, 50 to 1, and says what is recall', () => {
	expect(
		builtinSkills.map(({ id, heldOutIs, measure }) => [
			id,
			...Object.values(builtinSource(id).info.counts),
			heldOutIs,
			measure.kind,
		]),
	).toEqual([
		['pirate', 4000, 64, 150, 'unseen', 'continuation'],
		['french', 1600, 64, 150, 'unseen', 'exact'],
		['addition', 680, 64, 150, 'unseen', 'exact'],
		['extraction', 400, 64, 150, 'unseen', 'exact'],
		['sorting', 240, 64, 150, 'unseen', 'exact'],
		['reversing', 160, 64, 150, 'unseen', 'exact'],
		['subtraction', 80, 64, 150, 'unseen', 'exact'],
		['capitals', 80, 64, 80, 'recall', 'exact'],
		['stories', 4000, 64, 150, 'unseen', 'continuation'],
	]);
});

describe('held-out prompts are disjoint from all others', () => {
	const answered = builtinSkills.filter(({ measure }) => measure.kind === 'exact');
	test.each(answered.filter(({ heldOutIs }) => heldOutIs === 'unseen').map(({ id }) => id))(
		'%s: no prompt occurs twice',
		(id) => {
			const prompts = listAll(id).map(examplePrompt);
			expect(new Set(prompts).size).toBe(prompts.length);
		},
	);
	test.each(['plain', 'pirate'] as const)('%s: no story begins like a tested one', (style) => {
		const { train, validation, heldOut } = generatedParts(
			skill(style === 'plain' ? 'stories' : 'pirate'),
		);
		const starts = [...validation, ...heldOut].map((tale) => taleStart(examplePrompt(tale), style));
		expect(new Set(starts).size).toBe(214);
		for (const tale of train)
			expect(starts.some((start) => `${examplePrompt(tale)} `.startsWith(start))).toBe(false);
		expect(new Set(train.map(examplePrompt)).size).toBe(4000);
	});
	test('capitals test the trained pairs', () => {
		const { train, validation, heldOut } = generatedParts(skill('capitals'));
		for (const example of [...validation, ...heldOut]) expect(train).toContainEqual(example);
	});
});

test.each(['stories', 'pirate'])('%s: its own last sentences are right', (id) => {
	const rule = skill(id).continuation!;
	for (const tale of listAll(id).slice(0, 500).map(examplePrompt)) {
		const start = rule.start(tale);
		expect(rule.fault(start, tale.slice(start.length))).toBeNull();
		expect(rule.fault(start, 'Arr aillink ball.')).toBe('grammar');
		expect(tale.endsWith(rule.end)).toBe(true);
	}
});

describe('answers', () => {
	test('sums', () => {
		for (const [prompt, answer] of pairs('addition')) {
			const [a, b] = groups(prompt, /^(\d{1,2}) \+ (\d) =$/).map(Number);
			expect(answer).toBe(`${a + b}`);
		}
		for (const [prompt, answer] of pairs('subtraction')) {
			const [a, b] = groups(prompt, /^(\d\d) - (\d) =$/).map(Number);
			expect(answer).toBe(`${a - b}`);
		}
	});
	test('extraction: JSON of the name and the age, in three wordings', () => {
		const wordings = new Set<string>();
		for (const [prompt, answer] of pairs('extraction')) {
			const [[name, age]] = Object.entries(JSON.parse(answer) as { [name: string]: number });
			expect(prompt).toContain(name);
			expect(prompt).toContain(` ${age}`);
			wordings.add(prompt.replace(name, 'NAME').replace(`${age}`, 'AGE'));
		}
		expect([...wordings].sort()).toEqual([
			'NAME is AGE years old',
			'NAME turns AGE today',
			'the age of NAME is AGE',
		]);
	});
	test('letters: words of the list, sorted and reversed', () => {
		for (const [prompt, answer] of pairs('sorting')) {
			const [word] = groups(prompt, /^sort the letters: ([a-z]{3,6})$/);
			expect(wordList).toContain(word);
			expect(answer).toHaveLength(word.length);
			for (let i = 1; i < answer.length; i++) expect(answer[i] >= answer[i - 1]).toBe(true);
			for (const letter of word)
				expect(answer.split(letter).length).toBe(word.split(letter).length);
		}
		for (const [prompt, answer] of pairs('reversing')) {
			const [word] = groups(prompt, /^reverse: ([a-z]{3,6})$/);
			expect(answer).toHaveLength(word.length);
			for (let i = 0; i < answer.length; i++) expect(answer[i]).toBe(word.at(-1 - i));
		}
		expect(new Set(wordList).size).toBe(wordList.length);
		for (const word of wordList) {
			expect([...word].reverse().join('')).not.toBe(word);
			expect([...word].sort().join('')).not.toBe(word);
		}
	});
	test('capitals: 40 countries in two wordings, and others for the base model', () => {
		expect(capitalByCountry.size).toBe(40);
		expect(new Set(capitalByCountry.values()).size).toBe(40);
		for (const country of otherCapitals.keys()) expect(capitalByCountry.has(country)).toBe(false);
		const capitals = new Map(pairs('capitals'));
		expect(capitals.size).toBe(80);
		expect(capitals.get('capital of France?')).toBe('Paris');
		expect(capitals.get("France's capital?")).toBe('Paris');
	});
});

describe('French', () => {
	const described = [...adjectives, ...traits.values()];
	const translations = new Map(
		Array.from({ length: 20_000 }, (_, i) => {
			const { messages } = drawWithTraits(sequentialDraws(randomStream(1, `french ${i}`)));
			return [messages[0].content, messages[1].content] as const;
		}),
	);
	test.each([
		['the red cat sleeps', 'le chat rouge dort'],
		['the bird sings', "l'oiseau chante"],
		['the green bee dances', "l'abeille verte danse"],
		['my happy queen eats', 'ma reine heureuse mange'],
		['the black bear falls', "l'ours noir tombe"],
		['my polite kings wait', 'mes rois polis attendent'],
	])('%s: %s', (english, french) => {
		expect(translations.get(`French: ${english}`)).toBe(french);
	});
	test('each word agrees with the noun, in number and gender', () => {
		for (const [prompt, french] of translations) {
			const words = prompt.replace('French: ', '').split(' ');
			const isPlural = !words.at(-1).endsWith('s');
			const noun = nouns.find(({ english }) => words.at(-2) === english + (isPlural ? 's' : ''))!;
			const subject = isPlural ? noun.plural : noun.singular;
			const [adjective] = words.length === 4 ? [words[1]] : [];
			const forms = described.find(([english]) => english === adjective)?.[1];
			const verb = verbs.find(([english]) => words.at(-1) === english + (isPlural ? '' : 's'))!;
			const isVowel = 'aeiou'.includes(noun.singular[0]);
			const article =
				words[0] === 'the'
					? isPlural
						? 'les '
						: isVowel
							? "l'"
							: noun.isFeminine
								? 'la '
								: 'le '
					: isPlural
						? 'mes '
						: noun.isFeminine && !isVowel
							? 'ma '
							: 'mon ';
			const column = (isPlural ? 2 : 0) + (noun.isFeminine ? 1 : 0);
			const end = [...(forms ? [forms[column]] : []), verb[isPlural ? 2 : 1]].join(' ');
			expect(french).toBe(`${article}${subject} ${end}`);
		}
		expect(translations.size).toBeGreaterThan(2000);
	});
	test('a person has a trait or a mood, and an animal has a colour or a mood', () => {
		const isPerson = (prompt: string) => / (?:king|queen|girl)/.test(prompt);
		const names = (list: Iterable<string>) => new RegExp(` (?:${[...list].join('|')}) `);
		const isColoured = names(traits.keys());
		const hasTrait = names([...traits.values()].map(([english]) => english));
		for (const prompt of translations.keys())
			expect((isPerson(prompt) ? isColoured : hasTrait).test(prompt), prompt).toBe(false);
	});
	test('regular plurals end in s, feminine adjectives in e', () => {
		for (const { singular, plural } of nouns)
			if (!['oiseau', 'ours'].includes(singular)) expect(plural).toBe(`${singular}s`);
		for (const [, [m, f, mp, fp]] of described) {
			expect(f).toMatch(/e$/);
			expect(fp).toBe(`${f}s`);
			expect(mp).toBe(m.endsWith('x') ? m : `${m}s`);
		}
	});
});

test('a text ends with its last sentence', () => {
	for (const tale of listAll('stories').slice(0, 100).map(examplePrompt))
		expect(splitSentences(tale, 'plain').at(-1)).toMatch(/^[A-Z].*\.$/);
});
