/** Generation with a cache of keys and values: the same tokens in any company and any passes. */
import { afterEach, expect, test, vi } from 'vitest';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { NonFiniteError } from '#engine/core/errors.ts';
import { randomStream } from '#engine/core/random.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { maxPassTokens } from '#engine/model/keyValueCache.ts';
import { generate, passLength } from '#engine/model/generate.ts';
import { tinyModel } from './tinyRun.ts';

afterEach(() => void vi.restoreAllMocks());

const options = { end: tinyModel.tokenizer.end, maxTokens: 12 };

async function openTiny() {
	const { config, specs, weights: flat } = tinyModel;
	const decoder = await DecoderOnDevice.open(await openNodeDevice(), config, specs);
	return { decoder, weights: await decoder.upload('weights', flat) };
}

/** Prompts of 1 to 40 tokens. */
function randomPrompts(count: number): number[][] {
	const stream = randomStream(3);
	let drawn = 0;
	const below = (limit: number) => stream.below(limit, drawn++);
	return Array.from({ length: count }, () =>
		Array.from({ length: 1 + below(40) }, () => below(tinyModel.config.vocabulary)),
	);
}

test('many prompts in several passes get the tokens that each gets alone', async () => {
	const { decoder, weights } = await openTiny();
	const prompts = randomPrompts(60);
	const total = prompts.reduce((sum, { length }) => sum + length, 0);
	expect(total).toBeGreaterThan(2 * maxPassTokens);
	const alone = [];
	for (const prompt of prompts)
		alone.push(...(await generate(decoder, weights, [prompt], options)));
	// A larger cache replaces the one that the single prompts used.
	const together = await generate(decoder, weights, prompts, options);
	expect(together).toEqual(alone);
	expect(new Set(together.map(({ tokens }) => tokens.join())).size).toBeGreaterThan(20);
	// The larger cache still holds the last prompts.
	expect(await generate(decoder, weights, [prompts[0]], options)).toEqual([alone[0]]);
	decoder.dispose();
});

test.each([2, 5, 16])('%i passes that are sent together choose the same tokens', async (ahead) => {
	const { decoder, weights } = await openTiny();
	const prompts = randomPrompts(9);
	const ends = [decoder.config.context - 3, decoder.config.context].map((length) =>
		Array.from({ length }, (_, i) => i % 200),
	);
	const all = [...prompts, ...ends];
	const some = {
		end: [tinyModel.tokenizer.end, 7, 90],
		maxTokens: all.map((_, i) => 3 * i),
		onToken: (_: number, tokens: readonly number[]) => tokens.length > 20,
	};
	const expected = await generate(decoder, weights, all, some);
	vi.spyOn(DecoderOnDevice.prototype, 'passesAhead', 'get').mockReturnValue(ahead);
	expect(await generate(decoder, weights, all, some)).toEqual(expected);
	expect(new Set(expected.map(({ tokens }) => tokens.length)).size).toBeGreaterThan(4);
	decoder.dispose();
});

test('a logit that is not finite is an error when its token is due', async () => {
	const { decoder, weights } = await openTiny();
	vi.spyOn(DecoderOnDevice.prototype, 'passesAhead', 'get').mockReturnValue(4);
	weights.write(Float32Array.of(NaN));
	await expect(generate(decoder, weights, [[1, 2]], options)).rejects.toThrow(NonFiniteError);
	// A full prompt has no token to come.
	expect(await generate(decoder, weights, [[1]], { ...options, maxTokens: 0 })).toHaveLength(1);
	decoder.dispose();
});

test('a seed draws the same tokens again, and a look can end an answer', async () => {
	const { decoder, weights } = await openTiny();
	const sampling = { temperature: 1, topK: 0, topP: 1, repetitionPenalty: 1, seed: 4 };
	const drawn = (seed: number) =>
		generate(
			decoder,
			weights,
			[
				[1, 2],
				[1, 2],
			],
			{ ...options, sampling: { ...sampling, seed } },
		);
	const [first, second] = await drawn(4);
	expect(await drawn(4)).toEqual([first, second]);
	// Each answer has its own chances.
	expect(second).not.toEqual(first);
	expect(await drawn(5)).not.toEqual([first, second]);
	const seen: number[] = [];
	const [cut] = await generate(decoder, weights, [[1, 2]], {
		...options,
		end: -1,
		onToken: (_, tokens) => seen.push(tokens.length) === 3,
	});
	expect([cut.tokens.length, cut.ended, seen]).toEqual([3, true, [1, 2, 3]]);
	decoder.dispose();
});

test.each([
	[1, 1],
	[3, 4],
	[32, 32],
	[33, 64],
])('a pass of %i tokens is computed as one of %i', (count, length) =>
	expect(passLength(count)).toBe(length),
);
