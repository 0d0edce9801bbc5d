import { expect, test } from 'vitest';
import { minutesHere } from './lessonTime.ts';

test('a slow machine adds what its runs take longer', () => {
	expect(minutesHere(3, 2, null)).toBe(3);
	expect(minutesHere(3, 2, 12_000)).toBe(3);
	expect(minutesHere(3, 2, 90_000)).toBe(5);
	expect(minutesHere(4, 1, 200_000)).toBe(7);
});
