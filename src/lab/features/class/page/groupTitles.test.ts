import { expect, test } from 'vitest';
import { runRecord } from '../../../../../tests/support/labValues.ts';
import { groupTitles } from './groupTitles.ts';

const { experiment } = runRecord();
const lab = {
	policy: () => undefined,
	policyTitles: ({ policy }: typeof experiment) => policy.map(({ id }) => id).join(' → '),
};
const segment = (id: string, fromStep = 0, settings = {}) => ({ id, fromStep, settings });
const withPolicy = (...policy: readonly ReturnType<typeof segment>[]) => ({
	...experiment,
	policy,
});

test('mixes of the same policies are told apart by their steps and settings', () => {
	const bySize = segment('proportional');
	expect(
		groupTitles(
			[
				withPolicy(bySize),
				withPolicy(segment('temperature', 0, { tau: 3 })),
				withPolicy(segment('temperature', 0, { tau: 10 })),
				withPolicy(segment('uniform'), segment('proportional', 50)),
				withPolicy(segment('uniform'), segment('proportional', 60)),
			],
			lab,
		),
	).toEqual([
		'proportional',
		'temperature (tau 3)',
		'temperature (tau 10)',
		'uniform → proportional from step 50',
		'uniform → proportional from step 60',
	]);
});
