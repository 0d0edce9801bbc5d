import { expect, test } from 'vitest';
import { meanMixClaim, policyKey, runsKey } from './meanMixClaims.ts';
import { baseExperiment, models } from '../../../tests/support/study.ts';

const mos = { fromStep: 0, id: 'mos', settings: { reward: 'difficulty', interval: 10 } };
const experiment = { ...baseExperiment, model: models[4], policy: [mos] };
const claim = { mean: 0.003, reach: 0.016 };
const claims = { keys: [runsKey(experiment)], bases: 8, policies: { [policyKey(mos)]: claim } };

test('a claim holds for the study’s experiment, with any seed and evaluation', () => {
	expect(meanMixClaim(claims, experiment)).toBe(claim);
	const evaluation = { ...experiment.evaluation, every: 7 };
	expect(meanMixClaim(claims, { ...experiment, seed: 99, evaluation })).toBe(claim);
	const { reward, interval } = mos.settings;
	const reordered = { ...mos, settings: { interval, reward } };
	expect(meanMixClaim(claims, { ...experiment, policy: [reordered] })).toBe(claim);
});

test.each([
	['other settings', { policy: [{ ...mos, settings: { ...mos.settings, interval: 5 } }] }],
	['another policy', { policy: [{ ...mos, id: 'odm' }] }],
	['a switch', { policy: [mos, { ...mos, fromStep: 100 }] }],
	['other steps', { steps: 100 }],
	['another base', { model: models[1] }],
])('and not with %s', (_, change) => {
	expect(meanMixClaim(claims, { ...experiment, ...change })).toBeNull();
});
