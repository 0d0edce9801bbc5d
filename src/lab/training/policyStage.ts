/**
 * The work before a policy's first step: its preparation (roll-outs, or a stored artefact) and its
 * survey of the training examples. Neither changes the run's weights. Their cost is counted.
 */
import { InputError } from '#engine/core/errors.ts';
import type { Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import type { MixContext, MixingPolicy, Survey } from '#mixing/index.ts';
import { serveMeasure, type Cost, type ProbeWorld } from './probes.ts';
import { rollOut } from './rollOut.ts';
import type { PolicySegment } from './runSettings.ts';
import type { TrainerOptions } from './trainer.ts';

/** Progress of an interrupted preparation, and its cost so far. */
export interface UnfinishedStage {
	readonly progress: Json;
	readonly cost: Cost;
}

/** A policy with its settings, before its first step. */
export interface StagedPolicy {
	readonly policy: MixingPolicy;
	readonly values: never;
	readonly context: MixContext;
	readonly segment: PolicySegment;
}

const missingArtefact = (sha256: string): Promise<never> =>
	Promise.reject(
		new InputError(
			say('There is no preparation {sha256} here. Let the policy prepare.', { sha256 }),
			{ sha256 },
		),
	);

/** Both stages throw the signal's reason when interrupted, and return undefined without work. */
export type PolicyStage = ReturnType<typeof policyStage>;

export function policyStage(
	world: ProbeWorld,
	{ settings, onProgress, onKept, openArtefact = missingArtefact }: TrainerOptions,
	/** The trained weights before the run's first step. */
	initial: Float32Array,
) {
	const surveyIn = (counted: ProbeWorld, signal: AbortSignal): Survey => ({
		measure: async (probe) => {
			// Other tasks must run in between, such as the call that pauses.
			await nextTask();
			signal.throwIfAborted();
			return serveMeasure(probe, counted, counted.baseWeights);
		},
		report: ({ done, of: total, label }) => onProgress?.(label, total > 0 ? done / total : null),
		signal,
	});

	return {
		async prepare(
			{ policy, values, context, segment }: StagedPolicy,
			unfinished: UnfinishedStage | undefined,
			save: (unfinished: UnfinishedStage) => void,
			signal: AbortSignal,
		): Promise<{ readonly artefact: Json; readonly cost: Cost } | undefined> {
			if (!policy.prepare) return undefined;
			if (segment.artefact !== undefined)
				return { artefact: await openArtefact(segment.artefact), cost: noCost() };
			const before = unfinished?.cost ?? noCost();
			const began = performance.now();
			const counted = { ...world, spent: { examples: before.examples } };
			let updates = before.updates;
			const spent = (): Cost => ({
				updates,
				examples: counted.spent.examples,
				milliseconds: before.milliseconds + performance.now() - began,
			});
			const artefact = await policy.prepare(values, context, {
				...surveyIn(counted, signal),
				rollOut: (mixer, { schedule, ...length }) =>
					rollOut(mixer, counted, {
						...length,
						settings,
						initial,
						scheduledSteps: schedule ?? length.steps,
						signal,
						onStep: () => updates++,
					}),
				...(unfinished && { saved: unfinished.progress }),
				save: (progress) => {
					save({ progress, cost: spent() });
					onKept?.();
				},
			});
			return artefact === null ? undefined : { artefact, cost: spent() };
		},

		async survey(
			{ policy, values, context }: StagedPolicy,
			artefact: Json | undefined,
			signal: AbortSignal,
		): Promise<{ readonly survey: unknown; readonly cost: Cost } | undefined> {
			if (!policy.survey) return undefined;
			const began = performance.now();
			const spent = { examples: 0 };
			const measuring = surveyIn({ ...world, spent }, signal);
			const survey = await policy.survey(values, context, measuring, artefact);
			return { survey, cost: { ...noCost(), ...spent, milliseconds: performance.now() - began } };
		},
	};
}

export const noCost = (): Cost => ({ updates: 0, examples: 0, milliseconds: 0 });
export const addCosts = (a: Cost, b: Cost): Cost => ({
	updates: a.updates + b.updates,
	examples: a.examples + b.examples,
	milliseconds: a.milliseconds + b.milliseconds,
});
