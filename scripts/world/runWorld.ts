/** Runs one policy in one world, from its preparation to its last step, in milliseconds. */
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters, type ParameterSpecs } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import { highest, mean } from '#engine/core/statistics.ts';
import { policyRandom, type MixContext, type MixingPolicy } from '#mixing/policy.ts';
import { explained, runLap } from './lap.ts';
import { restoredIn } from './preparation.ts';
import type { NamedWorld } from './named.ts';
import { World } from './World.ts';
import { TrainedSkills } from '#mixing/TrainedSkills.ts';

export interface WorldRunOptions {
	readonly policy: MixingPolicy;
	/** Settings of the policy. Default: its own defaults, and the world's targets. */
	readonly settings?: JsonObject;
	readonly seed: number;
}

export interface WorldResult {
	readonly seed: number;
	/** Final mean loss on right rows by skill, nats per token. */
	readonly loss: readonly number[];
	/** Mean loss above the floor over the targets. */
	readonly excess: number;
	/** Largest loss above the floor over all skills. */
	readonly worstExcess: number;
	/** Share of right answers: mean over the targets. */
	readonly exact: number;
	/** Mean share of each skill over the steps. */
	readonly meanWeights: readonly number[];
	/** The shares of every step. */
	readonly weights: readonly (readonly number[])[];
	/** Share of rows with a wrong answer among all training rows. */
	readonly wrongShare: number;
	readonly sentence: string;
	readonly warnings: readonly string[];
}

/** The world's targets as settings, for a policy that has a parameter for them. */
const targetSettings = (parameters: ParameterSpecs, targets: readonly string[]): JsonObject =>
	Object.fromEntries(
		Object.entries(parameters)
			.filter(({ 1: { kind } }) => targets.length > 0 && (kind === 'skills' || kind === 'skill'))
			.map(([name, { kind }]) => [name, kind === 'skills' ? targets : targets[0]]),
	);

export const makeContext = (
	{ spec, steps, batchSize }: RunnableWorld,
	policyId: string,
	seed: number,
): MixContext => ({
	skills: spec.skills.map(({ id, name, rows, validationRows }) => ({
		id,
		name,
		size: rows,
		validationSize: validationRows,
	})),
	batchSize,
	totalSteps: steps,
	random: policyRandom(seed, policyId),
});

/** The part of a NamedWorld that a run needs. */
export type RunnableWorld = Pick<NamedWorld, 'spec' | 'targets' | 'steps' | 'batchSize'>;

/** Throws an InputError on invalid settings. */
export async function runWorld(
	world: RunnableWorld,
	{ policy: plainPolicy, settings = {}, seed }: WorldRunOptions,
): Promise<WorldResult> {
	const { spec, targets, steps } = world;
	const { parameters, id } = plainPolicy;
	const policy = new TrainedSkills(spec.skills).adapt(plainPolicy);
	const withTargets = { ...targetSettings(parameters, targets), ...settings };
	const values = parseParameters(parameters, withTargets, id);
	const context = makeContext(world, id, seed);
	const model = new World(spec);
	const restored = await restoredIn(model, policy, values, context);
	const mixer = policy.createMixer(values, context, restored);
	const stream = randomStream(seed, 'draw');
	const lap = runLap(mixer, context, model, { stream, from: 0, steps });

	const loss = spec.skills.map((_, skill) => model.meanLoss(skill));
	const excess = loss.map((value, skill) => value - model.meanFloor(skill));
	const exact = spec.skills.map((_, skill) => model.shareRight(skill));
	const isTarget = (_: number, skill: number) =>
		targets.length === 0 || targets.includes(spec.skills[skill].id);
	const weights = lap.plans.map((plan) => plan.weights);
	const drawn = lap.batches.flat();
	const { sentence, warnings = [] } = explained(mixer);
	return {
		seed,
		loss,
		excess: mean(excess.filter(isTarget)),
		worstExcess: highest(excess),
		exact: mean(exact.filter(isTarget)),
		meanWeights: spec.skills.map((_, i) => mean(weights.map((shares) => shares[i]))),
		weights,
		wrongShare: drawn.filter((ref) => model.isWrong(ref)).length / Math.max(drawn.length, 1),
		sentence,
		warnings,
	};
}
