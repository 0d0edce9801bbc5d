/** A captured computation: ordered operations over values. A device runs it with new inputs. */
import { findEncoding } from './encodings.ts';
import { sizeOf, type Attributes, type Kernel, type Operand, type Storage } from './kernel.ts';

/** The memory of a value. */
export type Location =
	/** Given by the host at each run. */
	| { readonly kind: 'input'; readonly name: string }
	/** Part of a vector that outlives the program (weights, moments …), from this element. */
	| { readonly kind: 'vector'; readonly vector: string; readonly offset: number }
	/** Made by an operation, and freed after the last one that reads it. */
	| { readonly kind: 'temporary' };

export interface Value extends Operand {
	readonly location: Location;
}

export interface Operation {
	readonly kernel: Kernel;
	readonly attributes: Attributes;
	/** Indices of the program's values. */
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

export const byteSize = ({ shape, storage }: Operand): number =>
	storageBytes(sizeOf(shape), storage);

/** Bytes of `length` numbers. */
export function storageBytes(length: number, storage: Storage): number {
	return findEncoding(storage)?.bytes(length) ?? length * 4;
}

/** Bytes between the possible starts of operands: WebGPU's largest alignment of binding offsets. */
export const alignment = 256;
export const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
