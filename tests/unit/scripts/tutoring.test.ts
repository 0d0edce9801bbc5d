/**
 * The tutor's lessons: pure, in equal shares, right, and free of what a noisy pool or a test asks.
 */
import { expect, it } from 'vitest';
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import { builtinSkills } from '#engine/data/builtinSkills.ts';
import { builtinTestPrompts } from '../../../scripts/lib/pretraining/testPrompts.ts';
import { primingExample, tutorExample } from '../../../scripts/lib/pretraining/tutoring.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { capitalByCountry, lexicon } from '#engine/data/builtin/words.ts';
import { sumsKeptFromTutor } from '../../../scripts/lib/pretraining/tutoring.ts';

/** The shipped tutor was taught with seed 1, 800 steps of 32. */
const lessons = Array.from({ length: 25_600 }, (_, i) => tutorExample(1, i));
const prompts = lessons.map(examplePrompt);
const isFact = (prompt: string) => /^cap of|seat=$/.test(prompt);

it('are a pure function of seed and index', () => {
	expect(tutorExample(1, 7001)).toEqual(lessons[7001]);
	expect(tutorExample(2, 7001)).not.toEqual(lessons[7001]);
});

it('contain no validation or held-out prompt except the facts', () => {
	const tested = builtinTestPrompts();
	expect(prompts.filter((prompt) => !isFact(prompt) && tested.has(prompt))).toEqual([]);
	expect(prompts.filter(isFact)).toHaveLength(3200);
});

it('contain no training prompt except the facts and later sums', () => {
	const seen = new Set(prompts);
	const shared = builtinSkills.map(({ id, generate }) => {
		const { train } = generate();
		return { id, rows: [...train.keys()].filter((row) => seen.has(examplePrompt(train[row]))) };
	});
	const sharing = shared.filter(({ rows }) => rows.length > 0);
	expect(sharing.map(({ id }) => id)).toEqual(['add', 'fact']);
	expect(Math.min(...sharing[0].rows)).toBe(sumsKeptFromTutor);
	expect(sharing[1].rows).toHaveLength(80);
});

it('alternate: an eighth is from each skill', () => {
	const names = new Map<string, number>();
	for (const { messages } of lessons) {
		const first = messages[0].content;
		const name = messages.length === 1 ? 'story' : isFact(first) ? 'fact' : first.split(' ', 1)[0];
		names.set(name, (names.get(name) ?? 0) + 1);
	}
	expect([...names.keys()].sort()).toEqual('add fact get rev sort story sub tr'.split(' '));
	expect(new Set(names.values())).toEqual(new Set([3200]));
});

it('are right', () => {
	const right = (prompt: string): string | null => {
		const [, a, sign, b] = /^(?:add|sub) (\d+)([+-])(\d)=$/.exec(prompt) ?? [];
		if (sign) return String(sign === '+' ? +a + +b : +a - +b);
		const [, verb, word] = /^(sort|rev) ([a-z]+)=$/.exec(prompt) ?? [];
		if (verb) return (verb === 'sort' ? [...word].sort() : [...word].reverse()).join('');
		const country = /^cap of ([a-z]+)=$|^([a-z]+) seat=$/.exec(prompt);
		if (country) return capitalByCountry.get(country[1] ?? country[2])!;
		const [, name, age] = /^get ([a-z]+) is (\d+)=$/.exec(prompt) ?? [];
		if (name) return `{${name}:${age}}`;
		const [, subject, verb2, object] = /^tr ([a-z]+) ([a-z]+) ([a-z]+)=$/.exec(prompt) ?? [];
		const words = [subject, verb2, object].map((word) => lexicon.get(word ?? ''));
		const isNounVerbNoun = !/^tr (red|big|old|sad|shy|hot) /.test(prompt);
		return isNounVerbNoun && words.every((word) => word !== undefined) ? words.join(' ') : null;
	};
	const checked = lessons.filter(
		({ messages }) => messages.length > 1 && right(messages[0].content),
	);
	expect(checked.length).toBeGreaterThan(16_000);
	expect(
		checked.filter(({ messages }) => messages[1].content !== right(messages[0].content)),
	).toEqual([]);
	expect(new Set(lessons.map(canonicalJson)).size).toBeGreaterThan(12_000);
});

it('the primed model reads no validation or held-out prompt except the facts', () => {
	const batches = Array.from({ length: 320 }, (_, batch) =>
		Array.from({ length: 32 }, (_, i) => examplePrompt(primingExample(1, 32 * batch + i))),
	);
	const general = batches.flatMap((batch) => batch.slice(27));
	const read = batches.flatMap((batch) => batch.slice(0, 27));
	expect(general.filter((prompt) => builtinTestPrompts().has(prompt))).toEqual([]);
	const tested = builtinTestPrompts();
	expect(read.filter((prompt) => !isFact(prompt) && tested.has(prompt))).toEqual([]);
	expect(read.filter(isFact)).toHaveLength(320 * 2);
	expect(read.filter((prompt) => prompt.startsWith('get '))).toHaveLength(320 * 6);
	expect(primingExample(1, 7001)).toEqual(primingExample(1, 7001));
	expect(primingExample(2, 7001)).not.toEqual(primingExample(1, 7001));
});
