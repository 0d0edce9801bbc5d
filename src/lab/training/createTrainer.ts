/** Opens a run's model on the device and assembles its trainer. */
import { allOrNone } from '#engine/core/allOrNone.ts';
import type { Json } from '#engine/core/json.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import { composePolicy } from '#mixing/commonSettings.ts';
import type { MixContext, MixingPolicy } from '#mixing/policy.ts';
import { policyById, policyRandom } from '#mixing/registry.ts';
import { readCounters, type Counters } from './counters.ts';
import {
	evaluateSkills,
	selectionScore,
	selectionSkills,
} from '#engine/training/evaluateSkills.ts';
import type { RunEvent, TrainingMessage } from './events.ts';
import { passOptions } from '#engine/training/mixedPrecision.ts';
import { freshStart, openMeasured, openModel, withHostWeights } from '#engine/training/learner.ts';
import { policyStage } from './policyStage.ts';
import { PolicyTimeline } from './policyTimeline.ts';
import type { ProbeWorld } from './probes.ts';
import { ReadAhead } from './readAhead.ts';
import { reserveMemory } from '#engine/training/memory.ts';
import { reservationEvents } from './reservationEvents.ts';
import { expectedSteps, RunEnd } from '#engine/training/runEnd.ts';
import { answer, answerAll, largestGeneration, sampleSkills } from '#engine/training/samples.ts';
import { TrainedSkills } from './trainedSkills.ts';
import type { ModelWeights, Trainer, TrainerOptions } from './trainer.ts';
import { TrainingLoop } from './trainingLoop.ts';

const singlePrecision: TrainingMessage = { id: 'precision.single', values: {} };
const adapterPrecision: TrainingMessage = { id: 'precision.adapter', values: {} };

/**
 * `findPolicy` looks up a policy by its id; tests pass their own. Throws InputError when a policy
 * cannot work with its settings, and OutOfMemoryError when the run does not fit.
 */
export async function createTrainer(
	options: TrainerOptions,
	findPolicy: (id: string) => MixingPolicy = policyById,
): Promise<Trainer> {
	const { device, model, auxiliary, skills, settings, restored } = options;
	const { onProgress = () => undefined, now = () => performance.now() } = options;
	const { evaluation } = settings;
	const trained = new TrainedSkills(skills);
	const selected = evaluation.best && selectionSkills(evaluation, skills);
	const adapter = settings.adapter && makeAdapter(model, settings.adapter);
	const parameters = adapter?.size ?? model.parameterCount;
	const counters = restored && readCounters(restored, { parameters, trained: trained.count });
	const timeline = new PolicyTimeline(
		settings.policy,
		mixContexts(options),
		(id, own) => trained.adapt(composePolicy(findPolicy(id), own, settings.seed)),
		counters?.timeline,
	);

	const reserved = await reserveMemory(device, model, skills, settings);
	const planned = { ...settings, ...reserved.settings };
	const passes = passOptions(planned, device);
	const opened = await allOrNone(async (keep, dispose) => {
		keep(reserved.reservation);
		// Stored weights are read when there is room for them.
		const read = await withHostWeights(model, settings);
		const { state: fresh, ...start } = freshStart(read, settings, options.adapter);
		const { lossScale } = counters ?? {};
		const state = { ...(restored ?? fresh), ...(lossScale && { lossScale }) };
		const run = keep(await openModel(device, { ...start, state }, settings, passes));
		// Now, so that no later step takes more memory.
		const { rows } = largestGeneration(skills, evaluation.samples, model.config.context);
		await run.decoder.keyValueCache(rows);
		const measured =
			auxiliary && keep(await openMeasured(device, await withHostWeights(auxiliary)));
		return { ...run, initial: start.initial, auxiliary: measured, dispose };
	});
	const { decoder, learner, baseWeights, initial } = opened;
	const { tokenizer } = model;
	const { begin } = tokenizer;
	const world: ProbeWorld = { ...opened, skills, begin, spent: { examples: 0 } };

	const end = new RunEnd(settings, counters?.spent, options.stepsBeforeLoss);
	// A run that resumes in single precision was warned when it began.
	const isWarnable = !restored || counters?.lossScale !== undefined;
	const lacksMixedPrecision = settings.precision === 'mixed' && !passes.half;
	const precisionWarning = settings.adapter ? adapterPrecision : singlePrecision;
	const loop = new TrainingLoop(
		{
			settings,
			skills,
			learner,
			world,
			timeline,
			stage: policyStage(world, { ...options, settings: planned }, initial),
			end,
			readAhead: new ReadAhead(device.report.backend, now),
			now,
		},
		{
			step: restored?.step ?? 0,
			drawn: counters ? trained.scatter(counters.drawn, 0) : skills.map(() => 0),
			announced: counters?.announced ?? 0,
			warned: counters?.warned ?? [],
			pendingWarning: lacksMixedPrecision && isWarnable ? precisionWarning : undefined,
		},
	);

	/** Asks the model with these weights. Given ones are on the device only as long. */
	async function withWeights<T>(which: ModelWeights, ask: (weights: Vector) => Promise<T>) {
		if (which === 'base') return ask(baseWeights);
		if (which === 'tuned') return ask(learner.weights);
		const weights = await decoder.upload('weights of a checkpoint', which);
		try {
			return await ask(weights);
		} finally {
			weights.dispose();
		}
	}

	async function evaluate(examples: number, signal?: AbortSignal): Promise<RunEvent[]> {
		const { step } = loop.state;
		const scores = await evaluateSkills(decoder, learner.weights, skills, {
			examples,
			part: evaluation.part,
			onProgress: (fraction) => onProgress({ id: 'run.evaluating', values: {} }, fraction),
			...(signal && { signal }),
		});
		const events: RunEvent[] = [{ type: 'evaluation', step, ...scores }];
		if (selected) events.push(await validate(step, signal));
		if (evaluation.samples === 0) return events;
		onProgress({ id: 'run.sampling', values: {} }, null);
		const { samples: perSkill } = evaluation;
		const { weights } = learner;
		const samples = await sampleSkills(decoder, weights, tokenizer, skills, perSkill, signal);
		return [...events, { type: 'samples', step, samples }];
	}

	/** On as many rows at each evaluation, so that the scores compare. */
	async function validate(step: number, signal?: AbortSignal): Promise<RunEvent> {
		const scores = await evaluateSkills(decoder, learner.weights, skills, {
			examples: evaluation.examples,
			part: 'validation',
			...(signal && { signal }),
		});
		const value = selectionScore(evaluation, scores, selected!);
		return { type: 'validated', step, value, milliseconds: scores.milliseconds };
	}

	return {
		get step() {
			return loop.state.step;
		},
		get artefact() {
			return timeline.artefactAt(loop.state.step);
		},

		async start(signal) {
			if (restored) return [];
			const events = reservationEvents(reserved, settings);
			return [...events, ...(await evaluate(evaluation.examples, signal))];
		},

		async next(until = loop.state.step + 1, signal = new AbortController().signal) {
			const events = await loop.advance(Math.min(until, end.last), signal);
			const { step } = loop.state;
			const isLast = end.isLast(step);
			if (loop.isEvaluationDue(step))
				for (const event of await evaluate(isLast ? evaluation.finalExamples : evaluation.examples))
					events.push(event);
			if (isLast) events.push({ type: 'finished', step });
			return events;
		},

		evaluate: () => evaluate(evaluation.finalExamples),

		switchPolicy(segment) {
			const placed = { fromStep: loop.state.step, ...segment };
			timeline.switchTo(placed);
			loop.markSwitchAnnounced();
			return placed;
		},

		async state() {
			const { lossScale, ...state } = await learner.state();
			const { step, drawn, announced, warned } = loop.state;
			const saved: Counters = {
				drawn: trained.gather(drawn),
				timeline: timeline.state(),
				announced,
				...(warned.length > 0 && { warned }),
				...(settings.budget && { spent: end.spent }),
				...(lossScale && { lossScale }),
			};
			return { step, ...state, counters: saved as unknown as Json };
		},

		generate: (prompt, which, options) =>
			withWeights(which, (weights) => answer(decoder, weights, tokenizer, prompt, options)),

		generateAll: (questions, which, signal) =>
			withWeights(which, (weights) =>
				answerAll(decoder, weights, tokenizer, questions, { signal }),
			),

		dispose: opened.dispose,
	};
}

/** The context of each policy, with all skills: TrainedSkills removes the watched ones. */
function mixContexts({
	skills,
	settings,
	auxiliary,
}: TrainerOptions): (policyId: string) => MixContext {
	const mixSkills = skills.map(({ info: { id, name }, train, validation }) => ({
		id,
		name,
		size: train.count,
		validationSize: validation.count,
	}));
	const trained = skills.filter(({ use }) => use === 'train');
	const totalSteps = expectedSteps(settings, trained);
	return (policyId) => ({
		skills: mixSkills,
		batchSize: settings.batching.size,
		totalSteps,
		random: policyRandom(settings.seed, policyId),
		hasAuxiliary: auxiliary !== undefined,
	});
}
