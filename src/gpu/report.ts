/** What the lab found to compute on: plain data, for the page, the run's record and the bench. */
export interface DeviceReport {
	/** The tfjs backend that trains. */
	readonly backend: 'webgpu' | 'wasm';
	/** hardware: the visitor's GPU. software: no GPU, or one that is emulated on the CPU. */
	readonly kind: 'hardware' | 'software';
	/** In plain words, for example `apple metal-3` or `2 processor threads`. */
	readonly name: string;
	/** Why the GPU is not used, when it is not. */
	readonly reason?: string;
	readonly crossOriginIsolated: boolean;
	readonly limits: { readonly [name: string]: number };
	readonly features: readonly string[];
}
