/**
 * The tutor's lessons: pure, in equal shares, right, and free of what a noisy pool or a test asks.
 */
import { expect, it } from 'vitest';
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import { builtinSkills, generatedParts } from '#engine/data/builtinSkills.ts';
import { capitalByCountry } from '#engine/data/village/capitals.ts';
import { pirate } from '#engine/data/village/tales.ts';
import { sumsKeptFromTutor, tutorExample } from '../../../scripts/lib/pretraining/tutoring.ts';

/** The shipped tutor was taught with seed 1, 800 steps of 32. */
const lessons = Array.from({ length: 25_600 }, (_, i) => tutorExample(1, i));
const prompts = lessons.map(examplePrompt);
const isCapital = (prompt: string) => prompt.includes('capital');

it('are a pure function of seed and index', () => {
	expect(tutorExample(1, 7001)).toEqual(lessons[7001]);
	expect(tutorExample(2, 7001)).not.toEqual(lessons[7001]);
});

it('contain no validation or held-out prompt except the capitals', () => {
	const tested = new Set(
		builtinSkills.flatMap((skill) => {
			const { validation, heldOut } = generatedParts(skill);
			return [...validation, ...heldOut].map(examplePrompt);
		}),
	);
	expect(prompts.filter((prompt) => !isCapital(prompt) && tested.has(prompt))).toEqual([]);
	expect(prompts.filter(isCapital)).toHaveLength(3200);
});

it('contain no training prompt except the capitals and later sums', () => {
	const seen = new Set(prompts);
	const shared = builtinSkills.map((skill) => {
		const { train } = generatedParts(skill);
		const rows = [...train.keys()].filter((row) => seen.has(examplePrompt(train[row])));
		return { id: skill.id, rows };
	});
	const sharing = shared.filter(({ rows }) => rows.length > 0);
	expect(sharing.map(({ id }) => id)).toEqual(['addition', 'capitals']);
	expect(Math.min(...sharing[0].rows)).toBe(sumsKeptFromTutor);
	expect(sharing[1].rows).toHaveLength(80);
});

it('alternate, and are right', () => {
	for (const [i, { messages }] of lessons.slice(0, 8_000).entries()) {
		const [prompt, answer] = [messages[0].content, messages.at(-1)!.content];
		const [, a, sign, b] = /^(\d+) ([+-]) (\d) =$/.exec(prompt) ?? [];
		const [, verb, word] = /^(sort the letters|reverse): ([a-z]+)$/.exec(prompt) ?? [];
		const [, country] = /^(?:capital of (\w+)\?|(?:\w+)'s capital\?)$/.exec(prompt) ?? [];
		if (sign) expect(answer).toBe(`${sign === '+' ? +a + +b : +a - +b}`);
		else if (verb === 'reverse') expect(answer).toBe([...word].reverse().join(''));
		else if (verb) expect(answer).toBe([...word].sort().join(''));
		else if (country) expect(answer).toBe(capitalByCountry.get(country));
		else if (i % 8 === 0) {
			const start = pirate.continuation!.start(prompt);
			expect(pirate.continuation!.fault(start, prompt.slice(start.length))).toBeNull();
		} else expect(prompt).toMatch(/^French: | (?:is|turns|of) |'s capital/);
	}
	expect(new Set(prompts).size).toBeGreaterThan(7_000);
});
