/** A decoder on a device: its tables, its cache of keys, and its programs by shape. */
import { allOrNone } from '#core/allOrNone.ts';
import type { ComputeDevice, Inputs, LoadedProgram, Results, Vector } from '#gpu/computeDevice.ts';
import { withFallback } from '#gpu/fallback.ts';
import type { Program } from '#gpu/program.ts';
import type { DecoderConfig, TensorSpec } from './decoder.ts';
import { decoderTableValues, tablesName } from './decoderTables.ts';
import { bucketSize } from './hostBatch.ts';
import { cacheLength, type KeyValueCache } from './keyValueCache.ts';
import { download, toDeviceLayout, weightLayout, type WeightLayout } from './weightLayout.ts';

/** A program's device vectors, by the names in its capture. */
export type ProgramVectors = { readonly [name: string]: Vector };

/** More programs drop the least recently used one. */
const maxPrograms = 32;

export class DecoderOnDevice {
	readonly #programs = new Map<string, { program: LoadedProgram; vectors: readonly Vector[] }>();
	readonly #names = new WeakMap<Vector, number>();
	#named = 0;
	#cache: KeyValueCache | null = null;

	/** Throws OutOfMemoryError. */
	static async open(
		device: ComputeDevice,
		config: DecoderConfig,
		specs: readonly TensorSpec[],
	): Promise<DecoderOnDevice> {
		const values = decoderTableValues(config);
		const tables = values.length > 0 ? await createVector(device, tablesName, values) : null;
		return new DecoderOnDevice(device, config, weightLayout(specs), tables);
	}

	private constructor(
		readonly device: ComputeDevice,
		readonly config: DecoderConfig,
		readonly layout: WeightLayout,
		private readonly tables: Vector | null,
	) {}

	/** A vector of zeros with one number per parameter. */
	vector(label: string): Promise<Vector> {
		return this.device.vector(label, this.layout.length);
	}

	/** `flat`: parameters in the order of a checkpoint. */
	upload(label: string, flat: Float32Array): Promise<Vector> {
		return this.writeVector(label, toDeviceLayout(flat, this.layout));
	}

	/** `values`: in the order of the device's vector. */
	writeVector(label: string, values: Float32Array): Promise<Vector> {
		return createVector(this.device, label, values);
	}

	download(vector: Vector): Promise<Float32Array> {
		return download(vector, this.layout);
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
		const bound = { ...vectors, ...(this.tables && { [tablesName]: this.tables }) };
		const id = [key, ...Object.values(bound).map((vector) => this.#vectorId(vector))].join(' ');
		let loaded = this.#programs.get(id);
		this.#programs.delete(id);
		loaded ??= {
			program: await this.device.load(await withFallback(build), bound),
			vectors: Object.values(bound),
		};
		this.#programs.set(id, loaded);
		if (this.#programs.size > maxPrograms) {
			const [oldest] = this.#programs.keys();
			this.#forget(oldest);
		}
		return loaded.program.run(inputs);
	}

	dispose(): void {
		this.#disposeCache();
		for (const id of [...this.#programs.keys()]) this.#forget(id);
		this.tables?.dispose();
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

const createVector = (
	device: ComputeDevice,
	label: string,
	values: Float32Array,
): Promise<Vector> =>
	allOrNone(async (keep) => {
		const vector = keep(await device.vector(label, values.length));
		vector.write(values);
		return vector;
	});
