/** A decoder on a device: its rotary table, and a cache of programs by shape. */
import { allOrNone } from '#core/allOrNone.ts';
import type { ComputeDevice, Inputs, LoadedProgram, Results, Vector } from '#gpu/computeDevice.ts';
import { withFallback } from '#gpu/fallback.ts';
import { rotaryTable } from '#gpu/kernels.ts';
import type { Program } from '#gpu/program.ts';
import type { DecoderConfig, TensorSpec } from './decoder.ts';
import { download, toDeviceLayout, weightLayout, type WeightLayout } from './weightLayout.ts';

/** A program's device vectors, by the names in its capture. */
export type ProgramVectors = { readonly [name: string]: Vector };

/** Size of the cache, which drops the least recently used program. */
const maxPrograms = 32;

export class DecoderOnDevice {
	readonly #programs = new Map<string, LoadedProgram>();
	readonly #names = new WeakMap<Vector, number>();
	#named = 0;

	/** Throws OutOfMemoryError. */
	static async open(
		device: ComputeDevice,
		config: DecoderConfig,
		specs: readonly TensorSpec[],
	): Promise<DecoderOnDevice> {
		const values = rotaryTable(config.context, config.headDim, config.rotaryBase);
		const table = await createVector(device, 'rotary table', values);
		return new DecoderOnDevice(device, config, weightLayout(specs), table);
	}

	private constructor(
		readonly device: ComputeDevice,
		readonly config: DecoderConfig,
		readonly layout: WeightLayout,
		private readonly table: Vector,
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

	/** Runs a program. It is built and loaded if the key is new for these vectors. */
	async run(
		key: string,
		build: () => Program,
		vectors: ProgramVectors,
		inputs: Inputs,
	): Promise<Results> {
		const bound = { ...vectors, 'rotary table': this.table };
		const id = [key, ...Object.values(bound).map((vector) => this.#vectorId(vector))].join(' ');
		let program = this.#programs.get(id);
		this.#programs.delete(id);
		program ??= await this.device.load(await withFallback(build), bound);
		this.#programs.set(id, program);
		if (this.#programs.size > maxPrograms) {
			const [oldest] = this.#programs.keys();
			this.#programs.get(oldest)?.dispose();
			this.#programs.delete(oldest);
		}
		return program.run(inputs);
	}

	dispose(): void {
		for (const program of this.#programs.values()) program.dispose();
		this.#programs.clear();
		this.table.dispose();
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
