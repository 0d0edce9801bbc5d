/** The interface of a storage of frozen matrices in fewer bits. */
export interface Encoding {
	/** Tensors start at multiples of this many numbers: 256 bytes, as WebGPU's bindings. */
	readonly alignment: number;
	/** Its number in the wasm functions. */
	readonly code: number;
	/** Whether the rows of a matrix have whole groups. */
	fits(shape: readonly number[]): boolean;
	/** The bytes that store `length` numbers: whole words. */
	bytes(length: number): number;
	/** A last group is filled with zeros. */
	encode(values: Float32Array): Uint8Array<ArrayBuffer>;
	/** Exactly: a stored number is a float32. */
	decode(bytes: Uint8Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer>;
	/** The WGSL function that reads quad `i` of a binding of u32. */
	wgsl(name: string): string;
}
