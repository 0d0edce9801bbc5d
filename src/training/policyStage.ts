/**
 * The work before a policy's first step: its preparation (roll-outs, or a stored artefact) and its
 * survey of the training examples. Neither changes the run's weights. Their cost is counted.
 */
import type { Json } from '#core/json.ts';
import { nextTask } from '#core/nextTask.ts';
import type { MixContext, MixingPolicy, Survey } from '#mixing/policy.ts';
import type { TrainingStatement } from './events.ts';
import type { Cost, ProbeWorld } from './probes.ts';
import { serveMeasure } from './probes.ts';
import { createRollOut } from './rollOut.ts';
import type { PolicySegment, TrainingSettings } from './settings.ts';

/** Progress of an interrupted preparation, and its cost so far. */
export interface UnfinishedStage {
	readonly progress: Json;
	readonly cost: Cost;
}

export interface StageParts {
	readonly world: ProbeWorld;
	readonly baseWeights: Float32Array;
	readonly settings: TrainingSettings;
	/** Opens the artefact that a segment names by its SHA-256. Throws InputError if it is missing. */
	readonly openArtefact: (sha256: string) => Promise<Json>;
	readonly onKept: () => void;
	readonly onProgress: (label: TrainingStatement, fraction: number | null) => void;
}

/** A policy with its settings, before its first step. */
export interface StagedPolicy {
	readonly policy: MixingPolicy;
	readonly values: never;
	readonly context: MixContext;
	readonly segment: PolicySegment;
}

export interface StageProgress {
	readonly unfinished?: UnfinishedStage | undefined;
	readonly save: (unfinished: UnfinishedStage) => void;
	readonly signal: AbortSignal;
}

export interface PolicyStage {
	/** undefined: the policy needs no preparation. Throws the signal's reason when interrupted. */
	prepare(
		policy: StagedPolicy,
		progress: StageProgress,
	): Promise<{ readonly artefact: Json; readonly cost: Cost } | undefined>;
	survey(
		policy: StagedPolicy,
		artefact: Json | undefined,
		signal: AbortSignal,
	): Promise<{ readonly survey: unknown; readonly cost: Cost } | undefined>;
}

export function policyStage(parts: StageParts): PolicyStage {
	const { world, baseWeights, settings, openArtefact, onKept, onProgress } = parts;

	const surveyIn = (counted: ProbeWorld, signal: AbortSignal): Survey => ({
		measure: async (probe) => {
			// Other tasks must run in between, such as the call that pauses.
			await nextTask();
			signal.throwIfAborted();
			return serveMeasure(probe, counted, counted.baseWeights);
		},
		report: ({ done, of, label }) => onProgress(label, of > 0 ? done / of : null),
		signal,
	});

	return {
		async prepare({ policy, values, context, segment }, { unfinished, save, signal }) {
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
				rollOut: createRollOut(counted, baseWeights, settings, {
					context,
					signal,
					onStep: () => updates++,
				}),
				...(unfinished && { saved: unfinished.progress }),
				save: (progress) => {
					save({ progress, cost: spent() });
					onKept();
				},
			});
			return artefact === null ? undefined : { artefact, cost: spent() };
		},

		async survey({ policy, values, context }, artefact, signal) {
			if (!policy.survey) return undefined;
			const began = performance.now();
			const counted = { ...world, spent: { examples: 0 } };
			const survey = await policy.survey(values, context, surveyIn(counted, signal), artefact);
			const cost = {
				updates: 0,
				examples: counted.spent.examples,
				milliseconds: performance.now() - began,
			};
			return { survey, cost };
		},
	};
}

export const noCost = (): Cost => ({ updates: 0, examples: 0, milliseconds: 0 });
export const addCosts = (a: Cost, b: Cost): Cost => ({
	updates: a.updates + b.updates,
	examples: a.examples + b.examples,
	milliseconds: a.milliseconds + b.milliseconds,
});
