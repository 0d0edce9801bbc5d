/** A mixer whose whole state is one plain value, so that it resumes exactly from any step. */
import { canonicalJson, type Json } from '#core/json.ts';
import type { PolicyMessage, PolicyStatement } from './messages.ts';
import type {
	BatchPlan,
	Explanation,
	Mixer,
	MixSkill,
	Observation,
	Probe,
	Restored,
} from './policy.ts';
import { indicesById } from './rows.ts';

/** The part of every such state that explain() shows: a resumed run shows the same. */
export interface LearnedState {
	readonly weights: readonly number[];
	readonly sentence: PolicyStatement;
	/** Each warning once, by rising step. */
	readonly warnings: readonly PolicyStatement[];
}

export interface LearningMixer<S extends LearnedState> {
	readonly start: S;
	/** The state after an observation, or the same object if nothing changes. Finite numbers only. */
	readonly next: (state: S, observation: Observation) => S;
	readonly traces: (state: S) => Explanation['traces'];
	/** See Mixer.learns. */
	readonly learns?: 'probes';
	/** Default: no probes. */
	readonly probes?: (step: number) => readonly Probe[];
	/** Default: by weights. */
	readonly plan?: (state: S, step: number) => BatchPlan;
	readonly matrices?: (state: S) => NonNullable<Explanation['matrices']>;
}

export function learningMixer<S extends LearnedState>(
	{ start, next, traces, learns, probes = () => [], plan, matrices }: LearningMixer<S>,
	restored?: Restored,
): Mixer {
	// A saved state is the policy's own earlier state() from JSON, so it is a copy.
	let state = restored?.saved === undefined ? start : (restored.saved as unknown as S);
	return {
		...(learns && { learns }),
		plan: (step) => plan?.(state, step) ?? { by: 'weights', weights: state.weights },
		probes,
		observe: (observation) => {
			state = next(state, observation);
		},
		state: () => state as unknown as Json,
		explain: () => ({
			weights: state.weights,
			sentence: state.sentence,
			traces: traces(state),
			...(matrices && { matrices: matrices(state) }),
			warnings: state.warnings,
		}),
	};
}

/** The list with one more warning, or the same list if it has the warning already. */
export function addWarning(
	warnings: readonly PolicyStatement[],
	warning: PolicyMessage,
): readonly PolicyStatement[] {
	const key = canonicalJson(warning);
	return warnings.some((one) => canonicalJson(one) === key) ? warnings : [...warnings, warning];
}

/** Adds a warning about the first skill by id for which `isWrong` holds, if there is one. */
export function warnAboutSkill(
	warnings: readonly PolicyStatement[],
	skills: readonly MixSkill[],
	isWrong: (skill: number) => boolean,
	warning: (name: string) => PolicyMessage,
): readonly PolicyStatement[] {
	const wrong = indicesById(skills).find(isWrong);
	return wrong === undefined ? warnings : addWarning(warnings, warning(skills[wrong].name));
}
