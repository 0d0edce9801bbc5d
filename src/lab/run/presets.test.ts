/** The default experiment and what each preset makes of it are valid, and set what they say. */
import { beforeAll, describe, expect, test } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
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
	{ id: 'village-base', sha256: '3'.repeat(64) },
];
let start: Experiment;
beforeAll(() => {
	const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
	start = defaultExperiment(infos, { id: 'base', sha256: 'a'.repeat(64) });
});
const findSkill = (experiment: Experiment, id: string) =>
	experiment.skills.find((skill) => skill.id === id)!;

test('the default is valid: eight skills trained, general text watched', () => {
	expect(parseExperiment(start)).toEqual(start);
	expect(start.skills.filter(({ use }) => use === 'train')).toHaveLength(8);
	expect(start.skills.filter(({ use }) => use === 'watch').map(({ id }) => id)).toEqual([
		'general',
	]);
	expect(withPinnedSkills(start)).toEqual(start);
});

test('the default keeps the settings of the study', () => {
	const { steps, seed, batching, optimizer, schedule, evaluation, checkpointEvery, policy } = start;
	expect({
		steps,
		seed,
		batching,
		optimizer,
		schedule,
		evaluation,
		checkpointEvery,
		policy,
	}).toEqual({
		steps: 300,
		seed: 1,
		batching: { size: 32, context: 512, layout: 'packed' },
		optimizer: {
			learningRate: 0.002,
			beta1: 0.9,
			beta2: 0.98,
			epsilon: 1e-8,
			weightDecay: 0.01,
			clip: 1,
			accumulation: 1,
		},
		schedule: { kind: 'linear', warmup: 0.1, floor: 0.02 },
		evaluation: { every: 50, examples: 50, finalExamples: 150, samples: 1 },
		checkpointEvery: 50,
		policy: [{ fromStep: 0, id: 'uniform', settings: {} }],
	});
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

test('replay: general text is trained with 3 %, the other eight share the rest', () => {
	const { skills, policy } = presetById('replay').apply(start, models);
	expect(skills.every(({ use }) => use === 'train')).toBe(true);
	const ratios = policy[0].settings.ratios as Record<string, number>;
	expect(ratios.general).toBe(0.03);
	expect(ratios.sub).toBeCloseTo(0.97 / 8, 12);
	expect(Object.keys(ratios)).toHaveLength(9);
});

test('noise: half of add wrong, and the hash is that of the noisy examples', () => {
	const noisy = findSkill(presetById('noise').apply(start, models), 'add');
	expect(noisy.noise).toEqual({ wrongShare: 0.5, duplicates: 0 });
	expect(noisy.sha256).toBe(builtinSource('add', noisy.noise).info.fingerprint);
	expect(noisy.sha256).not.toBe(findSkill(start, 'add').sha256);
});

test('noisy-pool: eight skills of at most 200 rows, half wrong, 40 repeated', () => {
	const pool = presetById('noisy-pool').apply(start, models);
	const changed = pool.skills.filter(({ noise }) => noise);
	expect(changed.map(({ id }) => id).sort()).toEqual(
		start.skills.flatMap(({ id, use }) => (use === 'train' ? [id] : [])).sort(),
	);
	for (const { id, noise, sha256 } of changed) {
		expect(noise).toEqual(poolNoise);
		const { fingerprint, counts } = builtinSource(id, noise).info;
		expect(sha256).toBe(fingerprint);
		expect(counts.train).toBe(id === 'rev' ? 200 : id === 'sub' || id === 'fact' ? 120 : 240);
	}
	expect(findSkill(pool, 'general')).toEqual(findSkill(start, 'general'));
	expect(pool.auxiliary).toEqual({ id: 'skillet-tutor', sha256: '2'.repeat(64) });
	expect(pool).toMatchObject({
		steps: 150,
		batching: { size: 16 },
		optimizer: { learningRate: 2e-3 },
	});
	expect(pool.model).toEqual(start.model);
	const [{ id, settings }] = parseExperiment(pool).policy;
	expect({ id, targets: settings.targets }).toEqual({ id: 'raise', targets: ['json'] });
});

test('noisy-pool has no prompt from the training of the tutor, except the facts', async () => {
	const taught = new Set(
		Array.from({ length: 25_600 }, (_, i) => examplePrompt(tutorExample(1, i))),
	);
	for (const { id } of start.skills.filter(({ use }) => use === 'train')) {
		const pooled: string[] = [];
		for await (const examples of builtinSource(id, poolNoise).read('train'))
			pooled.push(...examples.map(examplePrompt));
		const shared = pooled.filter((prompt) => taught.has(prompt)).length;
		expect({ id, shared }).toEqual({ id, shared: id === 'fact' ? 120 : 0 });
	}
});

test('mastered: general text is trained, story watched, nothing else changed', () => {
	const { skills, ...rest } = presetById('mastered').apply(start, models);
	expect({ ...rest, skills: start.skills }).toEqual(start);
	const uses = Object.fromEntries(skills.map(({ id, use }) => [id, use]));
	expect(uses).toMatchObject({ general: 'train', story: 'watch', json: 'train' });
	expect(skills.filter(({ use }) => use === 'train')).toHaveLength(8);
});

test('a preset names the model that the lab does not have', () => {
	expect(() => presetById('noisy-pool').apply(start, [models[0]])).toThrow(
		failure('lab.run.presetMeasuresWithShippedModel', { id: 'skillet-tutor' }),
	);
});

test('a preset names a missing skill, and an unknown preset names the known ones', () => {
	const storyOnly = { ...start, skills: [findSkill(start, 'story')] };
	expect(() => presetById('noise').apply(storyOnly, models)).toThrow(
		failure('lab.run.presetNeedsBuiltInSkill', { id: 'add' }),
	);
	for (const id of ['replay', 'mastered'])
		expect(() => presetById(id).apply(storyOnly, models)).toThrow(
			failure('lab.run.presetNeedsBuiltInSkill', { id: 'general' }),
		);
	expect(() => presetById('noisy-pool').apply(storyOnly, models)).toThrow(
		failure('lab.run.presetNeedsBuiltInSkill', { id: 'json' }),
	);
	expect(() => presetById('best')).toThrow(failure('lab.run.thereIsNoPresetKnown', { id: 'best' }));
});

test('pinning does not change files and other versions', () => {
	const skills = [
		{ ...findSkill(start, 'add'), version: 99, sha256: 'f'.repeat(64) },
		{ ...findSkill(start, 'add'), id: 'file:1', version: 0, sha256: 'e'.repeat(64) },
	];
	expect(withPinnedSkills({ ...start, skills }).skills).toEqual(skills);
});

test('village: the eight skills in plain English on their base; stories are watched', () => {
	const { skills, model, policy } = presetById('village').apply(start, models);
	expect(model).toEqual(models[2]);
	expect(skills.map(({ id, use }) => `${id} ${use}`)).toEqual([
		'pirate train',
		'french train',
		'addition train',
		'extraction train',
		'sorting train',
		'reversing train',
		'subtraction train',
		'capitals train',
		'stories watch',
	]);
	for (const { id, sha256 } of skills) expect(sha256).toBe(builtinSource(id).info.fingerprint);
	expect(policy[0].id).toBe('uniform');
	expect(() => presetById('village').apply(start, models.slice(0, 2))).toThrow(
		failure('lab.run.presetMeasuresWithShippedModel', { id: 'village-base' }),
	);
});
