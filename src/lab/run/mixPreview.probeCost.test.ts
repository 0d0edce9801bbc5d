import { expect, test } from 'vitest';
import { mixingPolicies } from '#mixing/index.ts';
import { quickSettings } from '../../../tests/unit/lab/quickSettings.ts';
import { probeCost, type MixQuestion } from './mixPreview.ts';

const skill = (id: string) => ({ id, name: id, version: 1, sha256: 'a'.repeat(64), use: 'train' });
const counts = [300, 100].map((train) => ({ train, validation: 40, heldOut: 10 }));
const question = (id: string, settings = {}): MixQuestion => ({
	skills: [skill('large'), skill('small')] as MixQuestion['skills'],
	batching: { size: 32, context: 512, layout: 'packed' },
	steps: 300,
	seed: 1,
	segment: { fromStep: 0, id, settings },
});

test('a policy that measures nothing costs nothing; one that prepares is not known', () => {
	expect(probeCost(question('uniform'), counts)).toBe(0);
	expect(probeCost(question('raise', { target: 'large' }), counts)).toBeNull();
	expect(probeCost(question('uniform'), [counts[0], undefined])).toBeNull();
});

test('every policy can be asked before the run', () => {
	const usable = mixingPolicies.filter(({ id }) => id !== 'replay' && id !== 'fixed');
	const costs = usable.map(({ id }) => probeCost(question(id, quickSettings(id, 'large')), counts));
	expect(costs.some((cost) => cost !== null && cost > 0)).toBe(true);
	for (const cost of costs) if (cost !== null) expect(cost).toBeGreaterThanOrEqual(0);
});

test('fewer measurements cost less', () => {
	const [often, seldom] = [1, 10].map((interval) =>
		probeCost(question('mos', { interval }), counts)!,
	);
	expect(often).toBeGreaterThan(5 * seldom);
});
