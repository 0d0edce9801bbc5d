/** A captured computation: operations in order over values. A device loads it and runs it again and again with new inputs. */
import type { Attributes, Kernel, Operand } from './kernel.ts';
import { sizeOf } from './kernel.ts';

/** Where a value's numbers are. */
export type Place =
	/** Given by the host at each run. */
	| { readonly kind: 'input'; readonly name: string }
	/** Part of a vector that outlives the program (weights, moments …), from this element on. */
	| { readonly kind: 'vector'; readonly vector: string; readonly offset: number }
	/** Made by an operation, and gone when the last one has read it. */
	| { readonly kind: 'temporary' };

export interface Value extends Operand {
	readonly place: Place;
	readonly exact: boolean;
}

export interface Operation {
	readonly kernel: Kernel;
	readonly attributes: Attributes;
	/** Places in the program's values. */
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
}

export interface Program {
	readonly label: string;
	readonly values: readonly Value[];
	readonly operations: readonly Operation[];
	/** Values that the host reads after a run, by name. */
	readonly results: { readonly [name: string]: number };
}

export const bytesOf = ({ shape, storage }: Operand): number =>
	sizeOf(shape) * (storage === 'f16' ? 2 : 4);

/** Every operand starts at a multiple of this: what WebGPU asks of a binding's offset at most. */
export const alignment = 256;
export const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
