import { expect, test } from 'vitest';
import { decodeFloats, encodeFloats } from './storedData.ts';

test('floats survive the encoding, rounded to 32 bits', () => {
	const values = [0, -1.5, Math.PI, 1e-20];
	expect([...decodeFloats(encodeFloats(values))]).toEqual(values.map(Math.fround));
});
