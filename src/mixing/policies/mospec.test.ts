/** MoSpec: its target, and the effect of the target on rewards and shares. */
import { expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import type { MeasureProbe, MixContext, MixingPolicy } from '../policy.ts';
import { TrainedSkills } from '../TrainedSkills.ts';
import { World } from '../../../tests/support/transferWorld.ts';
import { explained, runLap } from '../../../scripts/world/lap.ts';
import { mos } from './mos.ts';
import { mospec } from './mospec.ts';

const context: MixContext = {
	skills: [
		{ id: 'story', name: 'Story', size: 400, validationSize: 0 },
		{ id: 'sub', name: 'Subtraction', size: 80, validationSize: 0 },
		{ id: 'fact', name: 'Facts', size: 80, validationSize: 0 },
	],
	batchSize: 12,
	totalSteps: 300,
	random: randomStream(1, 'mospec'),
	hasAuxiliary: false,
};
const transfer = [
	[1, 0, 0],
	[0, 1, 0.5],
	[0, 0, 0.5],
];
const makeMixer = (settings: JsonObject, policy: MixingPolicy = mospec) =>
	new TrainedSkills(context.skills)
		.adapt(policy)
		.createMixer(parseParameters(policy.parameters, settings, 'settings'), context);
function after(steps: number, settings: JsonObject, policy: MixingPolicy = mospec) {
	const mixer = makeMixer(settings, policy);
	runLap(mixer, context, new World(transfer), {
		stream: randomStream(1, 'draw'),
		from: 0,
		steps,
		expected: true,
	});
	const { traces, weights, sentence } = explained(mixer);
	const trace = (label: string) =>
		traces.find((entry) => entry.label === label)?.values as number[];
	return { weights, sentence, reward: trace('Reward'), averaged: trace('Averaged') };
}

test('the default target is the skill with the fewest examples; on a tie the first by id', () => {
	expect(explained(makeMixer({})).sentence).toMatch(
		/ The target is Facts, which has the fewest training examples \(80\)\.$/,
	);
	expect(explained(makeMixer({ target: 'sub' })).sentence).toMatch(/ The target is Subtraction\.$/);
});

test('a target that is not trained is an error', () => {
	expect(() => makeMixer({ target: 'gone' })).toThrow(
		failure('target: "{id}" is not among the trained skills. Choose one of {skills}.', {
			field: 'target',
			id: 'gone',
		}),
	);
});

test.each(['difficulty', 'loss-ratio', 'error-rate', 'uncertainty'])(
	'%s: the reward of the target is twice that of MoS before the average',
	(reward) => {
		const settings = { reward, averageStart: 'one' };
		// Same context, same rows: before the first update both runs are equal.
		const plain = after(10, settings, mos);
		const special = after(10, { ...settings, target: 'sub' });
		special.reward.forEach((value, i) =>
			expect(value).toBeCloseTo(plain.reward[i] * (i === 1 ? 2 : 1), 12),
		);
		special.averaged.forEach((value, i) =>
			expect(value).toBeCloseTo(0.9 * special.reward[i] + 0.1, 12),
		);
		expect(special.weights[1]).toBeGreaterThan(plain.weights[1]);
	},
);

test('the factor of the target is a setting', () => {
	const twice = after(10, { target: 'sub', average: false });
	const fourfold = after(10, { target: 'sub', average: false, factor: 4 });
	expect(fourfold.reward[1]).toBeCloseTo(2 * twice.reward[1], 12);
	expect(fourfold.reward[0]).toBe(twice.reward[0]);
	expect(fourfold.weights[1]).toBeGreaterThan(twice.weights[1]);
});

test('alignment counts the validation losses of the target alone', () => {
	const mixer = makeMixer({ reward: 'alignment', target: 'sub' });
	mixer.probes(-1);
	const steps = mixer.probes(9).filter((probe) => probe.kind === 'virtualStep');
	expect(steps.map(({ train }) => train[0].skill).sort()).toEqual([0, 1, 2]);
	for (const { examples } of steps)
		expect(new Set(examples.map((row) => row.skill))).toEqual(new Set([1]));
});

test('similarity: the reward is the cosine to the target', () => {
	const { reward, weights } = after(40, { reward: 'similarity', target: 'sub' });
	expect(reward[1]).toBe(1);
	expect(reward[0]).toBeLessThan(1);
	expect(weights[1]).toBe(Math.max(...weights));
});

test('a reward that overflows when doubled counts as unknown', () => {
	const mixer = makeMixer({ target: 'sub', examples: 1 });
	mixer.probes(-1);
	const results = (mixer.probes(9) as readonly MeasureProbe[]).map((probe) => {
		const { kind, id, values } = new World(transfer).measure(probe);
		const loss = Float32Array.from(probe.examples, ({ skill }) => (skill === 1 ? 711.5 : 1));
		return { kind, id, values: { ...values, loss } };
	});
	mixer.observe({ step: 9, batchLoss: [null, null, null], results });
	expect(explained(mixer).warnings?.[0]).toMatch(
		/^The reward of Subtraction after 10 steps is not/,
	);
	expect(JSON.parse(JSON.stringify(mixer.state()))).toEqual(mixer.state());
});
