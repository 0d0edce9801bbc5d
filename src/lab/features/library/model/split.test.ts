import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { promptAnswer, rawText, type Example } from '#engine/data/example.ts';
import type { Part } from '#engine/data/skill.ts';
import { hash53, maxHeldOut, maxValidation, promptText, Splitter, exampleText } from './split.ts';

const split = (examples: readonly Example[], { heldOutShare = 0.1, seed = 7 } = {}) => {
	const splitter = new Splitter({ heldOutShare, seed });
	const found: { [P in Part]: Example[] } = { train: [], validation: [], heldOut: [] };
	for (const example of examples) found.train.push(...splitter.add(example));
	for (const { part, example } of splitter.end()) found[part].push(example);
	return { ...found, ...splitter.counts };
};
const rows = (count: number) =>
	Array.from({ length: count }, (_, i) => promptAnswer(`prompt ${i}`, `answer ${i}`));
const sorted = (examples: readonly Example[]) => examples.map((e) => JSON.stringify(e)).sort();

describe('the split', () => {
	it('puts no prompt in two parts and counts every row', () =>
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat(12), fc.nat(14))),
				fc.double({ min: 0.01, max: 0.9 }),
				fc.integer(),
				(pairs, heldOutShare, seed) => {
					const examples = pairs.map(([q, a]) => promptAnswer(`q${q}`, `a${a}`));
					const { train, validation, heldOut, duplicates, overlap } = split(examples, {
						heldOutShare,
						seed,
					});
					const prompts = [train, validation, heldOut].map((part) => new Set(part.map(promptText)));
					const sizes = prompts.map((part) => part.size);
					expect(new Set(prompts.flatMap((part) => [...part])).size).toBe(
						sizes.reduce((sum, size) => sum + size),
					);
					expect([validation.length, heldOut.length]).toEqual(sizes.slice(1));
					expect(train.length + validation.length + heldOut.length + duplicates + overlap).toBe(
						examples.length,
					);
					expect(duplicates).toBe(examples.length - new Set(sorted(examples)).size);
				},
			),
			{ seed: 20260105, numRuns: 300 },
		));

	it('does not depend on the order of the rows', () =>
		fc.assert(
			fc.property(
				fc.shuffledSubarray(
					Array.from({ length: 60 }, (_, i) => i),
					{ minLength: 60 },
				),
				(order) => {
					const examples = rows(60);
					const a = split(examples, { heldOutShare: 0.3 });
					const b = split(
						order.map((i) => examples[i]),
						{ heldOutShare: 0.3 },
					);
					for (const part of ['train', 'validation', 'heldOut'] as const)
						expect(sorted(b[part])).toEqual(sorted(a[part]));
				},
			),
			{ seed: 20260106, numRuns: 50 },
		));

	it('changes with the seed', () => {
		expect(sorted(split(rows(100), { seed: 1 }).heldOut)).not.toEqual(
			sorted(split(rows(100), { seed: 2 }).heldOut),
		);
	});

	it('holds out the requested share', () => {
		const { heldOut, validation } = split(rows(2000));
		expect(Math.abs(heldOut.length - 200)).toBeLessThan(45);
		expect(validation.length).toBe(maxValidation);
	});

	it('holds out at most 500 and validates on at most 64, taken from the whole file', () => {
		const { heldOut, validation, train } = split(rows(20_000));
		expect([heldOut.length, validation.length]).toEqual([maxHeldOut, maxValidation]);
		expect(train.length).toBe(20_000 - maxHeldOut - maxValidation);
		const late = heldOut.filter(({ messages }) => Number(messages[0].content.slice(7)) >= 10_000);
		expect(Math.abs(late.length - 250)).toBeLessThan(60);
	});

	it.each([
		[2, [1, 0, 1]],
		[3, [1, 1, 1]],
		[4, [2, 1, 1]],
	])('of %i rows makes parts that can be used', (count, sizes) => {
		for (let seed = 0; seed < 20; seed++) {
			const { train, validation, heldOut } = split(rows(count), { seed, heldOutShare: 0.001 });
			expect([train.length, validation.length, heldOut.length]).toEqual(sizes);
		}
		for (let seed = 0; seed < 20; seed++) {
			const { train, heldOut } = split(rows(count), { seed, heldOutShare: 0.99 });
			expect(Math.min(train.length, heldOut.length)).toBeGreaterThan(0);
		}
	});

	it('keeps one row of a held-out prompt and counts its other answers as overlap', () => {
		const examples = ['a', 'b', 'c'].map((answer) => promptAnswer('same', answer));
		for (let seed = 0; seed < 20; seed++) {
			const { train, validation, heldOut, overlap } = split([...examples, ...rows(2)], { seed });
			const measured = [...validation, ...heldOut].filter((e) => e.messages[0].content === 'same');
			expect(overlap).toBe(2 * measured.length);
			expect(train.length).toBe(5 - validation.length - heldOut.length - overlap);
		}
	});

	it('trains on a prompt with very many answers', () => {
		const poems = Array.from({ length: 1000 }, (_, i) =>
			promptAnswer('Write a poem.', `poem ${i}`),
		);
		for (let seed = 0; seed < 10; seed++) {
			const { train, overlap, heldOut } = split([...poems, ...rows(20)], { seed });
			expect(overlap).toBe(0);
			expect(train.length).toBeGreaterThanOrEqual(1000);
			expect(heldOut.length).toBeGreaterThan(0);
		}
	});

	it('uses raw text as its own prompt', () => {
		const texts = Array.from({ length: 300 }, (_, i) => rawText(`text ${i}`));
		const { train, heldOut, duplicates } = split([...texts, ...texts]);
		expect(duplicates).toBe(300);
		expect(train.length).toBeGreaterThan(200);
		expect(heldOut.length).toBeGreaterThan(10);
	});
});

describe('hashes of content', () => {
	it('are pinned: a change would move rows of imported files between parts', () => {
		expect(hash53('')).toBe(3338908027751811);
		expect(hash53('a')).toBe(7929297801672961);
		expect(hash53('revenge')).toBe(4051478007546757);
		expect(hash53('revenge', 1)).toBe(159804134958634);
	});
});

test('examples that differ in a call, a thought, a tool or a weight are no duplicates', () => {
	const plain = promptAnswer('q', 'a');
	expect(exampleText(plain)).toBe('user\0q\0assistant\0a');
	const [question, answered] = plain.messages;
	const called = (name: string) => ({
		messages: [question, { ...answered, tool_calls: [{ function: { name } }] }],
	});
	const silent = { messages: [question, { ...answered, weight: 0 as const }] };
	const thought = { messages: [question, { ...answered, reasoning_content: 'f' }] };
	const all = [plain, called('f'), called('g'), thought, { ...plain, tools: [{}] }, silent];
	expect(new Set(all.map(exampleText)).size).toBe(all.length);
});

test('questions with other tools or other turns before them are other prompts', () => {
	const example = promptAnswer('q', 'a');
	const called = (name: string) => promptText({ ...example, tools: [{ name }] });
	expect(called('f')).not.toBe(called('g'));
	expect(promptText(example)).toBe('user\0q');
	const earlier = promptAnswer('h', 'i').messages;
	const long = { messages: [...earlier, ...example.messages] };
	expect(promptText(long)).toBe('user\0h\0assistant\0i\0user\0q');
});
