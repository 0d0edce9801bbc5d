/** The lab's own preparation belongs to RAISE on the default experiment, and to nothing else. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { Json } from '#engine/core/json.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { ModelRef } from '#lab/run/experiment.ts';
import { readyPreparation, shippedPreparation } from '#lab/run/readyPreparation.ts';

const models = JSON.parse(readFileSync('models/index.json', 'utf8')) as ModelRef[];
const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
const experiment = defaultExperiment(infos, models[0]);
const raise = { fromStep: 0, id: 'raise', settings: {} };
const { sha256, policy } = shippedPreparation;

it('is the file of the site (else: npm run --prefix workshop preparation)', () => {
	const content = readFileSync('public/preparations/raise.json');
	const { artefact } = JSON.parse(content.toString()) as { artefact: Json };
	expect([sha256OfJson(artefact), policy]).toEqual([sha256, 'raise']);
	expect(content.length).toBeLessThan(100_000);
});

it('is used at any step, however the run is measured', () => {
	expect(readyPreparation(experiment, raise)).toBe(sha256);
	const evaluation = { ...experiment.evaluation, every: 10 };
	expect(readyPreparation({ ...experiment, evaluation }, { ...raise, fromStep: 100 })).toBe(sha256);
	// A setting that is written out with its default is the same one.
	expect(readyPreparation(experiment, { ...raise, settings: { episodes: 40 } })).toBe(sha256);
});

it.each([
	['seed', { seed: 2 }],
	['length', { steps: 301 }],
	['model', { model: models[1] }],
	['rate', { optimizer: { ...experiment.optimizer, learningRate: 1e-3 } }],
	['data', { skills: experiment.skills.slice(1) }],
])('is not used with another %s', (_, change) => {
	expect(readyPreparation({ ...experiment, ...change }, raise)).toBeUndefined();
});
