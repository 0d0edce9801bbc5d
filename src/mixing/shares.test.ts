import { expect, test } from 'vitest';
import { normalise } from './shares.ts';

test('normalise: the order of the skills changes no bit', () => {
	// 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in the last bit.
	expect(normalise([0.3, 0.2, 0.1]).reverse()).toEqual(normalise([0.1, 0.2, 0.3]));
});
