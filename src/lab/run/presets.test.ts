/** The default experiment and what each preset makes of it are valid, and set what they say. */
import { beforeAll, describe, expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { tutorExample } from '../../../scripts/lib/pretraining/tutoring.ts';
import { defaultExperiment } from './defaultExperiment.ts';
import type { Experiment } from './experiment.ts';
import { encodeLink } from './link.ts';
import { withPinnedSkills } from './pinnedSkills.ts';
import { poolNoise, presetById, presets } from './presets.ts';
import { parseExperiment } from './schema.ts';

const models = [
	{ id: 'base', sha256: '1'.repeat(64) },
	{ id: 'skillet-tutor', sha256: '2'.repeat(64) },
];
let start: Experiment;
beforeAll(() => {
	const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
	start = defaultExperiment(infos, { id: 'base', sha256: 'a'.repeat(64) });
});
const findSkill = (experiment: Experiment, id: string) =>
	experiment.skills.find((skill) => skill.id === id)!;

test('the default is valid: eight skills trained, stories watched', () => {
	expect(parseExperiment(start)).toEqual(start);
	expect(start.skills.filter(({ use }) => use === 'train')).toHaveLength(8);
	expect(start.skills.filter(({ use }) => use === 'watch').map(({ id }) => id)).toEqual([
		'stories',
	]);
	expect(withPinnedSkills(start)).toEqual(start);
});

describe.each(presets.map((preset) => [preset.id, preset] as const))('preset %s', (_id, preset) => {
	test('gives a valid experiment, and changes nothing more when applied twice', () => {
		const once = preset.apply(start, models);
		expect(parseExperiment(once)).toEqual(once);
		expect(once).not.toEqual(start);
		expect(preset.apply(once, models)).toEqual(once);
		expect(presetById(preset.id)).toBe(preset);
	});

	test('makes a link that fits where 2,000 characters do', () => {
		expect(encodeLink(preset.apply(start, models)).length).toBeLessThan(2000);
	});
});

test('2310.04945: cosine and weight decay 0.1, the rest as it was', () => {
	const { schedule, optimizer, ...rest } = presetById('2310.04945').apply(start, models);
	expect(schedule).toEqual({ ...start.schedule, kind: 'cosine' });
	expect(optimizer).toEqual({ ...start.optimizer, weightDecay: 0.1 });
	expect({ ...rest, schedule: start.schedule, optimizer: start.optimizer }).toEqual(start);
});

test('replay: stories are trained with 3 %, the other eight share the rest', () => {
	const { skills, policy } = presetById('replay').apply(start, models);
	expect(skills.every(({ use }) => use === 'train')).toBe(true);
	const ratios = policy[0].settings.ratios as Record<string, number>;
	expect(ratios.stories).toBe(0.03);
	expect(ratios.subtraction).toBeCloseTo(0.97 / 8, 12);
	expect(Object.keys(ratios)).toHaveLength(9);
});

test('noise: half of add wrong, and the hash is that of the noisy examples', () => {
	const noisy = findSkill(presetById('noise').apply(start, models), 'addition');
	expect(noisy.noise).toEqual({ wrongShare: 0.5, duplicates: 0 });
	expect(noisy.sha256).toBe(builtinSource('addition', noisy).info.fingerprint);
	expect(noisy.sha256).not.toBe(findSkill(start, 'addition').sha256);
});

test('noisy-pool: eight skills of at most 200 rows, half wrong, 40 repeated', () => {
	const pool = presetById('noisy-pool').apply(start, models);
	const changed = pool.skills.filter(({ noise }) => noise);
	expect(changed.map(({ id }) => id).sort()).toEqual(
		start.skills.flatMap(({ id, use }) => (use === 'train' ? [id] : [])).sort(),
	);
	for (const { id, noise, sha256 } of changed) {
		expect(noise).toEqual(poolNoise);
		const { fingerprint, counts } = builtinSource(id, { noise }).info;
		expect(sha256).toBe(fingerprint);
		expect(counts.train).toBe(
			id === 'reversing' ? 200 : id === 'subtraction' || id === 'capitals' ? 120 : 240,
		);
	}
	expect(findSkill(pool, 'stories')).toEqual(findSkill(start, 'stories'));
	expect(pool.auxiliary).toEqual({ id: 'skillet-tutor', sha256: '2'.repeat(64) });
	expect(pool).toMatchObject({
		steps: 150,
		batching: { size: 16 },
		optimizer: { learningRate: 2e-3 },
	});
	expect(pool.model).toEqual(start.model);
	const [{ id, settings }] = parseExperiment(pool).policy;
	expect({ id, targets: settings.targets }).toEqual({ id: 'raise', targets: ['extraction'] });
});

test('noisy-pool has no prompt from the training of the tutor, except the facts', async () => {
	const taught = new Set(
		Array.from({ length: 25_600 }, (_, i) => examplePrompt(tutorExample(1, i))),
	);
	for (const { id } of start.skills.filter(({ use }) => use === 'train')) {
		const pooled: string[] = [];
		for await (const examples of builtinSource(id, { noise: poolNoise }).read('train'))
			pooled.push(...examples.map(examplePrompt));
		const shared = pooled.filter((prompt) => taught.has(prompt)).length;
		expect({ id, shared }).toEqual({ id, shared: id === 'capitals' ? 120 : 0 });
	}
});

test('mastered: stories are trained, pirate tales watched, nothing else changed', () => {
	const { skills, ...rest } = presetById('mastered').apply(start, models);
	expect({ ...rest, skills: start.skills }).toEqual(start);
	const uses = Object.fromEntries(skills.map(({ id, use }) => [id, use]));
	expect(uses).toMatchObject({ stories: 'train', pirate: 'watch', extraction: 'train' });
	expect(skills.filter(({ use }) => use === 'train')).toHaveLength(8);
});

test('a preset names a missing skill, and an unknown preset names the known ones', () => {
	const storyOnly = { ...start, skills: [findSkill(start, 'pirate')] };
	expect(() => presetById('noise').apply(storyOnly, models)).toThrow(
		failure(
			'This preset needs the built-in skill "{id}", which the experiment does not have. Add it first.',
			{ id: 'addition' },
		),
	);
	for (const id of ['replay', 'mastered'])
		expect(() => presetById(id).apply(storyOnly, models)).toThrow(
			failure(
				'This preset needs the built-in skill "{id}", which the experiment does not have. Add it first.',
				{ id: 'stories' },
			),
		);
	expect(() => presetById('noisy-pool').apply(storyOnly, models)).toThrow(
		failure(
			'This preset needs the built-in skill "{id}", which the experiment does not have. Add it first.',
			{ id: 'extraction' },
		),
	);
	expect(() => presetById('best')).toThrow(
		failure('There is no preset "{id}". Known ones: {presets}.', { id: 'best' }),
	);
});
