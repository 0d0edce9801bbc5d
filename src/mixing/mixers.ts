/** Mixers that policies share: from a plan by step, and from one plain state; and its messages. */
import type * as v from 'valibot';
import { NonFiniteError } from '#engine/core/errors.ts';
import { toJson } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { threeDigits } from '#languages/format.ts';
import type { PolicyStatement, PolicyMessage } from './messages.ts';
import type { Signal } from './shownValues.ts';
import type {
	BatchPlan,
	Explanation,
	Mixer,
	MixSkill,
	Observation,
	Probe,
	ProbeResult,
} from './policy.ts';
import { finite, listOf, objectOf, readState, statement } from './storedData.ts';

/**
 * A mixer that neither measures nor learns: its plan is a pure function of the step. `sentenceAt`:
 * the reason for the mix of the step.
 */
export function passiveMixer(
	planAt: (step: number) => BatchPlan,
	sentenceAt: (step: number) => PolicyStatement,
): Mixer {
	// The last planned step, for explain() only.
	let step = 0;
	return {
		learns: false,
		plan: (next) => {
			step = next;
			return planAt(next);
		},
		probes: () => [],
		observe: () => undefined,
		state: () => step,
		restore: (saved) => void (step = typeof saved === 'number' ? saved : 0),
		explain: () => ({ weights: planAt(step).weights, sentence: sentenceAt(step), traces: [] }),
	};
}

/** A plain object, because a mixer may be an instance of a class. */
export const delegateMixer = (mixer: Mixer): Mixer => ({
	...(mixer.learns !== undefined && { learns: mixer.learns }),
	plan: (step) => mixer.plan(step),
	probes: (step) => mixer.probes(step),
	observe: (observation) => mixer.observe(observation),
	state: () => mixer.state(),
	restore: (saved) => mixer.restore?.(saved),
	explain: () => mixer.explain(),
});

/** The same weights at every step. */
export const constantMixer = (weights: readonly number[], sentence: PolicyStatement): Mixer =>
	passiveMixer(
		() => ({ by: 'weights', weights }),
		() => sentence,
	);

const shownFields = {
	weights: listOf(finite),
	sentence: statement,
	/** Each warning once, by rising step. */
	warnings: listOf(statement),
};
/** The part of every such state that explain() shows: a resumed run shows the same. */
export type LearnedState = v.InferOutput<v.ObjectSchema<typeof shownFields, undefined>>;

/** The schema of a learning mixer's state: what explain() shows, and the policy's own fields. */
export const learnedState = <const T extends v.ObjectEntries>(fields: T) =>
	objectOf({ ...shownFields, ...fields });

export interface LearningMixer<S extends LearnedState> {
	/** Made by learnedState(): checks a state that a checkpoint stored. */
	readonly schema: v.GenericSchema<unknown, S>;
	readonly start: S;
	/** The state after an observation, in finite numbers; the same object if nothing changes. */
	readonly next: (state: S, observation: Observation) => S;
	readonly traces: (state: S) => Explanation['traces'];
	/** See Mixer.learns. */
	readonly learns?: 'probes';
	/** Default: no probes. */
	readonly probes?: (step: number, state: S) => readonly Probe[];
	/** Default: by weights. */
	readonly plan?: (state: S, step: number) => BatchPlan;
}

/**
 * A mixer whose whole state is one plain value, so that it resumes exactly from any step. A number
 * that is not finite is a NonFiniteError: the lab's trainer has stopped before.
 */
export function learningMixer<S extends LearnedState>({
	schema,
	start,
	next,
	traces,
	learns,
	probes = () => [],
	plan,
}: LearningMixer<S>): Mixer {
	let state = start;
	return {
		...(learns && { learns }),
		plan: (step) => plan?.(state, step) ?? { by: 'weights', weights: state.weights },
		probes: (step) => probes(step, state),
		observe: (observation) => {
			requireFinite(observation);
			state = next(state, observation);
		},
		state: () => toJson(state),
		restore: (saved) => void (state = readState(schema, saved)),
		explain: () => ({
			weights: state.weights,
			sentence: state.sentence,
			traces: traces(state),
			warnings: state.warnings,
		}),
	};
}

/** Throws a NonFiniteError. */
export function requireFinite({ batchLoss, results }: Observation): void {
	const measured = results.flatMap((result) => measuredNumbers(result));
	for (const values of [batchLoss, ...measured])
		for (const value of values)
			if (value !== null && !Number.isFinite(value))
				throw new NonFiniteError(
					say(
						'The model gives losses that are not finite numbers. Go back to an earlier checkpoint with a lower learning rate.',
					),
				);
}

function measuredNumbers(result: ProbeResult): readonly (Float32Array | Float64Array)[] {
	switch (result.kind) {
		case 'measure':
			return Object.values(result.values);
		case 'virtualStep':
			return [result.before, result.after];
		case 'gradients':
			return [...result.products, result.targetNorms, result.trainNorms];
	}
}

type Change<T> = readonly [before: readonly T[], after: readonly T[]];

/** The candidate whose share changed most, first by id; null if none changed. */
function mostMoved(
	skills: readonly MixSkill[],
	[before, after]: Change<number>,
	isCandidate: (skill: number) => boolean,
): number | null {
	let found: number | null = null;
	for (const i of [...skills.keys()].filter(isCandidate)) {
		const change = Math.abs(after[i] - before[i]);
		if (
			change > 1e-12 &&
			(found === null || change > Math.abs(after[found] - before[found]) + 1e-12)
		)
			found = i;
	}
	return found;
}

/**
 * The message about a change of the shares. `values`: those that the rule follows, by skill. It
 * prefers a skill whose share and value moved in the same direction.
 */
export function explainMovement(
	signal: Signal,
	skills: readonly MixSkill[],
	shares: Change<number>,
	values: Change<number | null>,
): PolicyMessage {
	const readShare = (i: number) => [shares[0][i], shares[1][i]] as const;
	const readValue = (i: number) => [values[0][i], values[1][i]] as const;
	const follows = (i: number) => {
		const [from, to] = readValue(i);
		const [before, after] = readShare(i);
		if (from === null || to === null || threeDigits(from) === threeDigits(to)) return false;
		return to > from === after > before;
	};
	const moved = mostMoved(skills, shares, follows) ?? mostMoved(skills, shares, () => true);
	if (moved === null) return { id: 'shares.same', values: { signal } };
	const { name } = skills[moved];
	const [share, value] = [readShare(moved), readValue(moved)];
	return { id: 'shares.moved', values: { signal, name, share, value, follows: follows(moved) } };
}
