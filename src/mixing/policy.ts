/**
 * The contract of a mixing policy. Everything that a policy can see or do is on this page: it asks for probes,
 * gets numbers, and says what fills the next batch. It never touches a tensor, a clock or the noise flag, so it
 * is one file, one line in registry.ts, and testable in milliseconds.
 */
import type { Json } from '#core/json.ts';
import type { ParameterSpecs, ParameterValues } from '#core/parameters.ts';
import type { Stream } from '#core/random.ts';

/** A training skill as a policy sees it; its index is its position in MixContext.skills. */
export interface MixSkill {
	readonly id: string;
	/** Training examples. */
	readonly size: number;
	/** Validation examples: may be 0. */
	readonly validationSize: number;
}

export interface MixContext {
	readonly skills: readonly MixSkill[];
	readonly batchSize: number;
	readonly totalSteps: number;
	/** The policy's own random numbers: a pure function of the run's seed and the policy's id. */
	readonly random: Stream;
}

/** An example by address: which skill, which part, which row. */
export interface ExampleRef {
	readonly skill: number;
	readonly part: 'train' | 'validation';
	readonly index: number;
}

/**
 * What fills the batch of one step. `weights` (sum 1, one per skill) is what the page draws in every case.
 *  weights:  each example's skill is drawn from the weights; inside a skill without replacement per epoch.
 *  quotas:   so many of each skill (they sum to the batch size); inside a skill as above.
 *  examples: exactly these training rows, as many as the batch size; a row may come again in a later batch or in this one.
 */
export type BatchPlan =
	| { readonly by: 'weights'; readonly weights: readonly number[] }
	| {
			readonly by: 'quotas';
			readonly weights: readonly number[];
			readonly quotas: readonly number[];
	  }
	| {
			readonly by: 'examples';
			readonly weights: readonly number[];
			readonly examples: readonly ExampleRef[];
	  };

/** What can be measured of an example with the current weights, or with the run's starting weights (base…). */
export type Quantity =
	| 'loss' // nats per answer token, mean over the example
	| 'correct' // 1 if every answer token is the argmax, else 0
	| 'state' // mean over its tokens of the last normalised hidden state [width]
	| 'baseLoss'
	| 'baseAnswerLoss' // as baseLoss, but of the answer alone, with no prompt before it (RAISE's difficulty, IFD)
	| 'baseState'
	| 'promptTokens'
	| 'answerTokens';

export interface MeasureProbe {
	readonly kind: 'measure';
	readonly id: string;
	readonly examples: readonly ExampleRef[];
	readonly quantities: readonly Quantity[];
}
/** One optimizer step on `train`, losses of `examples` before and after it, and the step taken back bit for bit. */
export interface VirtualStepProbe {
	readonly kind: 'virtualStep';
	readonly id: string;
	readonly train: readonly ExampleRef[];
	readonly examples: readonly ExampleRef[];
}
export type Probe = MeasureProbe | VirtualStepProbe;

export interface MeasureResult {
	readonly kind: 'measure';
	readonly id: string;
	/** One number per example, in the probe's order; states are flat, [examples × width]. */
	readonly values: { readonly [Q in Quantity]?: Float32Array };
}
export interface VirtualStepResult {
	readonly kind: 'virtualStep';
	readonly id: string;
	readonly before: Float32Array;
	readonly after: Float32Array;
}
export type ProbeResult = MeasureResult | VirtualStepResult;

export interface Observation {
	/** The step after which the probes were measured: the policy asked for them in probes(step). */
	readonly step: number;
	/** Mean training loss of each skill in that step's batch, null where the batch had none of it (or there was no batch). */
	readonly batchLoss: readonly (number | null)[];
	readonly results: readonly ProbeResult[];
}

/** What the page says of a policy now. */
export interface Explanation {
	readonly weights: readonly number[];
	/** One plain sentence: why the mix is as it is. */
	readonly sentence: string;
	/** Named numbers per skill (rewards, scorer values, fixed point), to be drawn as bars. */
	readonly traces: readonly {
		readonly label: string;
		readonly values: readonly (number | null)[];
	}[];
}

/**
 * What createMixer makes. Order in the loop, for step = from, from + 1, …: plan(step) → the step is trained →
 * probes(step) → they are measured at once → observe(…) → plan(step + 1). Timing changes no curve.
 * A mixer that was made without `saved` is first asked probes(from − 1), which is probes(−1) at the start of a run, and
 * observes their results (batchLoss all null): so it can know the model before it draws its first batch. One that was
 * made from `saved` goes on with plan.
 * Where nothing is asked first, the page shows plan(from) and explain() of a mixer of its own beforehand, so both must
 * work without an observation.
 */
export interface Mixer {
	/** false: it asks for nothing, and its plans depend on nothing that is measured. Steps may then be sent before others are read. */
	readonly learns?: boolean;
	plan(step: number): BatchPlan;
	probes(step: number): readonly Probe[];
	observe(observation: Observation): void;
	/** All that createMixer needs to go on from here. */
	state(): Json;
	explain(): Explanation;
}

/**
 * Runs a mixer in the same loop (its probes included) from the base weights and step 0, apart from the visitor's run:
 * what RAISE's and Skill-It's preparation is made of. The mixer itself remembers what it saw.
 */
export type RollOut = (
	mixer: Mixer,
	options: { readonly steps: number; readonly seed: number },
) => Promise<void>;

export interface Preparation {
	readonly rollOut: RollOut;
	/** Measures on the base weights, any number of examples: features of a whole pool of candidates, for one. */
	readonly measure: (probe: MeasureProbe) => Promise<MeasureResult>;
	readonly report: (progress: {
		readonly done: number;
		readonly of: number;
		readonly label: string;
	}) => void;
	readonly signal: AbortSignal;
}

/** saved = an earlier state() of the same policy; artefact = what prepare returned. */
export interface Restored {
	readonly saved?: Json;
	readonly artefact?: Json;
}

export interface Citation {
	readonly text: string;
	readonly url?: string;
}

export interface MixingPolicy<
	Id extends string = string,
	P extends ParameterSpecs = ParameterSpecs,
> {
	/** Stored in experiments and links: never rename. */
	readonly id: Id;
	readonly title: string;
	/** One plain sentence for the page. */
	readonly summary: string;
	readonly citation?: Citation;
	readonly parameters: P;
	// Methods, not properties: so a policy with its own parameters fits into one list with the others.
	/** A stage before the first step; what it returns is an artefact that can be saved, shared and loaded. */
	prepare?(
		values: ParameterValues<P>,
		context: MixContext,
		preparation: Preparation,
	): Promise<Json>;
	/** Throws InputError on settings that cannot work. */
	createMixer(values: ParameterValues<P>, context: MixContext, restored?: Restored): Mixer;
}

export const definePolicy = <const Id extends string, const P extends ParameterSpecs>(
	policy: MixingPolicy<Id, P>,
): MixingPolicy<Id, P> => policy;

/** What the page needs to draw a policy's menu entry and form: plain data. */
export interface PolicyInfo {
	readonly id: string;
	readonly title: string;
	readonly summary: string;
	readonly citation?: Citation;
	readonly parameters: ParameterSpecs;
}
