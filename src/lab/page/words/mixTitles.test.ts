import { expect, test } from 'vitest';
import { runRecord } from '../../../../tests/support/labValues.ts';
import { mixTitles } from './mixTitles.ts';

const { experiment } = runRecord();
const lab = {
	policy: (title: string) =>
		({ title, parameters: { tau: { kind: 'number', label: 'τ', default: 3 } } }) as never,
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
		mixTitles(
			[
				withPolicy(bySize),
				withPolicy(segment('temperature')),
				withPolicy(segment('temperature', 0, { tau: 2 })),
				withPolicy(segment('temperature', 0, { tau: 10 })),
				withPolicy(segment('uniform'), segment('proportional', 50)),
				withPolicy(segment('uniform'), segment('proportional', 60)),
			],
			lab,
		),
	).toEqual([
		'proportional',
		'temperature (τ 3)',
		'temperature (τ 2)',
		'temperature (τ 10)',
		'uniform → proportional from step 50',
		'uniform → proportional from step 60',
	]);
});
