/** The settings of a run as schemas: its training, and the policies that fill its batches. */
import { say } from '#engine/core/message.ts';
import * as v from 'valibot';
import { anyObject, list, object, sha256, text, whole } from '#engine/core/fields.ts';
import { maxSteps, trainingSettings } from '#engine/training/settings.ts';

/** A policy is active from `fromStep` on. The first segment has fromStep 0; steps rise strictly. */
const policySegment = object({
	fromStep: whole(0, maxSteps),
	id: text(100),
	settings: anyObject(say('an object of settings')),
	/** SHA-256 of an earlier preparation's result, used instead of a new preparation. */
	artefact: v.exactOptional(sha256),
});
export type PolicySegment = Readonly<v.InferOutput<typeof policySegment>>;
export const policySegments = v.pipe(list(policySegment, say('policies'), 1000), v.readonly());

/** The part of an experiment that is about its training. */
export const runSettings = object({ policy: policySegments, ...trainingSettings.entries });
/** The part that the trainer reads. */
export type RunSettings = Readonly<Omit<v.InferOutput<typeof runSettings>, 'checkpointEvery'>>;
