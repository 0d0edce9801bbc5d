import { describe, expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { mixPreview, type MixQuestion } from './mixPreview.ts';

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
const question = (id: string, settings: JsonObject = {}, fromStep = 0): MixQuestion => ({
	skills: [skill('large', 'train'), skill('general', 'watch'), skill('small', 'train')],
	batching: { size: 32, context: 512, layout: 'packed' },
	steps: 300,
	seed: 1,
	segment: { fromStep, id, settings },
});

describe('the mix before a policy has drawn', () => {
	it('follows the sizes of the trained skills, with an entry for each skill', () => {
		const proportional = mixPreview(question('proportional'), counts);
		expect(proportional?.weights).toEqual([0.75, 0, 0.25]);
		expect(proportional?.sentence).toMatchObject({ values: { largest: { size: 300 } } });
		expect(mixPreview(question('uniform'), counts)?.weights).toEqual([0.5, 0, 0.5]);
	});

	it('is the mix at the step of the switch', () => {
		const points = [
			{ step: 0, ratios: { large: 1, small: 0 } },
			{ step: 200, ratios: { large: 0, small: 1 } },
		];
		expect(mixPreview(question('timetable', { points }, 50), counts)?.weights).toEqual([
			0.75, 0, 0.25,
		]);
	});

	it('is unknown if a trained skill is missing; a watched one does not matter', () => {
		expect(mixPreview(question('proportional'), [counts[0], counts[1], undefined])).toBeNull();
		expect(mixPreview(question('uniform'), [counts[0], undefined, counts[2]])?.weights).toEqual([
			0.5, 0, 0.5,
		]);
	});

	it.each(['highest-loss', 'skill-it'])('is unknown for a policy that first measures: %s', (id) => {
		expect(mixPreview(question(id), counts)).toBeNull();
	});

	it('refuses the same settings as the run', () => {
		expect(() => mixPreview(question('nonsense'), counts)).toThrow(InputError);
		expect(() => mixPreview(question('temperature', { tau: -1 }), counts)).toThrow(InputError);
	});
});
