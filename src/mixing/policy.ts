/**
 * The contract of a mixing policy: everything that a policy can see or do. A policy plans batches,
 * requests probes and receives their results. It has no access to tensors, clocks or the noise flag
 * of examples, so it is one file, one line in registry.ts, and its tests run in milliseconds.
 */
import type { Json, JsonObject } from '#engine/core/json.ts';
import type { Text } from '#engine/core/message.ts';
import type { ParameterSpecs, ParameterValues } from '#engine/core/parameters.ts';
import { randomStream, type RandomStream } from '#engine/core/random.ts';
import type { Messages } from '#languages/messages.ts';
import type { BatchPlan, ExampleRef } from './batchPlan.ts';
import type { PolicyStatement } from './messages.ts';

export type { BatchPlan, ExampleRef };

/** A trained skill. Its index in MixContext.skills identifies it in plans and probes. */
export interface MixSkill {
	readonly id: string;
	/** The name on the page, for sentences. */
	readonly name: string;
	/** Number of training examples, at least 1. */
	readonly size: number;
	/** Number of validation examples; may be 0. */
	readonly validationSize: number;
}

export interface MixContext {
	/** By rising id, whatever their order in the experiment: no draw and no sum depends on it. */
	readonly skills: readonly MixSkill[];
	readonly batchSize: number;
	/** Steps of the run. Under a budget of tokens or seconds, an estimate: there may be more. */
	readonly totalSteps: number;
	/** The policy's own random numbers: a pure function of the run's seed and the policy's id. */
	readonly random: RandomStream;
}

/**
 * A quantity of an example, measured with the current weights, the run's starting weights (base…)
 * or the auxiliary model (auxiliary…; the base weights if the run has none).
 */
export type Quantity =
	| 'loss' // nats per answer token, mean over the example
	| 'correct' // 1 if every answer token is the argmax, else 0
	| 'confidence' // the largest probability of a token, mean over the answer's tokens
	| 'state' // mean over the tokens of the last normalised hidden state [width]
	| 'allLoss' // like loss, but over all tokens after the first: prompt and answer
	| 'baseLoss'
	| 'baseAllLoss'
	| 'baseAnswerLoss' // like baseLoss, but of the answer alone, without its prompt (IFD)
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
/**
 * One optimizer step on `train`, with losses before and after it; then its exact reversal. A policy
 * that requests one says so with `looksAhead`.
 */
export interface VirtualStepProbe {
	readonly kind: 'virtualStep';
	readonly id: string;
	readonly train: readonly ExampleRef[];
	readonly examples: readonly ExampleRef[];
}
/**
 * Dot products of gradients of the loss [nats per answer token] with the current weights, without
 * dropout. Nothing is trained. The rows are in groups of one size, and a group's gradient is that
 * of its mean loss.
 */
export interface GradientProbe {
	readonly kind: 'gradients';
	readonly id: string;
	/** Groups of `trainGroup` rows. */
	readonly train: readonly ExampleRef[];
	readonly trainGroup: number;
	/** The targets: groups of `exampleGroup` rows. */
	readonly examples: readonly ExampleRef[];
	readonly exampleGroup: number;
	/**
	 * update: the direction of the optimizer's next step if the group's gradient were its only
	 * part: (β₁ m + (1 − β₁) g) / √(β₂ v + (1 − β₂) g² + ε), with the moments m and v of now. For
	 * `train` only. Default: the gradient g itself.
	 */
	readonly as?: 'gradient' | 'update';
	/** Each row of a target counts with its gradient divided by the gradient's norm. */
	readonly unitRows?: boolean;
}
export type Probe = MeasureProbe | VirtualStepProbe | GradientProbe;

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
export interface GradientResult {
	readonly kind: 'gradients';
	readonly id: string;
	/** [targets][groups of train]. */
	readonly products: readonly Float64Array[];
	/** Euclidean norms of the targets' gradients, and of what stands for the groups of train. */
	readonly targetNorms: Float64Array;
	readonly trainNorms: Float64Array;
	/** Of the step after the probe. */
	readonly learningRate: number;
}
export type ProbeResult = MeasureResult | VirtualStepResult | GradientResult;

export interface Observation {
	/** The step before the measurement: the policy requested the probes in probes(step). */
	readonly step: number;
	/** Mean training loss of each skill in that step's batch; null if the batch had none of it. */
	readonly batchLoss: readonly (number | null)[];
	readonly results: readonly ProbeResult[];
}

/** The current explanation of a policy. explanationText.ts gives its text. */
export interface Explanation<Words = PolicyStatement> {
	readonly weights: readonly number[];
	/** The reason for the mix, or its last change. */
	readonly sentence: Words;
	/** Values per skill, as bars and curves. A label is stored and a CSV column: never rename it. */
	readonly traces: readonly {
		readonly label: string;
		readonly values: readonly (number | null)[];
	}[];
	/** Failures of the policy that measurements in this run show; each appears once. */
	readonly warnings?: readonly Words[];
}

/**
 * The object that createMixer makes. The loop, for step = 0, 1, …: plan(step) → train the step →
 * probes(step) → measure → observe(…) → plan(step + 1). Timing changes no curve. Step 0 is the
 * policy's first one in the run, so a switch in mid-run changes no warm-up and no "every N steps".
 * Steps of other policies after it count too (MixingPolicy.clock: the exceptions).
 * A mixer without `saved` first receives probes(−1) and an observation of their results, with
 * batchLoss all null: it can measure the model before the first batch. A mixer from `saved`
 * continues with plan.
 * If that first request is empty, the page shows plan(0) and explain() of another mixer before
 * the run. Both must therefore work without an observation.
 */
export interface Mixer {
	/**
	 * The observations that the next plan depends on. Default: every step's observation. Otherwise
	 * the trainer may send further steps to the GPU before it reads earlier ones.
	 *  false:    none. The mixer requests no probes, and no measurement changes its plans.
	 *  'probes': results of its probes. An observation without results changes nothing.
	 */
	readonly learns?: false | 'probes';
	plan(step: number): BatchPlan;
	probes(step: number): readonly Probe[];
	observe(observation: Observation): void;
	/** Everything that createMixer needs to resume from here. */
	state(): Json;
	/** Resumes from an earlier state(). A mixer without it was made with its saved state. */
	restore?(saved: Json): void;
	explain(): Explanation;
}

/**
 * Runs a mixer in the same loop, probes included, from the base weights and step 0, separately from
 * the visitor's run. The mixer itself keeps its measurements. RAISE and Skill-It prepare with it.
 */
export type RollOut = (
	mixer: Mixer,
	options: {
		readonly steps: number;
		readonly seed: number;
		/** Steps of the learning rate's schedule. Default: `steps`. */
		readonly schedule?: number;
	},
) => Promise<void>;

export interface Survey {
	/** Measures any number of examples on the base weights, in chunks that bound the memory. */
	readonly measure: (probe: MeasureProbe) => Promise<MeasureResult>;
	readonly report: (progress: {
		readonly done: number;
		readonly of: number;
		readonly label: PolicyStatement;
	}) => void;
	/** Aborts when the visitor pauses; a stage of minutes must then throw soon. */
	readonly signal: AbortSignal;
}
export interface Preparation extends Survey {
	readonly rollOut: RollOut;
	/** The last progress passed to `save`. The stage resumes there, to the same artefact. */
	readonly saved?: Json;
	/** Stores the progress of the stage, over a pause and a reload. */
	readonly save: (progress: Json) => void;
}

/**
 * `updates` of roll-outs, and `measured`: passes of one example through a model. `alone`: gradients
 * of one example, three of those passes each, which no batch shares.
 */
export interface PreparationCost {
	readonly updates: number;
	readonly measured: number;
	readonly alone?: number;
}

/** saved: an earlier state() of the same policy; artefact, survey: the results of those stages. */
export interface Restored {
	readonly saved?: Json;
	readonly artefact?: Json;
	readonly survey?: unknown;
}

/** fixed: shares without measurements. adaptive: shares follow them. examples: it chooses rows. */
export type PolicyGroup = 'fixed' | 'adaptive' | 'examples';

export interface Citation {
	readonly text: string;
	readonly url?: string;
}

export interface MixingPolicy<
	Id extends string = string,
	P extends ParameterSpecs = ParameterSpecs,
> {
	/** Stored in experiments and links: never rename it. */
	readonly id: Id;
	/**
	 * What it does, in a few words, and the paper's name at the end: Follows what is hard (MoS). The
	 * same on the page, in studies and in the guide; `shortTitle` is the part before the parentheses.
	 */
	readonly title: Text;
	/** One plain sentence for the page. */
	readonly summary: Text;
	/** Group in the page's menu. Default: fixed. */
	readonly group?: PolicyGroup;
	/** Default: steps count from the policy's first one in the run. run: from the run's first. */
	readonly clock?: 'run';
	readonly citation?: Citation;
	/** True: the paper could not be read whole, so much is our reading. Every verdict says so. */
	readonly isReading?: true;
	readonly parameters: P;
	/** Named settings for the page. The first one equals the defaults. */
	readonly presets?: readonly PolicyPreset[];
	// Methods, not properties, so that policies with different parameters fit into one list.
	/**
	 * A stage before the policy's first step. The result is an artefact that can be saved, shared and
	 * loaded; null means that these settings need no preparation.
	 */
	prepare?(
		values: ParameterValues<P>,
		context: MixContext,
		preparation: Preparation,
	): Promise<Json | null>;
	/** The cost of `prepare` with these settings, before anything is measured. */
	preparationCost?(
		values: ParameterValues<P>,
		context: Pick<MixContext, 'skills' | 'totalSteps' | 'batchSize'>,
	): PreparationCost;
	/**
	 * Measures what the mixer needs, whenever one is made, after `prepare`. The result is never
	 * stored, so it may be large. It must be a pure function of the arguments.
	 */
	survey?(
		values: ParameterValues<P>,
		context: MixContext,
		survey: Survey,
		artefact: Json | undefined,
	): Promise<unknown>;
	/** Whether its mixer requests virtual steps: the lab counts their memory. Default: false. */
	looksAhead?(values: ParameterValues<P>): boolean;
	/**
	 * Throws an InputError on settings that cannot work. The lab also calls it to check settings,
	 * without `prepare` and `survey`: it must not throw then, and that mixer never plans.
	 */
	createMixer(values: ParameterValues<P>, context: MixContext, restored?: Restored): Mixer;
}

export interface PolicyPreset {
	readonly id: string;
	readonly title: Text;
	/** One plain sentence: what it sets, and its source. */
	readonly about: Text;
	readonly settings: JsonObject;
}

/** Presets by id. Their texts are the messages `<prefix>.presets.<id>.title` and `.about`. */
export const presetsOf = <
	const Prefix extends string,
	const Settings extends { readonly [id: string]: JsonObject },
>(
	prefix: Prefix,
	presets: Settings & {
		readonly [Id in keyof Settings]: `${Prefix}.presets.${Id & string}.title` extends keyof Messages
			? unknown
			: `No text ${Prefix}.presets.${Id & string}.title`;
	},
): readonly PolicyPreset[] =>
	Object.entries<JsonObject>(presets).map(([id, settings]) => ({
		id,
		title: { id: `${prefix}.presets.${id}.title`, values: {} },
		about: { id: `${prefix}.presets.${id}.about`, values: {} },
		settings,
	}));

/** Checks the types of a policy. */
export const definePolicy = <const Id extends string, const P extends ParameterSpecs>(
	policy: MixingPolicy<Id, P>,
): MixingPolicy<Id, P> => policy;

/** The ids that have a summary in the message files. */
type WithSummary<M = keyof Messages> = M extends `${infer Id}.summary` ? Id : never;
/** A policy of the lab: its title and summary are the messages `<id>.title` and `<id>.summary`. */
export const policyOf = <const Id extends WithSummary, const P extends ParameterSpecs>(
	id: Id,
	policy: Omit<MixingPolicy<Id, P>, 'id' | 'title' | 'summary'>,
): MixingPolicy<Id, P> => {
	const text = (part: string): Text => ({ id: `${id}.${part}`, values: {} });
	return definePolicy<Id, P>({ id, title: text('title'), summary: text('summary'), ...policy });
};

/** A policy's own random numbers: a pure function of the run's seed and the policy's id. */
export const policyRandom = (seed: number, policyId: string): RandomStream =>
	randomStream(seed, 'run').child(`policy ${policyId}`);

/** Plain data for a policy's menu entry and form on the page. */
export interface PolicyInfo extends Omit<
	MixingPolicy,
	'prepare' | 'preparationCost' | 'survey' | 'looksAhead' | 'createMixer'
> {
	readonly group: PolicyGroup;
	/** True if it has a preparation stage: roll-outs that take a while and can be saved. */
	readonly prepares?: boolean;
}
