import { expect, test } from 'vitest';
import { pacedFrames } from './frames.ts';

test('slow drawing happens less often', () => {
	let time = 0;
	const waits: number[] = [];
	const nextFrame = pacedFrames({
		now: () => time,
		after: (milliseconds, callback) => {
			waits.push(milliseconds);
			time += milliseconds;
			callback();
		},
		frame: (callback) => callback(),
	});
	nextFrame(() => (time += 50));
	nextFrame(() => {});
	nextFrame(() => {});
	expect(waits.filter((wait) => wait > 0)).toEqual([140, 400, 140]);
});
