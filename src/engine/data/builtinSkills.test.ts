/**
 * The built-in skills: their bytes are pinned, their rules are checked without the generators' own
 * code.
 */
import { describe, expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { examplePrompt } from './builtinSkill.ts';
import { builtinSkills, builtinSource } from './builtinSkills.ts';
import type { Example } from './example.ts';
import { parts } from './skill.ts';

/**
 * A change here is a change of the skill: raise its version, since links and base models name the
 * old one.
 */
const pinned = {
	story: '728b20e2f2fad507824f478208b747b6aa0fd2716aa17bfa4e14a5fb2f1242c0',
	tr: '65b6cde3abef13622265f7ae336133963f4a35b6643765d24b09168a0565f4fa',
	add: 'dbfdb2bb0775c13684862e6f27f646adbd00a58abc794095799178b6248b7afd',
	json: '33a89dc22cfb0c69e5d32d6b3079b4cb62ddc19dc2ba6a1dabb5e46ee77865be',
	sort: '5b1bf32ebabdbb366189b31eb041e461ddb30ba4307ad4aefd0d15ae55e51496',
	rev: '43e787e6c4c028cb4fd5db1071a39276b206157844baa5a663d6389436ce10c9',
	sub: '107595790018489da456493534150ccf5521b7fc2334db3851564fc657b49b5b',
	fact: '2222834fdbb89db85d3b0673072739930b3deeebc42d4beb0eacfdb028657268',
	general: 'fe5ce3912be48ceff9df46cfa91929e11c4c4680950a1c2baa939c07742d854c',
};

const listAll = (id: string): readonly Example[] => {
	const generated = builtinSkills.find((skill) => skill.id === id)!.generate();
	return [...generated.train, ...generated.validation, ...generated.heldOut];
};
const pairs = (id: string): [string, string][] =>
	listAll(id).map((example) => {
		expect(example.messages.map((message) => message.role)).toEqual(['user', 'assistant']);
		return [example.messages[0].content, example.messages[1].content];
	});
const texts = (id: string): string[] =>
	listAll(id).map((example) => {
		expect(example.messages.map((message) => message.role)).toEqual(['assistant']);
		return example.messages[0].content;
	});
/** The groups of a pattern that the whole text has to match. */
const groups = (text: string, pattern: RegExp): string[] => {
	expect(text).toMatch(pattern);
	return pattern.exec(text)!.slice(1);
};

describe('built-in skills', () => {
	it('generates the pinned bytes', () => {
		const fingerprints = Object.fromEntries(
			builtinSkills.map(({ id }) => [id, builtinSource(id).info.fingerprint]),
		);
		expect(fingerprints).toEqual(pinned);
		expect(builtinSkills.every((skill) => skill.version === 1)).toBe(true);
	});

	it('has the order and the sizes of the study', () => {
		expect(builtinSkills.map(({ id }) => [id, builtinSource(id).info.counts])).toEqual(
			(
				[
					['story', 4000],
					['tr', 1600],
					['add', 680],
					['json', 400],
					['sort', 240],
					['rev', 160],
					['sub', 80],
					['fact', 80],
					['general', 4000],
				] as const
			).map(([id, train]) => [id, { train, validation: 64, heldOut: id === 'fact' ? 80 : 150 }]),
		);
	});

	it('repeats no prompt, except the prompts of the facts', () => {
		for (const { id } of builtinSkills.filter((skill) => skill.heldOutIs === 'unseen')) {
			const prompts = listAll(id).map(examplePrompt);
			expect(new Set(prompts).size, id).toBe(prompts.length);
		}
	});

	it('reads the parts in chunks, whole and in order', async () => {
		for (const { id, generate } of builtinSkills) {
			const generated = generate();
			for (const part of parts) {
				const read: Example[] = [];
				for await (const chunk of builtinSource(id).read(part)) read.push(...chunk);
				expect(read).toEqual(generated[part]);
			}
		}
	});

	it('an unknown skill gives an error with the known ones', () => {
		expect(() => builtinSource('chess')).toThrow(InputError);
		expect(() => builtinSource('chess')).toThrow(/“chess”.*story, tr, add/);
	});
});

describe('rules', () => {
	it('add and sub give right answers', () => {
		for (const [prompt, answer] of pairs('add')) {
			const [a, b] = groups(prompt, /^add (\d{1,2})\+(\d)=$/).map(Number);
			expect(a).toBeLessThan(90);
			expect(answer).toBe(`${a + b}`);
		}
		for (const [prompt, answer] of pairs('sub')) {
			const [a, b] = groups(prompt, /^sub (\d\d)-(\d)=$/).map(Number);
			expect(a).toBeGreaterThanOrEqual(10);
			expect(answer).toBe(`${a - b}`);
		}
	});

	it('sort sorts the letters; rev reverses them', () => {
		for (const [prompt, answer] of pairs('sort')) {
			const [word] = groups(prompt, /^sort ((?:[^aeiou][aeiou])+[^aeiou]?)=$/);
			expect(answer).toHaveLength(word.length);
			for (let i = 1; i < answer.length; i++) expect(answer[i] >= answer[i - 1]).toBe(true);
			for (const letter of word)
				expect(answer.split(letter).length).toBe(word.split(letter).length);
		}
		for (const [prompt, answer] of pairs('rev')) {
			const [word] = groups(prompt, /^rev ([a-z]{3,6})=$/);
			expect(answer).toHaveLength(word.length);
			for (let i = 0; i < answer.length; i++) expect(answer[i]).toBe(word.at(-1 - i));
		}
	});

	it('json extracts name and age, in all wordings', () => {
		const wordings = { is: 0, for: 0, of: 0 };
		for (const [prompt, answer] of pairs('json')) {
			const [name, age] = groups(answer, /^\{([a-z]{3,5}):([1-8]\d)\}$/);
			const wording = [
				`get ${name} is ${age}=`,
				`get ${age} for ${name}=`,
				`get age ${age} of ${name}=`,
			];
			expect(wording).toContain(prompt);
			wordings[(['is', 'for', 'of'] as const)[wording.indexOf(prompt)]]++;
		}
		for (const count of Object.values(wordings)) expect(count).toBeGreaterThan(614 / 4);
	});

	it('tr maps each English word to its own word, with the noun first and its plural', () => {
		const nouns = 'cat dog bird fox man girl boy cow hen king'.split(' ');
		const translations = new Map<string, string>();
		let withAdjective = 0;
		let plurals = 0;
		for (const [prompt, answer] of pairs('tr')) {
			const english = groups(prompt, /^tr ([a-z]+) ([a-z]+) ([a-z]+)=$/);
			const invented = answer.split(' ');
			const isNoun = (word: string) => nouns.includes(word.replace(/s$/, ''));
			if (!isNoun(english[0])) {
				withAdjective++;
				english.splice(0, 2, english[1], english[0]);
			}
			expect(isNoun(english[0])).toBe(true);
			expect(invented).toHaveLength(3);
			const plural = english[0].endsWith('s');
			if (plural) plurals++;
			expect(invented[0].endsWith('im')).toBe(plural);
			english[0] = english[0].replace(/s$/, '');
			invented[0] = invented[0].replace(/im$/, '');
			english.forEach((word, i) => {
				expect(invented[i]).toMatch(/^[^aeiou][aeiou][^aeiou]$/);
				expect(translations.get(word) ?? invented[i]).toBe(invented[i]);
				translations.set(word, invented[i]);
			});
		}
		expect(translations.size).toBe(24);
		expect(new Set(translations.values()).size).toBe(24);
		expect(withAdjective / 1814).toBeGreaterThan(0.4);
		expect(plurals / 1814).toBeGreaterThan(0.35);
	});

	it('fact has 40 countries with one capital each in two wordings, and tests trained facts', () => {
		const { train, validation, heldOut } = builtinSkills
			.find(({ id }) => id === 'fact')!
			.generate();
		const trained = new Map(train.map((example) => [examplePrompt(example), example]));
		expect(trained.size).toBe(80);
		const wordings = new Map<string, Set<string>>();
		for (const [prompt, capital] of pairs('fact')) {
			const [first, second] = groups(prompt, /^(?:cap of ([a-z]{4})|([a-z]{4}) seat)=$/);
			const country = first ?? second;
			wordings.set(country, (wordings.get(country) ?? new Set()).add(capital));
		}
		expect(wordings.size).toBe(40);
		const capitals = [...wordings.values()].map((ofCountry) => [...ofCountry]);
		expect(capitals.every((ofCountry) => ofCountry.length === 1)).toBe(true);
		expect(new Set(capitals.flat()).size).toBe(40);
		for (const example of [...validation, ...heldOut])
			expect(trained.get(examplePrompt(example))).toEqual(example);
		expect(new Set(heldOut.map(examplePrompt)).size).toBe(80);
	});

	it('story sentences agree in number, with adjectives after nouns', () => {
		const noun = '(un|zi) ([^aeiou][aeiou][^aeiou][aeiou])(s?)(?: ([^aeiou][aeiou][^aeiou]))?';
		const sentence = new RegExp(`^${noun} ([a-z]{4})(a|en) ${noun}!$`);
		const words = { nouns: new Set(), adjectives: new Set(), verbs: new Set() };
		for (const text of texts('story')) {
			const [number, subject, s, adjective, verb, ending, number2, object, s2] = groups(
				text,
				sentence,
			);
			expect([s, ending]).toEqual(number === 'zi' ? ['s', 'en'] : ['', 'a']);
			expect(s2).toBe(number2 === 'zi' ? 's' : '');
			words.nouns.add(subject).add(object);
			words.verbs.add(verb);
			if (adjective) words.adjectives.add(adjective);
		}
		expect(Object.values(words).map((set) => set.size)).toEqual([12, 6, 8]);
	});

	it('general sentences agree in number', () => {
		const noun =
			'(the|a) (?:(?:red|big|old|sad|shy|hot) )?(?:cat|dog|bird|fox|man|girl|boy|cow|hen|king)(s?)';
		const sentence = new RegExp(
			`^${noun} (?:see|hear|help|like|find|call|push|feed)(s?) ${noun}\\.$`,
		);
		for (const text of texts('general')) {
			const [article, plural, s, article2, plural2] = groups(text, sentence);
			expect(s).toBe(plural === 's' ? '' : 's');
			if (plural === 's') expect(article).toBe('the');
			if (plural2 === 's') expect(article2).toBe('the');
		}
	});
});
