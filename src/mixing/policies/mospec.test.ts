/** MoSpec: its target, and the effect of the target on rewards and shares. */
import { expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import type { MixContext, MixingPolicy } from '../policy.ts';
import { TrainedSkills } from '../TrainedSkills.ts';
import { explained } from '../../../scripts/world/lap.ts';
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
};
const makeMixer = (settings: JsonObject, policy: MixingPolicy = mospec) =>
	new TrainedSkills(context.skills)
		.adapt(policy)
		.createMixer(parseParameters(policy.parameters, settings, 'settings'), context);

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

test('alignment counts the validation losses of the target alone', () => {
	const mixer = makeMixer({ reward: 'alignment', target: 'sub' });
	mixer.probes(-1);
	const steps = mixer.probes(9).filter((probe) => probe.kind === 'virtualStep');
	expect(steps.map(({ train }) => train[0].skill).sort()).toEqual([0, 1, 2]);
	for (const { examples } of steps)
		expect(new Set(examples.map((row) => row.skill))).toEqual(new Set([1]));
});
