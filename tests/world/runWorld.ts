/** Runs one policy in one world, from its preparation to its last step, in milliseconds. */
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters, type ParameterSpecs } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import { policyRandom, policyById } from '#mixing/registry.ts';
import type { MixContext } from '#mixing/policy.ts';
import { explained, runLap } from './lap.ts';
import { restoredIn } from './preparation.ts';
import { World, type WorldSpec } from './World.ts';

export interface WorldRunOptions {
	readonly policy: string;
	readonly settings?: JsonObject;
	readonly steps: number;
	readonly batchSize: number;
	readonly seed: number;
	/** Ids of the target skills; none: all of them. */
	readonly targets?: readonly string[];
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
export const targetSettings = (
	parameters: ParameterSpecs,
	targets: readonly string[],
): JsonObject =>
	Object.fromEntries(
		Object.entries(parameters)
			.filter(({ 1: { kind } }) => targets.length > 0 && (kind === 'skills' || kind === 'skill'))
			.map(([name, { kind }]) => [name, kind === 'skills' ? targets : targets[0]]),
	);

export const makeContext = (
	spec: WorldSpec,
	{ policy, steps, batchSize, seed }: WorldRunOptions,
): MixContext => ({
	skills: spec.skills.map(({ id, name, rows, validationRows }) => ({
		id,
		name,
		size: rows,
		validationSize: validationRows,
	})),
	batchSize,
	totalSteps: steps,
	random: policyRandom(seed, policy),
	hasAuxiliary: spec.auxiliary ?? false,
});

/** Throws an InputError on an unknown policy or invalid settings. */
export async function runWorld(spec: WorldSpec, options: WorldRunOptions): Promise<WorldResult> {
	const policy = policyById(options.policy);
	const values = parseParameters(policy.parameters, options.settings ?? {}, options.policy);
	const context = makeContext(spec, options);
	const world = new World(spec);
	const before = await restoredIn(world, policy, values, context);
	const mixer = policy.createMixer(values, context, before);
	const lap = runLap(mixer, context, world, {
		stream: randomStream(options.seed, 'draw'),
		from: 0,
		steps: options.steps,
	});

	const loss = spec.skills.map((_, skill) => world.meanLoss(skill));
	const excess = loss.map((value, skill) => value - world.meanFloor(skill));
	const exact = spec.skills.map((_, skill) => world.shareRight(skill));
	const targets = options.targets ?? [];
	const counts = (_: number, skill: number) =>
		targets.length === 0 || targets.includes(spec.skills[skill].id);
	const weights = lap.plans.map((plan) => plan.weights);
	const drawn = lap.batches.flat();
	const { sentence, warnings = [] } = explained(mixer);
	return {
		seed: options.seed,
		loss,
		excess: mean(excess.filter(counts)),
		worstExcess: Math.max(...excess),
		exact: mean(exact.filter(counts)),
		meanWeights: spec.skills.map((_, i) => mean(weights.map((shares) => shares[i]))),
		weights,
		wrongShare: drawn.filter((ref) => world.isWrong(ref)).length / Math.max(drawn.length, 1),
		sentence,
		warnings,
	};
}

const mean = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;
