/** The base models' text: pure, in the proportions of the study, and free of every test prompt. */
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '#engine/core/hash.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { randomStream } from '#engine/core/random.ts';
import { examplePrompt, sequentialDraws } from '#engine/data/builtinSkill.ts';
import { pretrainingExample } from '../../../scripts/lib/pretraining/examples.ts';
import { builtinSkills } from '#engine/data/builtinSkills.ts';
import { builtinTestPrompts } from '../../../scripts/lib/pretraining/testPrompts.ts';
import { drawAddition } from '#engine/data/builtin/arithmetic.ts';
import { drawSentence } from '#engine/data/builtin/generalText.ts';

/** The default base model reads 4,000 batches of 32. */
const count = 128_000;
const seed = 1;
const all = Array.from({ length: count }, (_, i) => pretrainingExample(seed, i));

describe('pretraining text', () => {
	it('is pinned and a pure function of seed and index', () => {
		const lines = all.slice(0, 2000).map(canonicalJson).join('\n');
		expect(sha256Hex(lines)).toBe(
			'e010c8ac6459f22a6aa0447864845341a40e5116eaa53fa1f0ca1d4e187c04a3',
		);
		expect(pretrainingExample(seed, 77_777)).toEqual(all[77_777]);
		expect(pretrainingExample(2, 7)).not.toEqual(all[7]);
	});

	it('contains no validation or held-out prompt or text', () => {
		const tested = new Set<string>();
		for (const { generate } of builtinSkills) {
			const { validation, heldOut } = generate();
			for (const example of [...validation, ...heldOut]) tested.add(examplePrompt(example));
		}
		expect(tested.size).toBe(8 * (64 + 150) + 80);
		expect(all.map(examplePrompt).filter((prompt) => tested.has(prompt))).toEqual([]);
	});

	it('contains no country of the facts', () => {
		const { train } = builtinSkills.find(({ id }) => id === 'fact')!.generate();
		const countries = new Set(
			train.map((example) => examplePrompt(example).replace(/cap of | seat|=/g, '')),
		);
		expect(countries.size).toBe(40);
		const named = all
			.flatMap((example) =>
				example.messages.flatMap(({ content }) => content.match(/[a-z]+/g) ?? []),
			)
			.filter((word) => countries.has(word));
		expect(named).toEqual([]);
	});

	it('filters what its generators would draw', () => {
		const draws = sequentialDraws(randomStream(seed, 'without the exclusion'));
		const tested = builtinTestPrompts();
		for (const draw of [drawAddition, drawSentence]) {
			const drawn = Array.from({ length: 20_000 }, () => examplePrompt(draw(draws)));
			expect(drawn.filter((prompt) => tested.has(prompt)).length).toBeGreaterThan(0);
		}
	});

	it('has the stated proportions', () => {
		const texts = all.filter(({ messages }) => messages.length === 1).map(examplePrompt);
		const share = (pattern: RegExp) => texts.filter((text) => pattern.test(text)).length / count;
		const near = (pattern: RegExp, percent: number) =>
			expect(Math.abs(100 * share(pattern) - percent), `${pattern}`).toBeLessThan(0.5);
		near(/^(the|a) .* (the|a) .*\.$/, 0.97 * 50);
		near(/^([a-z]+) \1 ([a-z]+) \2$/, 0.97 * 12);
		near(/^\d+( \d+){5}$/, 0.97 * 16);
		near(/^[a-z]{7}$/, 0.97 * 10);
		near(/^the [a-z]+ is [a-z]+ and [a-z]+\.$/, 0.97 * 6);
		near(/^\d\+\d=\d+ \d+-\d=\d$/, 0.97 * 6);
	});

	it('has each task format about equally often, 3 % together', () => {
		const names = new Map<string, number>();
		for (const { messages } of all) {
			const first = messages[0].content;
			const isStory = messages.length === 1 && first.endsWith('!');
			if (messages.length === 1 && !isStory) continue;
			const name = isStory ? 'story' : first.replace(/^\w+ seat/, 'seat').split(/[ =]/)[0];
			names.set(name, (names.get(name) ?? 0) + 1);
		}
		expect([...names.keys()].sort()).toEqual(
			'add cap code copy count desc get max mood next rev seat sort story sub tr'.split(' '),
		);
		for (const [name, shown] of names) expect(Math.abs(shown - 240), name).toBeLessThan(70);
	});
});
