import { describe, expect, it, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import type { JsonObject } from '#core/json.ts';
import { choosing, prepared } from '#mixing/seamPolicies.test-support.ts';
import { mixPreview, type MixQuestion, preparationCost, probeCost } from './mixPreview.ts';
import { mixingPolicies } from '#mixing/registry.ts';
import { quickSettings } from '../../../tests/unit/quickSettings.ts';

const skill = (id: string, use: 'train' | 'watch') => ({
	id,
	name: id,
	version: 1,
	sha256: 'a'.repeat(64),
	use,
});
const makeCounts = (train: number) => ({ train, validation: 10, heldOut: 10 });
/** The watched skill lies between the trained ones: its place must stay its own. */
const counts = [makeCounts(300), makeCounts(5000), makeCounts(100)];
const asked = (id: string, settings: JsonObject = {}, fromStep = 0): MixQuestion => ({
	skills: [skill('large', 'train'), skill('general', 'watch'), skill('small', 'train')],
	batching: { size: 32, context: 512, layout: 'packed' },
	steps: 300,
	seed: 1,
	segment: { fromStep, id, settings },
});

describe('the mix before a policy has drawn', () => {
	it('follows the sizes of the trained skills, with an entry for each skill', () => {
		const proportional = mixPreview(asked('proportional'), counts);
		expect(proportional?.weights).toEqual([0.75, 0, 0.25]);
		expect(proportional?.sentence).toMatchObject({ values: { largest: { size: 300 } } });
		expect(mixPreview(asked('uniform'), counts)?.weights).toEqual([0.5, 0, 0.5]);
	});

	it('is the mix at the step of the switch', () => {
		const points = [
			{ step: 0, ratios: { large: 1, small: 0 } },
			{ step: 200, ratios: { large: 0, small: 1 } },
		];
		expect(mixPreview(asked('timetable', { points }, 50), counts)?.weights).toEqual([
			0.75, 0, 0.25,
		]);
	});

	it('is unknown if a trained skill is missing; a watched one does not matter', () => {
		expect(mixPreview(asked('proportional'), [counts[0], counts[1], undefined])).toBeNull();
		expect(mixPreview(asked('uniform'), [counts[0], undefined, counts[2]])?.weights).toEqual([
			0.5, 0, 0.5,
		]);
	});

	it.each([choosing, prepared])('is unknown for a policy that first measures: $id', (policy) => {
		expect(mixPreview(asked(policy.id), counts, () => policy)).toBeNull();
	});

	it('refuses the same settings as the run', () => {
		expect(() => mixPreview(asked('nonsense'), counts)).toThrow(InputError);
		expect(() => mixPreview(asked('temperature', { tau: -1 }), counts)).toThrow(InputError);
	});
});

const skill = (id: string, use = 'train') => ({
	id,
	name: id,
	version: 1,
	use,
	sha256: 'a'.repeat(64),
});
const counts = [300, 100, 50].map((train) => ({ train, validation: 40, heldOut: 10 }));
const asked = (id: string, settings = {}): MixQuestion => ({
	skills: [skill('large'), skill('watched', 'watch'), skill('small')] as MixQuestion['skills'],
	batching: { size: 32, context: 512, layout: 'packed' },
	steps: 300,
	seed: 1,
	segment: { fromStep: 0, id, settings },
});

test('RAISE by default: 40 roll-outs as long as the run, and their measurements', () => {
	const cost = preparationCost(asked('raise'), counts);
	expect(cost?.updates).toBe(40 * 300);
	// 64 validation examples after each step, and 350 trained examples twice.
	expect(cost?.steps).toBeCloseTo(12_000 + (12_000 * 64 + 700) / 96, 3);
	expect(preparationCost(asked('raise', { episodeSteps: 30 }), counts)?.updates).toBe(1200);
	expect(preparationCost(asked('raise', { mode: 'online' }), counts)).toBeNull();
});

test('Skill-It: 20 steps on each trained skill alone', () => {
	expect(preparationCost(asked('skill-it'), counts)).toEqual({
		updates: 40,
		steps: 40 + (16 * 2 * 3) / 96,
	});
});

test('each policy that prepares has a cost, and no other one', () => {
	for (const { id, prepare } of mixingPolicies)
		expect(preparationCost(asked(id), counts) !== null, id).toBe(prepare !== undefined);
	expect(preparationCost(asked('raise'), [counts[0], undefined, undefined])).toBeNull();
});

const skill = (id: string) => ({ id, name: id, version: 1, sha256: 'a'.repeat(64), use: 'train' });
const counts = [300, 100].map((train) => ({ train, validation: 40, heldOut: 10 }));
const asked = (id: string, settings = {}): MixQuestion => ({
	skills: [skill('large'), skill('small')] as MixQuestion['skills'],
	batching: { size: 32, context: 512, layout: 'packed' },
	steps: 300,
	seed: 1,
	segment: { fromStep: 0, id, settings },
});

test('a policy that measures nothing costs nothing; one that prepares is not known', () => {
	expect(probeCost(asked('uniform'), counts)).toBe(0);
	expect(probeCost(asked('raise', { target: 'large' }), counts)).toBeNull();
	expect(probeCost(asked('uniform'), [counts[0], undefined])).toBeNull();
});

test('every policy can be asked before the run', () => {
	const usable = mixingPolicies.filter(({ id }) => id !== 'replay' && id !== 'fixed');
	const costs = usable.map(({ id }) => probeCost(asked(id, quickSettings(id, 'large')), counts));
	expect(costs.some((cost) => cost !== null && cost > 0)).toBe(true);
	for (const cost of costs) if (cost !== null) expect(cost).toBeGreaterThanOrEqual(0);
});

test('fewer measurements cost less', () => {
	const [often, seldom] = [1, 10].map((interval) => probeCost(asked('mos', { interval }), counts)!);
	expect(often).toBeGreaterThan(5 * seldom);
});
