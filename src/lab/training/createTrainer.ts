/** Makes the trainer of a run: plans it, opens its models, builds its loop. */
import { allOrNone } from '#engine/core/allOrNone.ts';
import type { Json } from '#engine/core/json.ts';
import type { ComputeDevice, Vector } from '#engine/gpu/computeDevice.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import {
	evaluationTexts,
	expectedStep,
	heldBytes,
	reserveMemory,
	type ReservedMemory,
} from '#engine/training/memory.ts';
import { openMeasured, openTraining, withHostWeights } from '#engine/training/openTraining.ts';
import { expectedSteps, RunEnd } from '#engine/training/RunEnd.ts';
import type { TrainingSettings } from '#engine/training/settings.ts';
import { answer, answerAll, largestGeneration } from '#engine/training/samples.ts';
import {
	composePolicy,
	TrainedSkills,
	type MixContext,
	type MixingPolicy,
	policyById,
	policyRandom,
} from '#mixing/index.ts';
import { readCounters, type Counters } from './counters.ts';
import type { RunEvent, TrainingMessage } from './events.ts';
import { policyStage } from './policyStage.ts';
import { PolicyTimeline } from './PolicyTimeline.ts';
import { ReadAhead } from './ReadAhead.ts';
import { looksAhead } from './probes.ts';
import { RunEvaluation } from './RunEvaluation.ts';
import type { ModelWeights, Trainer, TrainerOptions } from './trainer.ts';
import { TrainingLoop } from './TrainingLoop.ts';

type FindPolicy = (id: string) => MixingPolicy;

/**
 * `findPolicy` looks up a policy by its id; tests pass their own. Throws InputError when a policy
 * cannot work with its settings, and OutOfMemoryError when the run does not fit.
 */
export async function createTrainer(
	options: TrainerOptions,
	findPolicy: FindPolicy = policyById,
): Promise<Trainer> {
	const { model, settings, restored } = options;
	const { evaluation: evaluated } = settings;
	// Checks the settings before it takes any memory.
	const evaluation = new RunEvaluation(options);
	const plan = planRun(options, findPolicy);
	const { timeline } = plan;
	const opened = await openRun(options, plan);
	const { reserved, decoder, learner } = opened;
	const end = new RunEnd(settings, plan.counters?.spent, options.stepsBeforeLoss);
	const loop = buildLoop(options, plan, opened, end);
	const { examples, finalExamples } = evaluated;
	/** The base and the tuned model are also scored on each other's number of rows. */
	const rowsAt = {
		start: { examples, also: finalExamples },
		middle: { examples },
		end: { examples: finalExamples, also: examples },
	};
	const evaluate = (at: keyof typeof rowsAt, signal?: AbortSignal) =>
		evaluation.run(opened, loop.state.step, rowsAt[at], signal);
	const withWeights = weightsReader(opened);
	return {
		get step() {
			return loop.state.step;
		},
		get artefact() {
			return timeline.artefactAt(loop.state.step);
		},

		async start(signal, tested) {
			if (restored) return [];
			const events = reservationEvents(reserved, settings, options.device);
			return [...events, ...(tested ?? (await evaluate('start', signal)))];
		},

		async next(until = loop.state.step + 1, signal = new AbortController().signal, receiver?) {
			const events = await loop.advance(Math.min(until, end.last), signal, receiver);
			const { step } = loop.state;
			const isLast = end.isLast(step);
			if (loop.isEvaluationDue(step))
				for (const event of await evaluate(isLast ? 'end' : 'middle')) events.push(event);
			if (isLast) events.push({ type: 'finished', step });
			return events;
		},

		evaluate: () => evaluate('end'),

		switchPolicy(segment) {
			const placed = { fromStep: loop.state.step, ...segment };
			timeline.switchTo(placed);
			loop.markSwitchAnnounced();
			return placed;
		},

		async state() {
			const state = await learner.state();
			const { step, drawn, announced, warned } = loop.state;
			const saved: Counters = {
				drawn: drawn.filter((_, i) => options.skills[i].use === 'train'),
				timeline: timeline.state(),
				announced,
				...(warned.length > 0 && { warned }),
				...(settings.budget && { spent: end.spent }),
			};
			return { step, ...state, counters: saved as unknown as Json };
		},

		generate: (prompt, which, options) =>
			withWeights(which, (weights) => answer(decoder, weights, model, prompt, options)),

		generateAll: (questions, which, signal) =>
			withWeights(which, (weights) => answerAll(decoder, weights, model, questions, { signal })),

		dispose() {
			opened.dispose();
		},
	};
}

type RunPlan = ReturnType<typeof planRun>;

/** The run's skills, counters and policies. Takes no memory of the device. Throws InputError. */
function planRun(options: TrainerOptions, findPolicy: FindPolicy) {
	const { model, skills, settings, restored } = options;
	const trained = new TrainedSkills(skills.map(({ use, info: { id } }) => ({ id, use })));
	const adapter = settings.adapter && makeAdapter(model, settings.adapter);
	const parameters = adapter?.size ?? model.parameterCount;
	const counters = restored && readCounters(restored, { parameters, trained: trained.count });
	const timeline = new PolicyTimeline(
		settings.policy,
		mixContexts(options),
		(id, policySettings, firstStep) =>
			trained.adapt(composePolicy(findPolicy(id), policySettings, settings.seed), firstStep),
		counters?.timeline,
	);
	return { counters, timeline, ahead: looksAhead(settings, findPolicy) };
}

type OpenedRun = Awaited<ReturnType<typeof openRun>>;

/** Reserves the run's memory and opens its models. Throws OutOfMemoryError and releases all. */
async function openRun(
	{ device, model, auxiliary, adapter, skills, settings, restored }: TrainerOptions,
	{ ahead }: Pick<RunPlan, 'ahead'>,
) {
	const reserved = await reserveMemory(device, model, skills, settings, ahead);
	/** Maybe with recomputed activations. */
	const planned = { ...settings, ...reserved.settings };
	return allOrNone(async (keep, dispose) => {
		keep(reserved.reservation);
		const training = keep(await openTraining(device, model, planned, { state: restored, adapter }));
		// Now, so that no later step takes more memory.
		const { config, tokenizer } = model;
		const { evaluation } = settings;
		const texts = evaluationTexts(skills, evaluation, tokenizer, config);
		const { rows } = largestGeneration(skills, evaluation.samples, texts.rows, config);
		await training.decoder.keyValueCache(rows);
		const measured =
			auxiliary && keep(await openMeasured(device, await withHostWeights(auxiliary)));
		return { ...training, reserved, planned, auxiliary: measured, dispose };
	});
}

/** The loop, at the step where the run begins or resumes. */
function buildLoop(
	options: TrainerOptions,
	{ counters, timeline }: Pick<RunPlan, 'counters' | 'timeline'>,
	opened: OpenedRun,
	end: RunEnd,
): TrainingLoop {
	const { device, model, skills, settings, restored, now = () => performance.now() } = options;
	const { learner, planned, initial } = opened;
	let place = 0;
	const drawn = skills.map(({ use }) =>
		counters && use === 'train' ? counters.drawn[place++] : 0,
	);
	const world = {
		...opened,
		skills,
		begin: model.tokenizer.begin,
		spent: { examples: 0 },
		settings: planned,
		onProgress: options.onProgress,
	};
	return new TrainingLoop(
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
			drawn,
			announced: counters?.announced ?? 0,
			warned: counters?.warned ?? [],
		},
	);
}

/** The events about the reserved memory. `requested`: the settings before it was reserved. */
function reservationEvents(
	{ prediction, settings }: ReservedMemory,
	requested: Pick<TrainingSettings, 'activations'>,
	device: ComputeDevice,
): RunEvent[] {
	const warning = (message: TrainingMessage) => ({ type: 'warning', step: 0, message }) as const;
	const isRecomputed = settings.activations !== requested.activations;
	return [
		{
			type: 'memory',
			step: 0,
			bytes: heldBytes(prediction.use),
			...(device.report.kind === 'hardware' && {
				expectedStep: expectedStep(prediction.step, device),
			}),
			...(prediction.answerTokens > 0 && { answerTokens: prediction.answerTokens }),
		},
		...(isRecomputed ? [warning({ id: 'activations.recomputed', values: {} })] : []),
	];
}

/** Calls `ask` with the chosen weights. Those of a checkpoint are on the device only meanwhile. */
const weightsReader =
	({ decoder, learner, baseWeights }: Pick<OpenedRun, 'decoder' | 'learner' | 'baseWeights'>) =>
	async <T>(which: ModelWeights, ask: (weights: Vector) => Promise<T>): Promise<T> => {
		if (which === 'base') return ask(baseWeights);
		if (which === 'tuned') return ask(learner.weights);
		const weights = await decoder.upload('weights of a checkpoint', which);
		try {
			return await ask(weights);
		} finally {
			weights.dispose();
		}
	};

/** The context of each policy, with all skills: TrainedSkills removes the watched ones. */
function mixContexts({ skills, settings }: TrainerOptions): (policyId: string) => MixContext {
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
	});
}
