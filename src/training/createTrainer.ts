/**
 * The training loop, a step at a time: rate → mix → batch → forward, backward, clip, update → report → probes → evaluate.
 * Checkpoints and pace are the caller's.
 */
import { allOrNone } from '#core/allOrNone.ts';
import { InputError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { randomStream } from '#core/random.ts';
import { encodePrompt } from '#data/encode.ts';
import { overAllSkills, spread } from '#mixing/overAllSkills.ts';
import type { MixContext, Mixer, MixingPolicy } from '#mixing/policy.ts';
import { policyRandom } from '#mixing/policyRandom.ts';
import { policyById } from '#mixing/registry.ts';
import { drawBatch } from '#mixing/sampler.ts';
import { generateGreedy } from '#model/generate.ts';
import { countersOf, type Counters } from './counters.ts';
import { evaluateSkills } from './evaluateSkills.ts';
import type { RunEvent } from './events.ts';
import { expectedSteps } from './expectedSteps.ts';
import type { StepResult, StepScalars } from './learner.ts';
import { passOptions } from './mixedPrecision.ts';
import { meanLosses, observeProbes } from './observe.ts';
import { openMeasured, openModel } from './openModel.ts';
import { freshState } from './optimizer.ts';
import { policyStage } from './policyStage.ts';
import { PolicyTimeline } from './policyTimeline.ts';
import { chosenOf } from './chosen.ts';
import { addressOf, type ProbeWorld } from './probes.ts';
import { roomForRun, toldOfRoom } from './roomForRun.ts';
import { sampleSkills } from './samples.ts';
import { RunEnd } from './runEnd.ts';
import { stepsAhead } from './stepsAhead.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';

const lossScaleOf = (counters: Counters | undefined) =>
	counters?.lossScale ? { lossScale: counters.lossScale } : {};

const singleInstead =
	'Mixed precision needs WebGPU. On this device the run is in single precision: its curve differs a little.';

/** Of a policy that learns from every batch's losses, an explanation is told each so many steps. */
const told = 10;

const notHere = (sha256: string): Promise<never> =>
	Promise.reject(
		new InputError(
			`There is no artefact ${sha256} here. Import its file, or let the policy prepare.`,
			{
				sha256,
			},
		),
	);

/** `findPolicy`: where policies come from; tests bring their own. Throws InputError when a policy cannot work with its settings. */
export async function createTrainer(
	{
		device,
		model,
		auxiliary,
		skills,
		settings,
		restored,
		openArtefact = notHere,
		onKept = () => undefined,
		onProgress = () => undefined,
		told: doneBefore,
		now = () => performance.now(),
	}: TrainerOptions,
	findPolicy: (id: string) => MixingPolicy = policyById,
): Promise<Trainer> {
	const { batching, evaluation } = settings;
	// Policies see the trained skills only; events speak of all. trained[i] is the place of a policy's skill i.
	const trained = skills.flatMap(({ use }, place) => (use === 'train' ? [place] : []));
	const parameters = model.weights.length;
	const counters = restored && countersOf(restored, { parameters, trained: trained.length });
	const mixSkills = trained.map((place) => {
		const { info, train, validation } = skills[place];
		const { id, name } = info;
		return { id, name, size: train.count, validationSize: validation.count };
	});
	const draws = randomStream(settings.seed, 'run').child('draw');
	const totalSteps = expectedSteps(
		settings,
		trained.map((place) => skills[place]),
	);
	const contextFor = (policyId: string): MixContext => ({
		skills: mixSkills,
		batchSize: batching.size,
		totalSteps,
		random: policyRandom(settings.seed, policyId),
		hasAuxiliary: auxiliary !== undefined,
	});
	const timeline = new PolicyTimeline(settings.policy, contextFor, findPolicy, counters?.timeline);
	const start = {
		model,
		state: { ...(restored ?? freshState(model.weights)), ...lossScaleOf(counters) },
	};
	const room = await roomForRun(device, start, skills, settings);
	const options = passOptions(room.settings, device);
	const opened = await allOrNone(async (keep) => {
		keep(room.reservation);
		const run = keep(await openModel(device, start, settings, options));
		return { run, auxiliary: auxiliary && keep(await openMeasured(device, auxiliary)) };
	});
	const { decoder, learner, baseWeights } = opened.run;
	const world: ProbeWorld = {
		decoder,
		skills: trained.map((place) => skills[place]),
		baseWeights,
		auxiliary: opened.auxiliary,
		begin: model.tokenizer.begin,
		spent: { examples: 0 },
	};
	const stage = policyStage({
		...{ world, baseWeights: model.weights, settings: room.settings },
		...{ openArtefact, onKept, onProgress },
	});
	const isNoisy = world.skills.some(({ train }) => train.noisy.includes(1));
	const warned = new Set(counters?.warned);
	const end = new RunEnd(settings, counters?.spent, doneBefore);
	let drawn: readonly number[] = counters?.drawn ?? trained.map(() => 0);
	let step = restored?.step ?? 0;
	let announced = counters?.announced ?? 0;
	// A run that was in mixed precision and goes on without it hears of that, and one that begins so; not each that is opened again.
	let isToldSingle =
		settings.precision !== 'mixed' || options.half || (restored && !counters?.lossScale);
	const ahead = stepsAhead(device.report.backend);

	/** `tokens`: of the step's batch, where it is drawn already. */
	const scalarsOf = (number: number, tokens?: number): StepScalars => ({
		learningRate: end.learningRate(number, tokens),
		step: number,
	});
	/** A policy's list over trained skills as a list over all. */
	const overAll = <T>(values: readonly T[], otherwise: T): T[] =>
		spread(values, trained, skills.length, otherwise);

	async function activeMixer(events: RunEvent[], signal: AbortSignal) {
		const { mixer, segment, isNew, prepared } = await timeline.at(step, stage, signal);
		let probing: number | null = null;
		if (isNew) {
			const began = now();
			const measured = await observeProbes(
				mixer,
				{ step: step - 1, batchLoss: mixSkills.map(() => null) },
				world,
				learner,
				scalarsOf(step + 1),
			);
			if (measured) probing = now() - began;
		}
		if (segment.fromStep === step && step > announced) {
			announced = step;
			const { id, settings, artefact } = segment;
			const named = artefact === undefined ? {} : { artefact };
			events.push({ type: 'policySwitched', step, id, settings, ...named });
		}
		if (prepared) {
			const { id, artefact, cost } = prepared;
			const { updates, examples, milliseconds } = cost;
			end.took(milliseconds);
			events.push({
				...{ type: 'prepared', step, id, artefact, updates },
				...{ measured: examples, milliseconds },
			});
		}
		return { mixer, segment, probing };
	}

	/**
	 * Draws a batch and sends its step. What it gives reads the step's losses, and tells of them. `probing`: what the policy had measured
	 * before it, in milliseconds; null: nothing.
	 */
	async function sendStep({ mixer, segment, probing }: Awaited<ReturnType<typeof activeMixer>>) {
		const events: RunEvent[] = [];
		const begins = segment.fromStep === step;
		if (!isToldSingle) {
			isToldSingle = true;
			events.push({ type: 'warning', step, message: singleInstead });
		}
		const plan = mixer.plan(step);
		const batch = drawBatch(plan, {
			skills: mixSkills,
			stream: draws,
			step,
			batchSize: batching.size,
			drawn,
		});
		const addresses = batch.examples.map((example) => addressOf(world.skills, example));
		const noisy = addresses.map(({ set, index }) => set.noisy[index] === 1);
		const lengths = addresses.map(({ set, index }) => set.offsets[index + 1] - set.offsets[index]);
		const batchTokens = lengths.reduce((sum, length) => sum + length, 0);
		const scalars = scalarsOf(step + 1, batchTokens);
		const sent = await learner.send(addresses, scalars);
		drawn = batch.drawn;
		const number = ++step;
		end.sends(number, batchTokens);

		async function report(
			{ losses, gradientNorm }: StepResult,
			milliseconds: number,
		): Promise<readonly RunEvent[]> {
			const owners = batch.examples.map(({ skill }) => skill);
			const batchLoss = meanLosses(losses, owners, trained.length);
			const tokens = trained.map(() => 0);
			lengths.forEach((length, i) => (tokens[owners[i]] += length));
			const counts = trained.map((_, skill) => owners.filter((owner) => owner === skill).length);
			const wrong = trained.map(
				(_, skill) => owners.filter((owner, i) => owner === skill && noisy[i]).length,
			);
			const began = now();
			const measured = await observeProbes(
				mixer,
				{ step: number - 1, batchLoss },
				world,
				learner,
				scalarsOf(number + 1),
			);
			const probes = measured ? now() - began + (probing ?? 0) : probing;
			end.took(milliseconds + (probes ?? 0), number === step ? number : undefined);
			events.push({
				type: 'step',
				step: number,
				loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
				skillLoss: overAll(batchLoss, null),
				weights: overAll(plan.weights, 0),
				drawn: overAll(counts, 0),
				tokens: overAll(tokens, 0),
				learningRate: scalars.learningRate,
				gradientNorm,
				...(isNoisy && { noisy: overAll(wrong, 0) }),
				...(plan.by === 'examples' && { chosen: chosenOf(plan, trained, noisy) }),
				milliseconds,
				...(probes !== null && { probeMilliseconds: probes }),
			});
			if (
				begins ||
				measured ||
				isDue(number) ||
				(mixer.learns === undefined && number % told === 0)
			)
				events.push(...explained(mixer, number));
			return events;
		}
		const asks = mixer.learns === 'probes' && mixer.probes(number - 1).length > 0;
		// A step that explains itself does so before the next one is planned.
		return { read: sent, report, waits: begins || mixer.learns === undefined || asks };
	}

	function explained(mixer: Mixer, step: number): RunEvent[] {
		const explanation = overAllSkills(mixer.explain(), trained, skills.length);
		const fresh = (explanation.warnings ?? []).filter((message) => !warned.has(message));
		return [
			{ type: 'explained', step, explanation },
			...fresh.map((message): RunEvent => {
				warned.add(message);
				return { type: 'warning', step, message };
			}),
		];
	}

	/**
	 * One step where a mixer must see it before it plans on. Else several, sent one behind the other and read together: each wait for a GPU costs
	 * as much as a small model's step. How many changes no number. Not past a switch: what the next policy prepares may be cut
	 * short, and must leave no step unread.
	 */
	async function trainSteps(until: number, signal: AbortSignal): Promise<RunEvent[]> {
		const events: RunEvent[] = [];
		const active = await activeMixer(events, signal);
		const began = now();
		const sent: Awaited<ReturnType<typeof sendStep>>[] = [];
		const goesOn = () => step < until && !isDue(step) && !timeline.switchesAt(step);
		do sent.push(await sendStep(sent.length === 0 ? active : { ...active, probing: null }));
		while (!sent.at(-1)!.waits && sent.length < ahead.steps && goesOn());
		const results = await Promise.all(sent.map(({ read }) => read()));
		const each = (now() - began) / sent.length;
		for (const [i, { report }] of sent.entries()) events.push(...(await report(results[i], each)));
		ahead.took(each);
		return events;
	}

	const isDue = (done: number) => end.isLast(done) || done % evaluation.every === 0;

	async function evaluate(examples: number, signal?: AbortSignal): Promise<RunEvent[]> {
		const scores = await evaluateSkills(decoder, learner.weights, skills, {
			step,
			examples,
			part: evaluation.part,
			onProgress: (fraction) => onProgress('Evaluating', fraction),
			...(signal && { signal }),
		});
		if (evaluation.samples === 0) return [scores];
		onProgress('Writing samples', null);
		const samples = await sampleSkills(
			decoder,
			learner.weights,
			model.tokenizer,
			skills,
			evaluation.samples,
		);
		return [scores, { type: 'samples', step, samples }];
	}

	return {
		get step() {
			return step;
		},
		get artefact() {
			return timeline.artefactAt(step);
		},

		async start(signal) {
			return restored
				? []
				: [...toldOfRoom(room, settings), ...(await evaluate(evaluation.examples, signal))];
		},

		async next(until = step + 1, signal = new AbortController().signal) {
			const events = await trainSteps(Math.min(until, end.last), signal);
			const isLast = end.isLast(step);
			if (isDue(step))
				events.push(...(await evaluate(isLast ? evaluation.finalExamples : evaluation.examples)));
			if (isLast) events.push({ type: 'finished', step });
			return events;
		},

		evaluate: () => evaluate(evaluation.finalExamples),

		switchPolicy(segment) {
			const placed = { fromStep: step, ...segment };
			timeline.switchTo(placed);
			announced = step;
			return placed;
		},

		async state() {
			const { lossScale, ...state } = await learner.state();
			const counters: Counters = {
				...{ drawn, timeline: timeline.state(), announced },
				...(warned.size > 0 && { warned: [...warned] }),
				...(settings.budget && { spent: end.spent }),
				...(lossScale && { lossScale }),
			};
			return { step, ...state, counters: counters as unknown as Json };
		},

		async generate(prompt, which, maxTokens, form = 'question', signal) {
			const { tokenizer, config } = model;
			const weights = which === 'base' ? baseWeights : learner.weights;
			// Room for at least one token of the answer.
			const ids = encodePrompt(prompt, form, tokenizer, config.context - 1);
			const [answer] = await generateGreedy(decoder, weights, [ids], {
				end: tokenizer.end,
				maxTokens,
				signal,
			});
			return {
				text: tokenizer.decode(answer.tokens),
				tokens: answer.tokens.length,
				ended: answer.ended,
			};
		},

		dispose() {
			opened.run.dispose();
			opened.auxiliary?.dispose();
			room.reservation.dispose();
		},
	};
}
