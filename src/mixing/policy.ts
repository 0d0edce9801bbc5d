/**
 * The contract of a mixing policy. Everything that a policy can see or do is on this page: it asks for probes,
 * gets numbers, and says what fills the next batch. It never touches a tensor, a clock or the noise flag, so it
 * is one file, one line in registry.ts, and testable in milliseconds.
 */
import type { Json, JsonObject } from '#core/json.ts';
import type { ParameterSpecs, ParameterValues } from '#core/parameters.ts';
import type { RandomStream } from '#core/random.ts';

/** A training skill as a policy sees it; its index is its position in MixContext.skills. */
export interface MixSkill {
	readonly id: string;
	/** As the page calls it: for sentences. */
	readonly name: string;
	/** Training examples. */
	readonly size: number;
	/** Validation examples: may be 0. */
	readonly validationSize: number;
}

export interface MixContext {
	readonly skills: readonly MixSkill[];
	readonly batchSize: number;
	/** Of the run; under a budget of tokens or seconds as far as it can be told before it: there may be more. */
	readonly totalSteps: number;
	/** The policy's own random numbers: a pure function of the run's seed and the policy's id. */
	readonly random: RandomStream;
	/** Whether the run has an auxiliary model. Where it has none, what is asked of it is measured on the base weights. */
	readonly hasAuxiliary: boolean;
}

/** An example by address: which skill, which part, which row. */
export interface ExampleRef {
	readonly skill: number;
	readonly part: 'train' | 'validation';
	readonly index: number;
}

/**
 * What fills the batch of one step. `weights` (sum 1, one per skill) is what the page draws in every case.
 *  weights:  each example's skill is drawn from the weights; inside a skill without replacement per epoch, or with it.
 *  quotas:   so many of each skill (they sum to the batch size); inside a skill as above.
 *  examples: exactly these training rows, as many as the batch size; a row may come again in a later batch or in this one.
 */
export type BatchPlan =
	| {
			readonly by: 'weights';
			readonly weights: readonly number[];
			readonly replace?: boolean;
	  }
	| {
			readonly by: 'quotas';
			readonly weights: readonly number[];
			readonly quotas: readonly number[];
			readonly replace?: boolean;
	  }
	| {
			readonly by: 'examples';
			readonly weights: readonly number[];
			readonly examples: readonly ExampleRef[];
			/** Of each example: the class that it was chosen from, counted from 0. For the page. */
			readonly classes?: readonly number[];
	  };

/**
 * What can be measured of an example: with the current weights, with the run's starting weights (base…), or with the
 * auxiliary model (auxiliary…; the base weights where the run has none).
 */
export type Quantity =
	| 'loss' // nats per answer token, mean over the example
	| 'correct' // 1 if every answer token is the argmax, else 0
	| 'state' // mean over its tokens of the last normalised hidden state [width]
	| 'allLoss' // as loss, but over all tokens after the first: prompt and answer
	| 'baseLoss'
	| 'baseAllLoss'
	| 'baseAnswerLoss' // as baseLoss, but of the answer alone, with no prompt before it (IFD)
	| 'baseState'
	| 'auxiliaryLoss'
	| 'auxiliaryAnswerLoss'
	| 'auxiliaryState'
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
	/** One plain sentence: why the mix is as it is; after an update, what moved and why. Skills by their names. */
	readonly sentence: string;
	/** Named numbers per skill (rewards, scorer values, fixed point), to be drawn as bars, and over the steps as curves. */
	readonly traces: readonly {
		readonly label: string;
		readonly values: readonly (number | null)[];
	}[];
	/** Numbers per pair of skills (cosines, a graph of transfer): rows[i][j]. */
	readonly matrices?: readonly SkillMatrix[];
	/** Numbers that belong to no skill: how much each feature moves the choice, for one. */
	readonly influences?: {
		readonly label: string;
		/** One plain sentence: what is measured, and how. */
		readonly about: string;
		readonly values: readonly { readonly label: string; readonly value: number }[];
	};
	/** Where the policy is seen to fail, from what was measured in this run; each is told once. */
	readonly warnings?: readonly string[];
}
export interface SkillMatrix {
	readonly label: string;
	/** One plain sentence: what an entry is, and what it is not. */
	readonly about: string;
	readonly rows: readonly (readonly (number | null)[])[];
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
	/**
	 * What it must have seen before it plans on; left out: every step's observation. Where it need not wait, steps are sent
	 * before others are read.
	 *  false:    nothing: it asks for nothing, and its plans depend on nothing that is measured.
	 *  'probes': the results of what it asked for. An observation without results changes nothing that it does.
	 */
	readonly learns?: false | 'probes';
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

export interface Survey {
	/** Measures on the base weights, any number of examples: in parts, so that memory is bounded. */
	readonly measure: (probe: MeasureProbe) => Promise<MeasureResult>;
	readonly report: (progress: {
		readonly done: number;
		readonly of: number;
		readonly label: string;
	}) => void;
	/** Aborted when the visitor pauses: a stage of minutes must throw then, and soon. */
	readonly signal: AbortSignal;
}
export interface Preparation extends Survey {
	readonly rollOut: RollOut;
	/** What `save` was given before the stage was cut short: it goes on from there, to the same artefact bit for bit. */
	readonly saved?: Json;
	/** Keeps where the stage is, over a pause and a reload. */
	readonly save: (progress: Json) => void;
}

/** saved = an earlier state() of the same policy; artefact = what prepare returned; survey = what survey returned. */
export interface Restored {
	readonly saved?: Json;
	readonly artefact?: Json;
	readonly survey?: unknown;
}

/** fixed: shares that nothing measured changes. adaptive: shares that follow what is measured. examples: chooses rows itself. */
export type PolicyGroup = 'fixed' | 'adaptive' | 'examples';

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
	/** Where it stands in the page's menu; fixed where it is left out. */
	readonly group?: PolicyGroup;
	readonly citation?: Citation;
	readonly parameters: P;
	/** Named settings for the page; the first is what the defaults are. */
	readonly presets?: readonly PolicyPreset[];
	// Methods, not properties: so a policy with its own parameters fits into one list with the others.
	/**
	 * A stage before the policy's first step; what it returns is an artefact that can be saved, shared and loaded. null: with
	 * these settings there is nothing to prepare.
	 */
	prepare?(
		values: ParameterValues<P>,
		context: MixContext,
		preparation: Preparation,
	): Promise<Json | null>;
	/**
	 * What the policy must know of the training examples, measured whenever a mixer is made (after `prepare`, and again
	 * when a run is opened), and never stored: it may be as large as the data. A pure function of its arguments.
	 */
	survey?(
		values: ParameterValues<P>,
		context: MixContext,
		survey: Survey,
		artefact: Json | undefined,
	): Promise<unknown>;
	/**
	 * Throws InputError on settings that cannot work. A policy with `prepare` or `survey` is also made without their results,
	 * only to learn that: it is asked for no plan then, and must not throw for the lack of them.
	 */
	createMixer(values: ParameterValues<P>, context: MixContext, restored?: Restored): Mixer;
}

export interface PolicyPreset {
	readonly id: string;
	readonly title: string;
	/** One plain sentence: what it sets and where that comes from. */
	readonly about: string;
	readonly settings: JsonObject;
}

export const definePolicy = <const Id extends string, const P extends ParameterSpecs>(
	policy: MixingPolicy<Id, P>,
): MixingPolicy<Id, P> => policy;

/** What the page needs to draw a policy's menu entry and form: plain data. */
export interface PolicyInfo {
	readonly id: string;
	readonly title: string;
	readonly summary: string;
	readonly group: PolicyGroup;
	readonly citation?: Citation;
	readonly parameters: ParameterSpecs;
	readonly presets?: readonly PolicyPreset[];
	/** It has a stage before its first step: roll-outs, which take a while and can be saved. */
	readonly prepares?: boolean;
}
