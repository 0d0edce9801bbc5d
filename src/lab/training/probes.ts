/** Answers the probes of policies: on current weights, base weights or after a virtual step. */
import { isOfTexts } from '#engine/core/measureKinds.ts';
import type { Measure } from '#engine/core/measures.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import type { ExampleAddress } from '#engine/data/batch.ts';
import type { EncodedExamples, EncodedSkill } from '#engine/data/encoded.ts';
import { compareGradients } from '#engine/training/compareGradients.ts';
import { measure } from '#engine/training/measure.ts';
import {
	chunksOf,
	composePolicy,
	policyById,
	type GradientProbe,
	type ExampleRef,
	type MeasureProbe,
	type MeasureResult,
	type Mixer,
	type MixingPolicy,
	type Probe,
	type ProbeResult,
	type Quantity,
	type VirtualStepProbe,
} from '#mixing/index.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { Learner } from '#engine/training/Learner.ts';
import type { StepScalars } from '#engine/training/optimizer.ts';
import type { Spent } from '#engine/training/RunEnd.ts';
import { exampleAddress } from './exampleAddress.ts';
import type { RunSettings } from './runSettings.ts';
import type { TrainerOptions } from './trainer.ts';

interface Weighted {
	readonly decoder: DecoderOnDevice;
	readonly weights: Vector;
}

/** What a measurement needs. */
export interface MeasuredWorld {
	readonly decoder: DecoderOnDevice;
	readonly skills: readonly EncodedSkill[];
	/** [parameters]: the weights at the start of the run. */
	readonly baseWeights: Vector;
	/** A second model for measurements. */
	readonly auxiliary?: Weighted | undefined;
	/** A conversation's first token; null if the tokenizer has none. */
	readonly begin: number | null;
	/** Counts every measured pass of one example. */
	readonly spent: { examples: number };
}

export interface ProbeWorld extends MeasuredWorld {
	/** Those of the run, as its memory allows. */
	readonly settings: RunSettings;
	readonly onProgress?: TrainerOptions['onProgress'] | undefined;
}

/** The moment between two steps at which a mixer measures. */
export interface ProbeMoment {
	/** The scalars of the next step, for virtual steps. */
	readonly ahead: StepScalars;
	/** Examples drawn from each skill. */
	readonly drawn: readonly number[];
	/** The used part of the run's budget. */
	readonly used: Spent;
	/** Ends a long probe: it throws the signal's reason. */
	readonly signal?: AbortSignal;
}

/** The cost of measurements and virtual steps. */
export interface Cost {
	/** Optimizer steps outside the run. */
	readonly updates: number;
	/** Forward passes of one example. */
	readonly examples: number;
	readonly milliseconds: number;
}

/** Whether a policy of the run takes virtual steps, which need three vectors of the weights. */
export const looksAhead = (
	{ policy, seed }: Pick<RunSettings, 'policy' | 'seed'>,
	findPolicy: (id: string) => MixingPolicy = policyById,
): boolean =>
	policy.some(({ id, settings }) => {
		const composed = composePolicy(findPolicy(id), settings, seed);
		return composed.looksAhead?.(parseParameters(composed.parameters, settings, 'settings'));
	});

/**
 * Measures the probes of a mixer after step `step` and gives it the results. Returns whether the
 * mixer had probes.
 */
export async function observeProbes(
	mixer: Mixer,
	{ step, batchLoss }: { readonly step: number; readonly batchLoss: readonly (number | null)[] },
	world: ProbeWorld,
	learner: Learner,
	moment: ProbeMoment,
): Promise<boolean> {
	const results: ProbeResult[] = [];
	for (const probe of mixer.probes(step))
		results.push(await serveProbe(probe, world, learner, moment));
	mixer.observe({ step, batchLoss, results });
	return results.length > 0;
}

function serveProbe(
	probe: Probe,
	world: ProbeWorld,
	learner: Learner,
	moment: ProbeMoment,
): Promise<ProbeResult> {
	switch (probe.kind) {
		case 'measure':
			return serveMeasure(probe, world, learner.weights);
		case 'virtualStep':
			return serveVirtualStep(probe, world, learner, moment.ahead);
		case 'gradients':
			return serveGradients(probe, world, learner, moment);
	}
}

/**
 * Whether the right answer is that of the examples, token by token. Of other measures, which would
 * need written answers, the share of right next tokens stands for the answer.
 */
const countsWholeAnswers = ({ kind }: Measure): boolean =>
	kind === 'exact' || kind === 'choice' || kind === 'labels' || isOfTexts({ kind });

/** Passes over the examples once per model, however many quantities the policy asks for. */
export async function serveMeasure(
	{ id, examples, quantities }: MeasureProbe,
	world: MeasuredWorld,
	weights: Vector,
): Promise<MeasureResult> {
	const requested = new Set(quantities);
	const addresses = examples.map((example) => exampleAddress(world.skills, example));
	const values: { [Q in Quantity]?: Float32Array } = {};
	const { decoder, baseWeights } = world;
	const [now, base] = [weights, baseWeights].map((on) => ({ decoder, weights: on }));
	const auxiliary = world.auxiliary ?? base;
	const pass = (on: Weighted, at: readonly ExampleAddress[], states = false) => {
		world.spent.examples += at.length;
		return measure(on.decoder, on.weights, at, { states });
	};
	const isWhole = world.skills.map(({ info }) => countsWholeAnswers(info.measure));
	const wholes = memo(() => withAllTargets(addresses));
	const answers = memo(() => answersAlone(addresses, world.begin));

	for (const [model, loss, state, correct, confidence] of [
		[now, 'loss', 'state', 'correct', 'confidence'],
		[base, 'baseLoss', 'baseState'],
		[auxiliary, 'auxiliaryLoss', 'auxiliaryState'],
	] as const) {
		const isRequested = [loss, state, correct, confidence].some(
			(name) => name && requested.has(name),
		);
		if (!isRequested) continue;
		const { losses, hits, confidences, states } = await pass(
			model,
			addresses,
			requested.has(state),
		);
		if (requested.has(loss)) values[loss] = Float32Array.from(losses);
		if (correct && requested.has(correct))
			values[correct] = Float32Array.from(hits, (share, i) =>
				isWhole[examples[i].skill] ? Number(share === 1) : share,
			);
		if (confidence && requested.has(confidence))
			values[confidence] = Float32Array.from(confidences);
		if (states) values[state] = states;
	}
	for (const [quantity, model, others] of [
		['allLoss', now, wholes],
		['baseAllLoss', base, wholes],
		['baseAnswerLoss', base, answers],
		['auxiliaryAnswerLoss', auxiliary, answers],
	] as const)
		if (requested.has(quantity))
			values[quantity] = Float32Array.from((await pass(model, others())).losses);
	if (requested.has('promptTokens'))
		values.promptTokens = Float32Array.from(addresses, promptTokens);
	if (requested.has('answerTokens'))
		values.answerTokens = Float32Array.from(addresses, answerTokens);
	return { kind: 'measure', id, values };
}

async function serveVirtualStep(
	{ id, train, examples }: VirtualStepProbe,
	{ decoder, skills, spent }: ProbeWorld,
	learner: Learner,
	ahead: StepScalars,
): Promise<ProbeResult> {
	const addresses = (refs: readonly ExampleRef[]) => refs.map((ref) => exampleAddress(skills, ref));
	const losses = async (weights: Vector) => {
		spent.examples += examples.length;
		return Float32Array.from((await measure(decoder, weights, addresses(examples))).losses);
	};
	const before = await losses(learner.weights);
	const after = await learner.virtualStep(addresses(train), ahead, losses);
	return { kind: 'virtualStep', id, before, after };
}

/** The mean of a group counts as three passes of each row, as a trained row does. */
async function serveGradients(
	{ id, train, trainGroup, examples, exampleGroup, as, unitRows }: GradientProbe,
	{ skills, spent, settings, onProgress }: ProbeWorld,
	learner: Learner,
	{ ahead, signal }: ProbeMoment,
): Promise<ProbeResult> {
	const inGroups = (refs: readonly ExampleRef[], size: number) =>
		chunksOf(refs, size).map((group) => group.map((ref) => exampleAddress(skills, ref)));
	spent.examples += 3 * (train.length + examples.length);
	const groups = inGroups(train, trainGroup);
	const { products, targetNorms, groupNorms } = await compareGradients(
		learner,
		settings.optimizer,
		{
			groups,
			targets: inGroups(examples, exampleGroup),
			asUpdate: as === 'update',
			unitRows: unitRows === true,
		},
		{
			...(signal && { signal }),
			onGroup: (done) =>
				groups.length > shownFrom &&
				onProgress?.({ id: 'run.comparing', values: {} }, done / groups.length),
		},
	);
	const { learningRate } = ahead;
	return { kind: 'gradients', id, products, targetNorms, trainNorms: groupNorms, learningRate };
}
/** Fewer groups are compared before a bar of progress could be read. */
const shownFrom = 64;

const promptTokens = ({ set, index }: ExampleAddress): number => set.promptLengths[index];

function answerTokens({ set, index }: ExampleAddress): number {
	let count = 0;
	for (let i = set.offsets[index]; i < set.offsets[index + 1]; i++) count += set.targets[i];
	return count;
}

function memo<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}

/** The same examples with every token after the first as a target. */
function withAllTargets(addresses: readonly ExampleAddress[]): ExampleAddress[] {
	const wholes = new Map<EncodedExamples, EncodedExamples>();
	return addresses.map(({ set, index }) => {
		const whole = wholes.get(set) ?? { ...set, targets: new Uint8Array(set.tokens.length).fill(1) };
		wholes.set(set, whole);
		return { set: whole, index };
	});
}

/** The same examples without their prompts; the begin token stays. */
function answersAlone(
	addresses: readonly ExampleAddress[],
	begin: number | null,
): ExampleAddress[] {
	const tokens: number[] = [];
	const targets: number[] = [];
	const offsets = [0];
	for (const { set, index } of addresses) {
		if (begin !== null) {
			tokens.push(begin);
			targets.push(0);
		}
		const start = set.offsets[index] + set.promptLengths[index];
		for (let i = start; i < set.offsets[index + 1]; i++) {
			tokens.push(set.tokens[i]);
			targets.push(set.targets[i]);
		}
		offsets.push(tokens.length);
	}
	const count = addresses.length;
	const set: EncodedExamples = {
		count,
		tokens: Uint32Array.from(tokens),
		targets: Uint8Array.from(targets),
		offsets: Uint32Array.from(offsets),
		promptLengths: new Uint32Array(count).fill(begin === null ? 0 : 1),
		noisy: new Uint8Array(count),
		cut: 0,
	};
	return addresses.map((_, index) => ({ set, index }));
}
