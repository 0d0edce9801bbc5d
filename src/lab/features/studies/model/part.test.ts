import { expect, test } from 'vitest';
import { differenceValue } from '../reportText.ts';
import { estimateWithN, shortText, tickText } from './part.ts';

test('an estimate shows its interval and n', () => {
	const estimate = { mean: 0.4651, low: 0.44, high: 0.489, n: 4 };
	expect(estimateWithN(estimate, 'share', shortText)).toBe('46.5 (44.0 to 48.9), n = 4');
	expect(estimateWithN({ mean: -0.6, low: null, high: null, n: 1 }, 'nats', differenceValue)).toBe(
		'−0.600, n = 1',
	);
	expect([
		differenceValue(0.042, 'share'),
		differenceValue(-0.0001, 'share'),
		differenceValue(-0.3, 'nats'),
	]).toEqual(['+4.2', '0.0', '−0.300']);
	expect([tickText(0.25, 'share'), tickText(-0.5, 'nats')]).toEqual(['25', '−0.5']);
});
