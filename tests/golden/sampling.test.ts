/** Sampling against the logits processors of transformers, and its own rules. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NonFiniteError } from '#engine/core/errors.ts';
import type { Sampling } from '#engine/core/sampling.ts';
import { chooseToken } from '#engine/model/sampling.ts';

type Case = Omit<Sampling, 'seed'> & { before: number[]; probabilities: number[] };
const cases = JSON.parse(
	readFileSync(new URL('sampling.json', import.meta.url), 'utf8'),
) as readonly Case[];

const logits = Float32Array.from({ length: 12 }, (_, i) => 3 * Math.sin(1 + 7 * i));
logits[5] = logits[3];

/** How often each token is chosen, for evenly spaced chances. */
function shares(settings: Omit<Sampling, 'seed'>, before: readonly number[]): number[] {
	const draws = 20_000;
	const counts = new Array<number>(logits.length).fill(0);
	for (let i = 0; i < draws; i++)
		counts[chooseToken(logits, before, settings, (i + 0.5) / draws)]++;
	return counts.map((count) => count / draws);
}

describe('the shares of tokens are the probabilities of transformers', () => {
	test.each(cases)(
		'temperature $temperature, top k $topK, top p $topP, penalty $repetitionPenalty',
		({ before, probabilities, ...settings }) => {
			const found = shares(settings, before);
			probabilities.forEach((p, token) => {
				if (p === 0) expect(found[token], `token ${token}`).toBe(0);
				else expect(Math.abs(found[token] - p), `token ${token}`).toBeLessThan(1e-4);
			});
		},
	);
});

const greedy = { temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1 };

test('temperature 0 takes the first of the largest logits, after the penalty', () => {
	const equal = Float32Array.of(1, 2, 2, -1);
	expect(chooseToken(equal, [], greedy, 0.99)).toBe(1);
	expect(chooseToken(equal, [1], { ...greedy, repetitionPenalty: 1.5 }, 0)).toBe(2);
	// A negative logit becomes smaller.
	expect(
		chooseToken(Float32Array.of(-1, -1.2), [0], { ...greedy, repetitionPenalty: 1.5 }, 0),
	).toBe(1);
});

test.each([NaN, Infinity, -Infinity])('a logit of %s throws NonFiniteError', (value) => {
	const broken = Float32Array.of(0, value, 1);
	for (const temperature of [0, 1])
		expect(() => chooseToken(broken, [], { ...greedy, temperature }, 0.5)).toThrow(NonFiniteError);
});
