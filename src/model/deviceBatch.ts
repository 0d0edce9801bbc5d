/** A micro-batch on the device: what the decoder reads. The caller disposes of it. */
import * as tf from '@tensorflow/tfjs-core';
import type { HostBatch } from './hostBatch.ts';
import {
	causalMask,
	disposeGatherPlan,
	gatherPlan,
	type GatherPlan,
	type RotaryTables,
	segmentBias,
} from '#gpu/kernels.ts';
import type { DecoderConfig } from './decoder.ts';

interface Angles {
	readonly cos: tf.Tensor2D;
	readonly sin: tf.Tensor2D;
}
export interface DeviceBatch {
	readonly rows: number;
	readonly time: number;
	readonly tokens: GatherPlan;
	readonly predictors: GatherPlan;
	/** [targets] */
	readonly targets: tf.Tensor1D;
	/** [rows, 1, time, time]: see attention. */
	readonly bias: tf.Tensor4D;
	/** [rows × time × heads, headDim] */
	readonly queryAngles: Angles;
	readonly keyAngles: Angles;
}

export function toDevice(
	batch: HostBatch,
	config: DecoderConfig,
	tables: RotaryTables,
): DeviceBatch {
	const { rows, time } = batch;
	const anglesFor = (heads: number): Angles => {
		const index = new Int32Array(rows * time * heads);
		batch.positions.forEach((position, place) =>
			index.fill(position, place * heads, (place + 1) * heads),
		);
		const places = tf.tensor1d(index, 'int32');
		const angles = { cos: tf.gather(tables.cos, places), sin: tf.gather(tables.sin, places) };
		places.dispose();
		return angles;
	};
	const queryAngles = anglesFor(config.heads);
	return {
		rows,
		time,
		tokens: gatherPlan(batch.tokens, config.vocabulary),
		predictors: gatherPlan(batch.predictors, rows * time),
		targets: tf.tensor1d(batch.targets, 'int32'),
		bias: tf.tidy(() =>
			segmentBias(tf.tensor2d(batch.segments, [rows, time], 'int32'), causalMask(time)),
		),
		queryAngles,
		keyAngles:
			config.keyValueHeads === config.heads ? queryAngles : anglesFor(config.keyValueHeads),
	};
}

export function disposeBatch(batch: DeviceBatch): void {
	disposeGatherPlan(batch.tokens);
	disposeGatherPlan(batch.predictors);
	tf.dispose([
		batch.targets,
		batch.bias,
		batch.queryAngles.cos,
		batch.queryAngles.sin,
		batch.keyAngles.cos,
		batch.keyAngles.sin,
	]);
}
