import { expect, test } from 'vitest';
import { TrainedSkills } from './TrainedSkills.ts';

test('a policy has the trained skills by rising id', () => {
	const trained = new TrainedSkills([
		{ id: 'twice', use: 'train' },
		{ id: 'watched', use: 'watch' },
		{ id: 'copy', use: 'train' },
	]);
	expect(trained.gather([10, 20, 30])).toEqual([30, 10]);
	expect(trained.scatter([30, 10], 0)).toEqual([10, 0, 30]);
});
