/** A mixer that neither measures nor learns: its plan is a pure function of the step. */
import type { PolicyStatement } from './messages.ts';
import type { BatchPlan, Mixer, Restored } from './policy.ts';

export interface PassivePlan {
	readonly planAt: (step: number) => BatchPlan;
	/** The reason for the mix of the step. */
	readonly sentenceAt: (step: number) => PolicyStatement;
}

export function passiveMixer({ planAt, sentenceAt }: PassivePlan, restored?: Restored): Mixer {
	// The last planned step, for explain() only.
	let step = typeof restored?.saved === 'number' ? restored.saved : 0;
	return {
		learns: false,
		plan: (next) => {
			step = next;
			return planAt(next);
		},
		probes: () => [],
		observe: () => undefined,
		state: () => step,
		explain: () => ({
			weights: planAt(step).weights,
			sentence: sentenceAt(step),
			traces: [],
		}),
	};
}

/** The same weights at every step. */
export const constantMixer = (
	weights: readonly number[],
	sentence: PolicyStatement,
	restored?: Restored,
): Mixer =>
	passiveMixer(
		{ planAt: () => ({ by: 'weights', weights }), sentenceAt: () => sentence },
		restored,
	);
