import { expect, test } from 'vitest';
import { pPhrase, pText } from './reportText.ts';

test('a p below the level is not written as the level', () => {
	expect([0.00001, 0.0312, 0.04996, 0.05].map(pText)).toEqual([
		'< 0.0001',
		'0.0312',
		'< 0.0500',
		'0.0500',
	]);
	expect([0.04996, 0.05].map(pPhrase)).toEqual(['p < 0.0500', 'p = 0.0500']);
});
