import { expect, test } from 'vitest';
import { bitText, textBits } from './bytes.ts';

test('bits become hex digits and come back, whatever their number', () => {
	expect(bitText([true, false, false, true])).toBe('9');
	expect(bitText([false, false, false, false, true])).toBe('08');
	expect(bitText([])).toBe('');
	for (let count = 0; count <= 9; count++) {
		const bits = Array.from({ length: count }, (_, i) => i % 3 === 1);
		expect(textBits(bitText(bits), count)).toEqual(bits);
	}
});

test('values beyond the text are false', () => {
	expect(textBits('f', 6)).toEqual([true, true, true, true, false, false]);
});
