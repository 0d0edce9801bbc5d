/**
 * Trains a copy of a run's weights with fixed shares, for a number of steps. The run stays as it
 * is. The copy continues with the run's moments, rates, row order and dropout: its bits are those
 * of the run itself with these shares.
 */
import { nextTask } from '#engine/core/nextTask.ts';
import { randomStream } from '#engine/core/random.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { Learner } from '#engine/training/Learner.ts';
import type { HostState } from '#engine/training/optimizer.ts';
import { RunEnd, type Spent } from '#engine/training/RunEnd.ts';
import { passOptions } from '#engine/training/settings.ts';
import type { BlendProbe } from '#mixing/index.ts';
import type { RunSettings } from './runSettings.ts';
import { drawTrainingBatch } from './trainingBatch.ts';

export interface CopyOptions {
	readonly steps: number;
	/** The rows that may be drawn, by skill. Default: all. */
	readonly rows?: BlendProbe['rows'];
	/** Ends the training between two steps: it throws the signal's reason. */
	readonly signal: AbortSignal;
	/** `done`: steps of this copy. */
	readonly onStep?: ((done: number) => void) | undefined;
}

/** The run at this moment. */
export interface Moment {
	readonly decoder: DecoderOnDevice;
	readonly skills: readonly EncodedSkill[];
	readonly settings: RunSettings;
	readonly state: HostState;
	/** Steps that are done. */
	readonly step: number;
	/** Examples drawn from each skill. */
	readonly drawn: readonly number[];
	/** The used part of the run's budget. */
	readonly spent: Spent;
}

/** `shares`: of all skills. Returns the trained weights. Throws NonFiniteError. */
export async function trainCopy(
	shares: readonly number[],
	{ decoder, skills, settings, state, step: first, spent, ...moment }: Moment,
	{ steps, rows, signal, onStep }: CopyOptions,
): Promise<Float32Array> {
	const { optimizer, batching, seed } = settings;
	const options = { ...passOptions(settings), seed };
	const learner = await Learner.open(decoder, state, optimizer, batching, options);
	const end = new RunEnd(settings, spent);
	const stream = randomStream(seed, 'run').child('draw');
	const plan = { by: 'weights', weights: shares, ...(rows && { rows }) } as const;
	let { drawn } = moment;
	try {
		for (let done = 0; done < steps; done++) {
			// On the processor no step waits for a device, so yield to the call that cancels.
			await nextTask();
			signal.throwIfAborted();
			const step = first + done + 1;
			const draw = { stream, step: step - 1, batchSize: batching.size, drawn };
			const batch = drawTrainingBatch(plan, skills, draw);
			drawn = batch.drawn;
			const learningRate = end.learningRate(step, batch.tokens);
			await learner.step(batch.addresses, { step, learningRate });
			end.countTokens(step, batch.tokens);
			onStep?.(done + 1);
		}
		return (await learner.state()).weights;
	} finally {
		learner.dispose();
	}
}
