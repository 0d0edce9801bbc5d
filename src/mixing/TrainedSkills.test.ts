import { expect, test } from 'vitest';
import { TrainedSkills } from './TrainedSkills.ts';

const skills = [
	{ id: 'twice', use: 'train' },
	{ id: 'watched', use: 'watch' },
	{ id: 'copy', use: 'train' },
] as const;

test('a policy has the trained skills by rising id', () => {
	const trained = new TrainedSkills(skills);
	expect(trained.gather([10, 20, 30])).toEqual([30, 10]);
	expect(trained.scatter([30, 10], 0)).toEqual([10, 0, 30]);
});

test('a run of an earlier version keeps the order in which it stored its numbers', () => {
	const trained = new TrainedSkills(skills, { inMixOrder: true });
	expect(trained.gather([10, 20, 30])).toEqual([10, 30]);
});
