import { expect, test } from 'vitest';
import { sparingly } from './statusWords.ts';

test('a live region says states at once, and progress by tenths with a rest between', () => {
	let seconds = 0;
	const say = sparingly(() => 1000 * seconds);
	expect(say('Paused at step 123.')).toBe('Paused at step 123.');
	expect(say('Step 123.', 0.41)).toBe('Step 123.');
	seconds = 5;
	expect(say('Step 150.', 0.5)).toBe('Step 123.');
	seconds = 12;
	expect(say('Step 155.', 0.52)).toBe('Step 155.');
	seconds = 60;
	expect(say('Step 179.', 0.59)).toBe('Step 155.');
	expect(say('Step 180.', 0.6)).toBe('Step 180.');
	expect(say('Finished.')).toBe('Finished.');
});
