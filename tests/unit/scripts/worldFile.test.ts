/** Files of worlds: their defaults and errors. */
import { describe, expect, test } from 'vitest';
import { learnable } from '../../../scripts/world/index.ts';
import { parseWorldFile } from '../../../scripts/lib/worldFile.ts';

describe('files', () => {
	const parse = (value: unknown) => parseWorldFile(JSON.stringify(value), 'my.json');
	test('missing fields have defaults', () => {
		const world = parse({ skills: [{ id: 'add' }, { id: 'sub', name: 'Minus', rows: 80 }] });
		expect(world.spec.skills).toEqual([
			learnable('add'),
			learnable('sub', { name: 'Minus', rows: 80 }),
		]);
		expect(world).toMatchObject({ score: 'excess', targets: [], steps: 300, batchSize: 32 });
	});
	const skills = [{ id: 'a' }, { id: 'b' }];
	test.each([
		[{}, /^my\.json: skills is missing/],
		[
			{ skills: [{ id: 'a', rate: -1 }] },
			/^my\.json: skills\[0\]\.rate must be a number from 0 to 1, not -1\./,
		],
		[{ skills: [{ id: 'a', rows: 1.5 }] }, /skills\[0\]\.rows must be a whole number/],
		[{ skills: [{ id: 'a', speed: 1 }] }, /skills\[0\]\.speed is not a field here.*rate/],
		[{ skills: [{ id: 'a' }, { id: 'a' }] }, /skills\[1\]\.id "a" occurs twice/],
		[{ skills: [{ id: 'a', floor: 3 }] }, /skills\[0\]\.floor must be at most/],
		[{ skills, transfer: [[1, 0], [1]] }, /transfer\[1\] must have 2 numbers/],
		[{ skills, targets: ['c'] }, /targets\[0\] "c" is not a skill here: a, b/],
		[{ skills, kind: 'other' }, /kind must be skills or shared/],
	])('%j', (value, message) => {
		expect(() => parse(value)).toThrow(
			expect.objectContaining({ code: 'input', message: expect.stringMatching(message) as string }),
		);
	});
});
