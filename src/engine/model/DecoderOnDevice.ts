/** A decoder on a device: its tables, its cache of keys, and its programs by shape. */
import { allOrNone } from '#engine/core/allOrNone.ts';
import type {
	ComputeDevice,
	Inputs,
	LoadedProgram,
	Results,
	Vector,
} from '#engine/gpu/computeDevice.ts';
import { hasDots } from '#engine/gpu/dots.ts';
import type { Program } from '#engine/gpu/program.ts';
import type { Backend } from '#engine/gpu/report.ts';
import { adapterPlan, type Adapter } from './adapter/adapter.ts';
import type { DecoderPlan, FrozenPlan, PassOptions } from './capturedDecoder.ts';
import type { DecoderConfig } from './decoderConfig.ts';
import { decoderTableValues, tablesName } from './decoderTables.ts';
import { weightReader } from './folder.ts';
import { countParameters, type ReadWeights, type TensorSpec } from './tensors.ts';
import { bucketSize } from './hostBatch.ts';
import { cacheLength, type KeyValueCache } from './keyValueCache.ts';
import { frozenParts, weightLayout, type WeightLayout } from './weightLayout.ts';

/** A program's device vectors, by the names in its capture. */
export type ProgramVectors = { readonly [name: string]: Vector };

/**
 * Operations of the programs that are kept: more drop the least recently used program. The default
 * run has about 70 programs of 100, one for each pair of rounded numbers of tokens and targets, and
 * a fast GPU takes several steps while one is loaded. LoRA on 30 layers has 1,700 in each.
 */
const maxOperations = 50_000;

interface Loaded {
	readonly program: LoadedProgram;
	readonly vectors: readonly Vector[];
	readonly operations: number;
}

/** A model's weights that stay as they are, and the adapter that is trained instead. */
export interface FrozenBase {
	readonly adapter: Adapter;
	/** In the order of the model's tensors. Not used with `readWeights`. */
	readonly weights: Float32Array;
	readonly readWeights?: ReadWeights | undefined;
}

/**
 * Passes of greedy decoding that are sent together: a wait for a GPU takes as long as a pass of a
 * small model. Fewer for many layers, since the text appears and can be stopped after them.
 */
export const passesAheadOf = (backend: Backend, layers: number): number =>
	backend === 'webgpu' ? Math.max(1, Math.min(16, Math.floor(64 / layers))) : 1;

export class DecoderOnDevice {
	/** The most recently used one last. */
	readonly #programs = new Map<string, Loaded>();
	readonly #names = new WeakMap<Vector, number>();
	#named = 0;
	#cache: KeyValueCache | null = null;

	/** Throws OutOfMemoryError and releases everything if one part does not fit. */
	static open(
		device: ComputeDevice,
		config: DecoderConfig,
		specs: readonly TensorSpec[],
		base?: FrozenBase,
	): Promise<DecoderOnDevice> {
		return allOrNone(async (keep) => {
			const values = decoderTableValues(config);
			const constants: { [name: string]: Vector } = {};
			if (values.length > 0) {
				const tables = keep(await device.vector(tablesName, values.length));
				tables.write(values);
				constants[tablesName] = tables;
			}
			if (!base) return new DecoderOnDevice(device, config, weightLayout(specs), constants);
			const { adapter } = base;
			const parts = frozenParts(specs, adapter.base, hasDots(device.report));
			const writers = new Map<string, (numbers: Float32Array, first: number) => void>();
			for (const { name, layout, storage } of parts) {
				const vector = keep(await device.vector('frozen weights', layout.length, storage));
				constants[name] = vector;
				for (const { role, deviceOffset } of layout.tensors)
					writers.set(role, (numbers, at) => vector.write(numbers, deviceOffset + at));
			}
			const read = weightReader({ specs, ...base });
			await read(({ role }, numbers, first) => writers.get(role)!(numbers, first));
			const frozen = { parts, adapter: adapterPlan(adapter) };
			return new DecoderOnDevice(device, config, weightLayout(adapter.specs), constants, frozen);
		});
	}

	/** `constants`: vectors that every program can read. */
	private constructor(
		readonly device: ComputeDevice,
		readonly config: DecoderConfig,
		/** The trained tensors. */
		readonly layout: WeightLayout,
		private readonly constants: ProgramVectors,
		readonly frozen?: FrozenPlan,
	) {}

	/** Passes of greedy decoding that are sent together. */
	get passesAhead(): number {
		return passesAheadOf(this.device.report.backend, this.config.layers);
	}

	/** The plan of a pass. The decoder itself is the plan of a pass without options. */
	plan(options: PassOptions): DecoderPlan {
		const { config, layout, frozen } = this;
		return { config, layout, frozen, ...options };
	}

	/** A vector of zeros with one number per trained parameter. */
	vector(label: string): Promise<Vector> {
		return this.device.vector(label, this.layout.length);
	}

	/** `flat`: in a checkpoint's order. */
	upload(label: string, flat: Float32Array): Promise<Vector> {
		return allOrNone(async (keep) => {
			const vector = keep(await this.vector(label));
			this.write(vector, flat);
			return vector;
		});
	}

	/** Written by tensor, without a second copy on the host. */
	write(vector: Vector, flat: Float32Array): void {
		for (const { offset, size, deviceOffset } of this.layout.tensors)
			vector.write(flat.subarray(offset, offset + size), deviceOffset);
	}

	/** Closes the gaps in place, because a second copy of a large model needs too much memory. */
	async download(vector: Vector): Promise<Float32Array> {
		const { tensors } = this.layout;
		const values = await vector.read();
		// Ascending, and no gap is negative, so a tensor is moved before another one takes its place.
		for (const { offset, size, deviceOffset } of tensors)
			values.copyWithin(offset, deviceOffset, deviceOffset + size);
		return values.subarray(0, countParameters(tensors));
	}

	/**
	 * A cache for at least `rows` tokens. A larger one replaces the last one, which must not be used
	 * any more. Throws OutOfMemoryError.
	 */
	async keyValueCache(rows: number): Promise<KeyValueCache> {
		if (this.#cache && this.#cache.rows >= rows) return this.#cache;
		this.#disposeCache();
		const rounded = bucketSize(rows);
		const length = cacheLength(this.config, rounded);
		const vector = await this.device.vector('keys and values', length);
		return (this.#cache = { vector, rows: rounded });
	}

	/** Runs a program. It is built and loaded if the key is new for these vectors. */
	async run(
		key: string,
		build: () => Program,
		vectors: ProgramVectors,
		inputs: Inputs,
	): Promise<Results> {
		const bound = { ...vectors, ...this.constants };
		const id = [key, ...Object.values(bound).map((vector) => this.#vectorId(vector))].join(' ');
		const known = this.#programs.get(id);
		this.#programs.delete(id);
		const loaded = known ?? (await this.#load(build(), bound));
		this.#programs.set(id, loaded);
		if (!known) this.#forgetOldest();
		return loaded.program.run(inputs);
	}

	async #load(program: Program, bound: ProgramVectors): Promise<Loaded> {
		return {
			program: await this.device.load(program, bound),
			vectors: Object.values(bound),
			operations: program.operations.length,
		};
	}

	#forgetOldest(): void {
		const programs = [...this.#programs];
		let operations = programs.reduce((sum, [, loaded]) => sum + loaded.operations, 0);
		for (const [id, loaded] of programs.slice(0, -1)) {
			if (operations <= maxOperations) return;
			operations -= loaded.operations;
			this.#forget(id);
		}
	}

	dispose(): void {
		this.#disposeCache();
		for (const id of [...this.#programs.keys()]) this.#forget(id);
		Object.values(this.constants).forEach((vector) => vector.dispose());
	}

	/** Disposes the cache and the programs that are bound to it. */
	#disposeCache(): void {
		const vector = this.#cache?.vector;
		if (!vector) return;
		for (const [id, { vectors }] of [...this.#programs])
			if (vectors.includes(vector)) this.#forget(id);
		this.#cache = null;
		vector.dispose();
	}

	#forget(id: string): void {
		this.#programs.get(id)?.program.dispose();
		this.#programs.delete(id);
	}

	#vectorId(vector: Vector): number {
		let name = this.#names.get(vector);
		if (name === undefined) this.#names.set(vector, (name = this.#named++));
		return name;
	}
}
