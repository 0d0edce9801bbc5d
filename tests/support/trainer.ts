/**
 * A trainer that obeys the contract without a model, for tests. Its weights and moments are a hash
 * chain over (seed, policy, artefact, step). So a lost, repeated or reordered step, switch,
 * preparation or restore changes every later event.
 */
import { InputError, NonFiniteError } from '#engine/core/errors.ts';
import { sha256Hex, sha256OfJson } from '#engine/core/hash.ts';
import type { Json } from '#engine/core/json.ts';
import { asMessage } from '#engine/core/message.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { RunEnd, type Spent } from '#engine/training/RunEnd.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import type { ModelWeights, Trainer, TrainerOptions, TrainerState } from '#lab/training/trainer.ts';
import { nextTask } from '#engine/core/nextTask.ts';

export interface TrainerFixture {
	readonly createTrainer: (options: TrainerOptions) => Promise<Trainer>;
	/** Made and not disposed. */
	alive(): number;
	/** Policies that prepare, in `preparationParts` parts. */
	readonly preparing: Set<string>;
	/** Requests to the trainers, in order: `create`, `next 3`, `prepare 2`, `generate`, … */
	readonly calls: string[];
	/** Time of a step, which counts only for a budget in seconds. */
	stepMilliseconds: number;
	/** The step that fails the next time it is trained, and with what. */
	failAt: { readonly step: number; readonly error: Error } | null;
	/** Runs between a request and its answer. Its error is the answer; its promise is awaited. */
	meddle: ((what: string) => unknown) | null;
}

const width = 8;
export const preparationParts = 4;
interface Counters {
	readonly drawn: number;
	readonly announced: number;
	/** Artefacts by policy with its settings and named artefact. */
	readonly artefacts: { readonly [key: string]: Json };
	/** Under a budget. */
	readonly spent?: Spent;
	/** Preparations that were cut short: a number for each part that is done. */
	readonly unfinished: { readonly [key: string]: readonly number[] };
}

export function trainerFixture(): TrainerFixture {
	let alive = 0;
	const fixture: TrainerFixture = {
		alive: () => alive,
		preparing: new Set(),
		calls: [],
		stepMilliseconds: 10,
		failAt: null,
		meddle: null,
		async createTrainer(options) {
			fixture.calls.push('create');
			await nextTask();
			await fixture.meddle?.('create');
			alive++;
			return fakeTrainer(options, fixture, () => alive--);
		},
	};
	return fixture;
}

function fakeTrainer(
	{ settings, restored, skills, openArtefact, onKept, onProgress, stepsBeforeLoss }: TrainerOptions,
	fixture: TrainerFixture,
	gone: () => void,
): Trainer {
	let { step, weights, firstMoments, secondMoments }: Omit<TrainerState, 'counters'> = restored ?? {
		step: 0,
		weights: new Float32Array(width),
		firstMoments: new Float32Array(width),
		secondMoments: new Float32Array(width),
	};
	let policy: readonly PolicySegment[] = settings.policy;
	let { drawn, announced, artefacts, unfinished } = (restored?.counters ?? {
		drawn: 0,
		announced: 0,
		artefacts: {},
		unfinished: {},
	}) as unknown as Counters;
	const spent = (restored?.counters as Partial<Counters>)?.spent;
	const end = new RunEnd(settings, spent, stepsBeforeLoss);
	let disposed = false;
	let busy = false;

	const policyAt = (at: number) => policy.findLast(({ fromStep }) => fromStep <= at)!;
	const digest = (...facts: (string | number)[]) =>
		parseInt(sha256Hex(facts.join()).slice(0, 8), 16);
	const share = (value: number) => value / 2 ** 32;
	const toKey = ({ id, settings, artefact }: PolicySegment) =>
		[id, JSON.stringify(settings), artefact].join(' ');
	const artefactAt = (at: number): Json | undefined => artefacts[toKey(policyAt(at))];

	/** Before a policy's first step, in parts, each of which is kept. */
	async function prepare(signal: AbortSignal | undefined): Promise<RunEvent[]> {
		const segment = policyAt(step);
		const { id, artefact: named } = segment;
		const key = toKey(segment);
		if (!fixture.preparing.has(id) || key in artefacts) return [];
		let parts = unfinished[key] ?? [];
		if (named !== undefined) artefacts = { ...artefacts, [key]: await openArtefact!(named) };
		else {
			while (parts.length < preparationParts) {
				signal?.throwIfAborted();
				onProgress?.('Preparing', parts.length / preparationParts);
				fixture.calls.push(`prepare ${parts.length + 1}`);
				await nextTask();
				await fixture.meddle?.(`prepare ${parts.length + 1}`);
				signal?.throwIfAborted();
				parts = [...parts, share(digest(settings.seed, key, ...parts))];
				unfinished = { ...unfinished, [key]: parts };
				onKept?.();
			}
			artefacts = { ...artefacts, [key]: parts };
		}
		unfinished = Object.fromEntries(Object.entries(unfinished).filter(([other]) => other !== key));
		return [
			{
				type: 'prepared',
				step,
				id,
				artefact: sha256OfJson(artefacts[key]),
				updates: parts.length,
				measured: 10 * parts.length,
				milliseconds: performance.now(),
			},
		];
	}

	const answerTo = (prompt: string, model: ModelWeights) => ({
		text: `${prompt}:${typeof model === 'string' ? model : model.join()}:${step}`,
		tokens: 1,
		ended: true,
	});
	const alone = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
		if (disposed) throw new Error(`${what} of a trainer that was disposed.`);
		if (busy) throw new Error(`${what} while another request is in hand.`);
		busy = true;
		fixture.calls.push(what);
		await nextTask();
		try {
			await fixture.meddle?.(what);
			return await work();
		} finally {
			busy = false;
		}
	};
	const evaluation = (): RunEvent => ({
		type: 'evaluation',
		step,
		skills: skills.map((_, i) => ({
			loss: share(digest(weights.join(), i)),
			exact: null,
			tokenAccuracy: 0,
			examples: 1,
		})),
		averageExact: null,
		worstExact: null,
		milliseconds: 1,
	});

	/** Best at step 10. */
	const validated = (): RunEvent[] =>
		settings.evaluation.best
			? [{ type: 'validated', step, value: Math.abs(step - 10), milliseconds: 1 }]
			: [];

	return {
		get step() {
			return step;
		},
		get artefact() {
			return artefactAt(step);
		},
		start: (signal, tested) =>
			alone('start', () => {
				signal?.throwIfAborted();
				if (tested) return tested;
				onProgress?.('Evaluating', 0.5);
				return restored ? [] : [evaluation()];
			}),
		next: (_until, signal) =>
			alone(`next ${step + 1}`, async () => {
				if (fixture.failAt?.step === step + 1) throw fixture.failAt.error;
				const events = await prepare(signal);
				const { id, fromStep, settings: values, artefact } = policyAt(step);
				if (fromStep === step && step > announced) {
					announced = step;
					const named = artefact === undefined ? {} : { artefact };
					events.unshift({ type: 'policySwitched', step, id, settings: values, ...named });
				}
				const prepared = JSON.stringify(artefactAt(step)) ?? '';
				drawn += settings.batching.size;
				firstMoments = firstMoments.map((value, i) => share(digest(value, weights[i])));
				secondMoments = secondMoments.map((value, i) => share(digest(value, firstMoments[i])));
				weights = weights.map((value, i) =>
					share(digest(settings.seed, id, prepared, step, drawn, i, value, secondMoments[i])),
				);
				step++;
				end.countTokens(step, skills.length);
				end.countTime(fixture.stepMilliseconds, step);
				events.push({
					type: 'step',
					step,
					loss: weights[0],
					skillLoss: skills.map(() => weights[1]),
					weights: skills.map(() => 1 / skills.length),
					drawn: skills.map(() => drawn),
					tokens: skills.map(() => 1),
					learningRate: settings.optimizer.learningRate,
					gradientNorm: weights[2],
					milliseconds: performance.now(),
				});
				if (step % settings.evaluation.every === 0) events.push(evaluation(), ...validated());
				if (end.isLast(step)) events.push({ type: 'finished', step });
				return events;
			}),
		evaluate: () => alone('evaluate', () => [evaluation()]),
		switchPolicy({ id, settings: values, artefact }) {
			if (busy) throw new Error('switchPolicy while another request is in hand.');
			if (id === 'unknown') throw new InputError(asMessage('There is no policy “unknown”.'));
			const named = artefact === undefined ? {} : { artefact };
			const segment = { fromStep: step, id, settings: values, ...named };
			policy = [...policy.filter(({ fromStep }) => fromStep < step), segment];
			announced = step;
			return segment;
		},
		state: () =>
			alone('state', () => ({
				step,
				weights: weights.slice(),
				firstMoments: firstMoments.slice(),
				secondMoments: secondMoments.slice(),
				counters: {
					drawn,
					announced,
					artefacts,
					unfinished,
					...(settings.budget && { spent: { ...end.spent } }),
				},
			})),
		generate: (prompt, model) => alone('generate', () => answerTo(prompt, model)),
		generateAll: (questions, model) =>
			alone('generateAll', () => questions.map(({ prompt }) => answerTo(prompt, model))),
		dispose() {
			if (disposed) throw new Error('A trainer was disposed twice.');
			disposed = true;
			gone();
		},
	};
}

export const notFinite = (step: number): NonFiniteError =>
	new NonFiniteError(asMessage(`The loss of step ${step} is not a finite number.`), { step });
