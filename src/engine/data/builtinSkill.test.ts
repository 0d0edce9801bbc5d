import { describe, expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { randomStream } from '#engine/core/random.ts';
import { builtinSource } from './builtinSkills.ts';
import { type Example } from '#engine/data/example.ts';
import type { Part } from '#engine/data/skill.ts';
import { examplePrompt, withNoise, type Noise } from './builtinSkill.ts';

const stream = randomStream(1, 'noise test');
const answers = (examples: readonly Example[]) => examples.map((e) => e.messages.at(-1)!.content);
const isNoisy = (example: Example) => example.noisy === true;

async function read(id: string, part: Part, noise?: Noise): Promise<Example[]> {
	const all: Example[] = [];
	for await (const chunk of builtinSource(id, { noise }).read(part)) all.push(...chunk);
	return all;
}

const prompted = [
	'french',
	'addition',
	'extraction',
	'sorting',
	'reversing',
	'subtraction',
	'capitals',
];

describe('noise', () => {
	it.each(prompted)('%s: makes exactly the requested share wrong and flags it', async (id) => {
		const clean = await read(id, 'train');
		for (const wrongShare of [0.25, 0.5, 1]) {
			const noisy = await read(id, 'train', { wrongShare, duplicates: 0 });
			expect(noisy.map(examplePrompt)).toEqual(clean.map(examplePrompt));
			const wrong = noisy.map((example, i) => answers([example])[0] !== answers([clean[i]])[0]);
			expect(noisy.map(isNoisy)).toEqual(wrong);
			expect(wrong.filter(Boolean)).toHaveLength(Math.round(wrongShare * clean.length));
			expect(answers(noisy).sort()).toEqual(answers(clean).sort());
		}
	});

	it('gives equal right answers different wrong ones: no rule predicts them', async () => {
		const clean = await read('addition', 'train');
		const noisy = await read('addition', 'train', { wrongShare: 1, duplicates: 0 });
		const wrongFor = new Map<string, Set<string>>();
		answers(clean).forEach((right, i) =>
			wrongFor.set(right, (wrongFor.get(right) ?? new Set()).add(answers(noisy)[i])),
		);
		const distinct = [...wrongFor.values()].reduce((sum, wrong) => sum + wrong.size, 0);
		expect(distinct).toBeGreaterThan(0.8 * clean.length);
	});

	it('never touches validation and held-out examples, and is part of the fingerprint', async () => {
		const noise = { wrongShare: 1, duplicates: 40 };
		expect(await read('addition', 'validation', noise)).toEqual(
			await read('addition', 'validation'),
		);
		expect(await read('addition', 'heldOut', noise)).toEqual(await read('addition', 'heldOut'));
		const noisy = builtinSource('addition', { noise }).info;
		expect(noisy.counts.train).toBe(720);
		expect(noisy.fingerprint).toBe(builtinSource('addition', { noise }).info.fingerprint);
		expect(noisy.fingerprint).not.toBe(builtinSource('addition').info.fingerprint);
	});

	it.each([
		{ wrongShare: 0, duplicates: 0, rows: -1 },
		{ wrongShare: 1.5, duplicates: 0 },
		{ wrongShare: Number.NaN, duplicates: 0 },
		{ wrongShare: 0, duplicates: -1 },
		{ wrongShare: 0, duplicates: 0.5 },
	])('refuses %o', (noise) => {
		expect(() => withNoise([], noise, stream)).toThrow(InputError);
	});
});
