/** The proposed settings of a large model, and what decides each of them. */
import { expect, test } from 'vitest';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { parseExperiment } from './schema.ts';
import { policyInfos } from '#mixing/index.ts';
import { hasFastDots, processorReport } from '#engine/gpu/report.ts';
import { say } from '#engine/core/message.ts';
import { defaultExperiment } from './defaultExperiment.ts';
import { ownSkills, propose } from './proposal.ts';

const builtin = builtinSkills.map(({ id }) => builtinSource(id).info);
const start = defaultExperiment(builtin, { id: 'base', sha256: 'a'.repeat(64) });

const ownSkill = (id: string, train: number): SkillInfo => ({
	...builtin[0],
	id,
	name: id,
	source: 'file',
	counts: { train, validation: 10, heldOut: 20 },
});
const toRef = ({ id, name, fingerprint }: SkillInfo) => ({
	id,
	name,
	version: 0,
	sha256: fingerprint,
	use: 'train' as const,
});
const [math, code] = [ownSkill('file:111111111111', 300), ownSkill('file:222222222222', 90)];
const device = processorReport({ backend: 'webgpu', name: 'GPU', reason: say('none') });
const known = { skills: [...builtin, math, code], policies: policyInfos(), device };
const experiment = {
	...start,
	skills: [toRef(math), toRef(code)],
	policy: [{ fromStep: 0, id: 'uniform', settings: {} }],
};
const model = { parameters: 134_515_008, context: 8192 };
const proposed = (change: object = {}, lengths = { usual: 203, longest: 612 }, used = model) =>
	propose({ ...experiment, ...change }, used, known, lengths);

test('a valid experiment: an adapter, an epoch, the context of the rows, three tests', () => {
	const { experiment: found, reasons } = proposed({
		budget: { kind: 'tokens', tokens: 1000 },
		auxiliary: { id: 'other', sha256: 'c'.repeat(64) },
	});
	expect(parseExperiment(found)).toEqual(found);
	expect(found).toMatchObject({
		steps: 98,
		adapter: { rank: 8, alpha: 8, targets: 'all-linear' },
		batching: { size: 4, context: 208, layout: 'packed' },
		optimizer: { accumulation: 1 },
		evaluation: { every: 49, examples: 32, finalExamples: 32 },
	});
	expect(found).not.toHaveProperty('budget');
	expect(found).not.toHaveProperty('auxiliary');
	expect(reasons.steps).toEqual({ rows: 390, epoch: 98, isEpoch: true });
	expect(reasons.context).toEqual({ usual: 203, longest: 612, isCut: false });
});

test('without a GPU, products in whole numbers where they are faster', () => {
	const onProcessor = { ...known, device: { ...device, backend: 'wasm' as const } };
	const { experiment: found, reasons } = propose(experiment, model, onProcessor, null);
	const isInDots = hasFastDots(onProcessor.device);
	expect(found.adapter?.base).toBe(isInDots ? 'f32dots' : undefined);
	expect(reasons.adapter.isInDots).toBe(isInDots);
	expect(parseExperiment(found)).toEqual(found);
	expect(proposed().experiment.adapter).not.toHaveProperty('base');
});

test('the context ends at that of the model, and of the lab', () => {
	const long = { usual: 3000, longest: 9000 };
	expect(proposed({}, long).experiment.batching.context).toBe(1024);
	const short = proposed({}, long, { ...model, context: 256 });
	expect(short.experiment.batching.context).toBe(256);
	expect(short.reasons.context.isCut).toBe(true);
});

test('MoS gets its preset for short runs, unless its interval was chosen', () => {
	const withMos = (settings: object) =>
		proposed({ policy: [{ fromStep: 0, id: 'mos', settings }] });
	const { experiment: found, reasons } = withMos({ reward: 'similarity' });
	expect(found.policy[0].settings).toMatchObject({
		reward: 'similarity',
		interval: 20,
		examples: 4,
		averageStart: 'first',
	});
	expect(reasons.policy).toEqual({ interval: 20 });
	// A fifth of the run, within bounds.
	const small = ownSkill(math.id, 200);
	const mosAlone = {
		...experiment,
		skills: [toRef(small)],
		policy: [{ fromStep: 0, id: 'mos', settings: {} }],
	};
	const ofSmall = propose(mosAlone, model, { ...known, skills: [small] }, null);
	expect(ofSmall.experiment.steps).toBe(50);
	expect(ofSmall.reasons.policy).toEqual({ interval: 10 });
	expect(withMos({ interval: 7 }).experiment.policy[0].settings).toEqual({ interval: 7 });
	expect(proposed().reasons.policy).toBeNull();
});

test('own data: those that train; if none does, all that can', () => {
	expect(ownSkills({ ...experiment, skills: [toRef(code)] }, known)).toEqual([code]);
	const refs = builtin.map(toRef);
	expect(ownSkills({ ...experiment, skills: refs }, known)).toEqual([math, code]);
});
