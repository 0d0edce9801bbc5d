/** The default experiment and what each preset makes of it are valid, and set what they say. */
import { beforeAll, describe, expect, test } from 'vitest';
import { builtinSkills, builtinSource } from '#data/builtinSkills.ts';
import { defaultExperiment } from './defaultExperiment.ts';
import type { Experiment } from './experiment.ts';
import { withPinnedSkills } from './pinnedSkills.ts';
import { presetById, presets } from './presets.ts';
import { parseExperiment } from './schema.ts';

let start: Experiment;
beforeAll(() => {
	const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
	start = defaultExperiment(infos, { id: 'base', sha256: 'a'.repeat(64) });
});
const skillOf = (experiment: Experiment, id: string) =>
	experiment.skills.find((skill) => skill.id === id)!;

test('the default is valid: eight skills trained, general text watched, nothing to fill in', () => {
	expect(parseExperiment(start)).toEqual(start);
	expect(start.skills.filter(({ use }) => use === 'train')).toHaveLength(8);
	expect(start.skills.filter(({ use }) => use === 'watch').map(({ id }) => id)).toEqual([
		'general',
	]);
	expect(withPinnedSkills(start)).toEqual(start);
});

test('it does not change by accident: these settings are the study’s', () => {
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
	test('gives a valid experiment, changes something, and nothing more when applied twice', () => {
		const once = preset.apply(start);
		expect(parseExperiment(once)).toEqual(once);
		expect(once).not.toEqual(start);
		expect(preset.apply(once)).toEqual(once);
		expect(presetById(preset.id)).toBe(preset);
	});
});

test('2310.04945: cosine and weight decay 0.1, the rest as it was', () => {
	const { schedule, optimizer, ...rest } = presetById('2310.04945').apply(start);
	expect(schedule).toEqual({ ...start.schedule, kind: 'cosine' });
	expect(optimizer).toEqual({ ...start.optimizer, weightDecay: 0.1 });
	expect({ ...rest, schedule: start.schedule, optimizer: start.optimizer }).toEqual(start);
});

test('replay: general text is trained with 3 %, the other eight share the rest', () => {
	const { skills, policy } = presetById('replay').apply(start);
	expect(skills.every(({ use }) => use === 'train')).toBe(true);
	const ratios = policy[0].settings.ratios as Record<string, number>;
	expect(ratios.general).toBe(0.03);
	expect(ratios.sub).toBeCloseTo(0.97 / 8, 12);
	expect(Object.keys(ratios)).toHaveLength(9);
});

test('noise: half of add wrong, and the hash is that of the noisy examples', () => {
	const noisy = skillOf(presetById('noise').apply(start), 'add');
	expect(noisy.noise).toEqual({ wrongShare: 0.5, duplicates: 0 });
	expect(noisy.sha256).toBe(builtinSource('add', noisy.noise).info.fingerprint);
	expect(noisy.sha256).not.toBe(skillOf(start, 'add').sha256);
});

test('a preset about a skill that is not there says which, and an unknown one names the known', () => {
	const storyOnly = { ...start, skills: [skillOf(start, 'story')] };
	expect(() => presetById('noise').apply(storyOnly)).toThrow(/"add"/);
	expect(() => presetById('replay').apply(storyOnly)).toThrow(/"general"/);
	expect(() => presetById('best')).toThrow(/"best".*2310\.04945/);
});

test('pinning leaves files and other versions as they are', () => {
	const skills = [
		{ ...skillOf(start, 'add'), version: 99, sha256: 'f'.repeat(64) },
		{ ...skillOf(start, 'add'), id: 'file:1', version: 0, sha256: 'e'.repeat(64) },
	];
	expect(withPinnedSkills({ ...start, skills }).skills).toEqual(skills);
});
