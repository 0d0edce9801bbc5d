/**
 * What comes before a policy's first step: its preparation (roll-outs of minutes, or an artefact that was made before),
 * and its survey of the training examples. Both leave the visitor's run untouched; what they cost is counted.
 */
import type { Json } from '#core/json.ts';
import { nextTask } from '#core/nextTask.ts';
import type { MixContext, MixingPolicy, Survey } from '#mixing/policy.ts';
import type { Cost, ProbeWorld } from './probes.ts';
import { serveMeasure } from './probes.ts';
import { createRollOut } from './rollOut.ts';
import type { PolicySegment, TrainingSettings } from './settings.ts';

/** Where a preparation is that was cut short, and what it has cost until then. */
export interface UnfinishedStage {
	readonly progress: Json;
	readonly cost: Cost;
}

export interface StageParts {
	readonly world: ProbeWorld;
	readonly baseWeights: Float32Array;
	readonly settings: TrainingSettings;
	/** An artefact that a segment names by its SHA-256. Throws InputError when it is not there. */
	readonly openArtefact: (sha256: string) => Promise<Json>;
	readonly onKept: () => void;
	readonly onProgress: (label: string, fraction: number | null) => void;
}

/** One policy with its settings, about to draw. */
export interface StageOf {
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
	/** undefined: the policy needs none. Throws the signal's reason when it is cut short. */
	prepare(
		of: StageOf,
		progress: StageProgress,
	): Promise<{ readonly artefact: Json; readonly cost: Cost } | undefined>;
	survey(
		of: StageOf,
		artefact: Json | undefined,
		signal: AbortSignal,
	): Promise<{ readonly survey: unknown; readonly cost: Cost } | undefined>;
}

export function policyStage(parts: StageParts): PolicyStage {
	const { world, baseWeights, settings, openArtefact, onKept, onProgress } = parts;

	const surveyIn = (counted: ProbeWorld, signal: AbortSignal): Survey => ({
		measure: async (probe) => {
			// As in a roll-out: the call that pauses must get its turn.
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
					...{ context, signal },
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
				...{ updates: 0, examples: counted.spent.examples },
				milliseconds: performance.now() - began,
			};
			return { survey, cost };
		},
	};
}

export const noCost = (): Cost => ({ updates: 0, examples: 0, milliseconds: 0 });
export const sumOfCosts = (a: Cost, b: Cost): Cost => ({
	updates: a.updates + b.updates,
	examples: a.examples + b.examples,
	milliseconds: a.milliseconds + b.milliseconds,
});
