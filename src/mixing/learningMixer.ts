/** A mixer whose whole state is one plain value that each observation replaces: so it goes on exactly from any step. */
import type { Json } from '#core/json.ts';
import type { BatchPlan, Explanation, Mixer, Observation, Probe, Restored } from './policy.ts';

/** What every such state holds: all that explain() says besides its numbers, so that a resumed run says it too. */
export interface Learned {
	readonly weights: readonly number[];
	readonly sentence: string;
	/** Told so far, each once, by rising step. */
	readonly warnings: readonly string[];
}

export interface LearningMixer<S extends Learned> {
	readonly start: S;
	/** The state after an observation; the same object if it changes nothing. Holds no NaN and no infinity: JSON has none. */
	readonly next: (state: S, observation: Observation) => S;
	readonly traces: (state: S) => Explanation['traces'];
	/** As a mixer's. */
	readonly learns?: 'probes';
	/** Default: nothing is asked for. */
	readonly probes?: (step: number) => readonly Probe[];
	/** Default: by weights. */
	readonly plan?: (state: S, step: number) => BatchPlan;
	readonly matrices?: (state: S) => NonNullable<Explanation['matrices']>;
}

export function learningMixer<S extends Learned>(
	{ start, next, traces, learns, probes = () => [], plan, matrices }: LearningMixer<S>,
	restored?: Restored,
): Mixer {
	// A policy's saved state is its own earlier state(): JSON, and so a copy.
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

/** With one warning more, unless it was told already. */
export const warned = (warnings: readonly string[], warning: string): readonly string[] =>
	warnings.includes(warning) ? warnings : [...warnings, warning];
