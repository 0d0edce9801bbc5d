/** The constants of a decoder in one vector of the device: its rotary tables, and ones. */
import type * as tf from '@tensorflow/tfjs-core';
import { vectorAlignment, type Capture } from '#engine/gpu/capture.ts';
import type { DecoderConfig, RotaryScaling } from './decoderConfig.ts';
import { scaledRotaryTable } from './rotaryTables.ts';

/** The vector's name in programs. */
export const tablesName = 'rotary table';

export interface DecoderTables {
	/** [context, headDim]; null: positions are learned. */
	readonly rotary: tf.Tensor2D | null;
	/** [context, headDim], of layers with a window. */
	readonly windowRotary: tf.Tensor2D | null;
	/** [size] */
	readonly ones: (size: number) => tf.Tensor1D;
}

/** The values of the vector. Empty if the decoder has no constants. */
export function decoderTableValues(config: DecoderConfig): Float32Array {
	const parts = tableParts(config);
	const values = new Float32Array(parts.at(-1)?.end ?? 0);
	for (const { offset, make } of parts) values.set(make(), offset);
	return values;
}

/** The constants inside a capture. */
export function captureTables(capture: Capture, config: DecoderConfig): DecoderTables {
	const parts = tableParts(config);
	const tensor = (name: string, shape: readonly number[]) => {
		const part = parts.find((part) => part.name === name);
		return part ? capture.vector(tablesName, part.offset, shape) : null;
	};
	const shape = [config.context, config.headDim];
	const rotary = tensor('rotary', shape) as tf.Tensor2D | null;
	return {
		rotary,
		windowRotary: (tensor('windowRotary', shape) as tf.Tensor2D | null) ?? rotary,
		ones: (size) => tensor('ones', [size]) as tf.Tensor1D,
	};
}

interface TablePart {
	readonly name: 'rotary' | 'windowRotary' | 'ones';
	readonly offset: number;
	readonly end: number;
	readonly make: () => Float32Array;
}

function tableParts(config: DecoderConfig): TablePart[] {
	const { context, width, headDim, rotated = headDim, norm } = config;
	const { rotaryBase, rotaryScaling, windowRotaryBase } = config;
	const parts: TablePart[] = [];
	const add = (name: TablePart['name'], size: number, make: () => Float32Array) => {
		const before = parts.at(-1)?.end ?? 0;
		const offset = Math.ceil(before / vectorAlignment) * vectorAlignment;
		parts.push({ name, offset, end: offset + size, make });
	};
	const addRotary = (name: TablePart['name'], base: number, scaling?: RotaryScaling) =>
		add(name, context * headDim, () =>
			scaledRotaryTable(context, { width: headDim, rotated, base, scaling }),
		);
	if (rotaryBase > 0) addRotary('rotary', rotaryBase, rotaryScaling);
	if (windowRotaryBase !== undefined) addRotary('windowRotary', windowRotaryBase);
	if (norm === 'rms+1') {
		const size = Math.max(width, headDim);
		add('ones', size, () => new Float32Array(size).fill(1));
	}
	return parts;
}
