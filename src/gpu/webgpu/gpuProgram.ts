/** A program on the GPU: everything is made when it is loaded, so that a run is a few calls per dispatch and nothing else. */
import { InternalError } from '#core/errors.ts';
import type { Inputs, LoadedProgram, Results, Vector } from '../computeDevice.ts';
import { sizeOf } from '../kernel.ts';
import type { Program } from '../program.ts';
import type { Arena } from './arena.ts';
import { validated, type Context } from './context.ts';
import { planDispatches, uniformSize, type DispatchPlan, type Region } from './dispatchPlan.ts';
import { fromHalf } from './half.ts';
import { resultBytes, sharedNeeds, type SharedNeeds } from './memoryNeeds.ts';
import type { Pipeline, Pipelines } from './pipelines.ts';
import { profileDispatches, type KernelTime } from './profile.ts';
import type { Readback, Slot } from './readback.ts';
import type { Tuning } from './tuning.ts';
import { InputWriter, type Upload } from './upload.ts';
import { GpuVector } from './vector.ts';

/** What programs of one device share. */
export interface Shared {
	readonly context: Context;
	readonly arena: Arena;
	readonly upload: Upload;
	readonly readback: Readback;
	readonly pipelines: Pipelines;
	readonly tuning: Tuning;
	/** Floating-point operations of one submission at most, unless one dispatch alone has more. */
	readonly flopsPerSubmission: number;
}

/** Makes room for programs, all or none. Throws OutOfMemoryError. */
export async function enter(
	{ arena, upload, readback }: Pick<Shared, 'arena' | 'upload' | 'readback'>,
	needs: SharedNeeds,
): Promise<void> {
	await readback.reserve(needs.results);
	await upload.enter(needs.upload);
	try {
		await arena.enter(needs.temporaries);
	} catch (error) {
		upload.leave();
		throw error;
	}
}

export function leave({ arena, upload }: Pick<Shared, 'arena' | 'upload'>): void {
	arena.leave();
	upload.leave();
}

type Vectors = { readonly [name: string]: Vector };

export class GpuProgram implements LoadedProgram {
	readonly label: string;
	readonly #shared: Shared;
	readonly #plan: DispatchPlan;
	readonly #vectors: ReadonlyMap<string, GpuVector>;
	readonly #pipelines: readonly Pipeline[];
	readonly #inputs: InputWriter;
	/** [first, after the last] dispatch of each submission. */
	readonly #submissions: readonly (readonly [number, number])[];
	readonly #resultBytes: number;
	readonly #passDescriptor: GPUComputePassDescriptor;
	#bindGroups: GPUBindGroup[] = [];
	#version = -1;
	#isDisposed = false;

	private constructor(
		shared: Shared,
		label: string,
		plan: DispatchPlan,
		vectors: ReadonlyMap<string, GpuVector>,
		pipelines: readonly Pipeline[],
	) {
		this.label = label;
		this.#shared = shared;
		this.#plan = plan;
		this.#vectors = vectors;
		this.#pipelines = pipelines;
		this.#inputs = new InputWriter(label, plan);
		this.#submissions = submissionsOf(plan, shared.flopsPerSubmission);
		this.#resultBytes = resultBytes(plan);
		this.#passDescriptor = { label };
	}

	/** Throws OutOfMemoryError, and InternalError for a kernel that WebGPU does not take. */
	static async load(shared: Shared, program: Program, vectors: Vectors): Promise<GpuProgram> {
		const { context, arena, upload, readback, pipelines, tuning } = shared;
		const { device } = context;
		const plan = planDispatches(program, tuning, device.limits, context.buffers.bytes);
		const bound = vectorsOf(program, vectors);
		const compiled = await Promise.all(plan.dispatches.map((dispatch) => pipelines.get(dispatch)));
		const loaded = new GpuProgram(shared, program.label, plan, bound, compiled);
		await enter({ arena, upload, readback }, sharedNeeds([plan]));
		try {
			await validated(context, program.label, () => loaded.#bind());
		} catch (error) {
			loaded.dispose();
			throw error;
		}
		return loaded;
	}

	run(inputs: Inputs): Results {
		const { context, readback } = this.#shared;
		const { device, faults } = context;
		faults.throwIfAny();
		this.#check();
		this.#send(inputs);
		this.#bindIfMoved();
		const slot = this.#resultBytes > 0 ? readback.take(this.#resultBytes) : undefined;
		const isSure = slot?.gathering.page.isSure ?? false;
		const last = this.#submissions.length - 1;
		this.#submissions.forEach(([from, to], i) => {
			const encoder = device.createCommandEncoder(this.#passDescriptor);
			this.#encode(encoder, from, to);
			if (i === last && slot && isSure) this.#copyResults(encoder, slot);
			device.queue.submit([encoder.finish()]);
		});
		if (slot && !isSure) this.#copyApart(slot);
		return new GpuResults(this.#shared, this.#plan, slot);
	}

	/** Runs once, each dispatch in a pass of its own, and tells the GPU's time by kernel. Needs timestamp-query. */
	async profile(inputs: Inputs): Promise<KernelTime[]> {
		const { context } = this.#shared;
		context.faults.throwIfAny();
		this.#check();
		this.#send(inputs);
		this.#bindIfMoved();
		return profileDispatches(context, this.#plan.dispatches, (pass, i) => this.#dispatch(pass, i));
	}

	/** Kernel labels in order, for reports. */
	get dispatches(): readonly string[] {
		return this.#plan.dispatches.map(({ label }) => label);
	}

	dispose(): void {
		if (this.#isDisposed) return;
		this.#isDisposed = true;
		leave(this.#shared);
	}

	#check(): void {
		if (this.#isDisposed) throw new InternalError(`${this.label} was disposed of already.`);
		for (const vector of this.#vectors.values())
			if (vector.isDisposed)
				throw new InternalError(
					`${this.label} uses ${vector.label}, which was disposed of already.`,
				);
	}

	#encode(encoder: GPUCommandEncoder, from: number, to: number): void {
		const pass = encoder.beginComputePass(this.#passDescriptor);
		for (let i = from; i < to; i++) this.#dispatch(pass, i);
		pass.end();
	}

	#dispatch(pass: GPUComputePassEncoder, i: number): void {
		const { workgroups } = this.#plan.dispatches[i];
		pass.setPipeline(this.#pipelines[i].pipeline);
		pass.setBindGroup(0, this.#bindGroups[i]);
		pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2]);
	}

	#copyResults(encoder: GPUCommandEncoder, { gathering, offset }: Slot): void {
		let to = offset;
		for (const { region } of this.#plan.results) {
			const from = this.#bufferOf(region);
			encoder.copyBufferToBuffer(from, region.offset, gathering.page.buffer, to, region.size);
			to += region.size;
		}
	}

	/** Into a buffer that may turn out not to exist: what then fails is this copy alone, and the reader hears why. */
	#copyApart(slot: Slot): void {
		const { context } = this.#shared;
		const copying = validated(context, `${this.label}: copying results`, () => {
			const encoder = context.device.createCommandEncoder(this.#passDescriptor);
			this.#copyResults(encoder, slot);
			context.device.queue.submit([encoder.finish()]);
		});
		copying.catch(() => undefined);
	}

	#send(inputs: Inputs): void {
		const { context, upload } = this.#shared;
		upload.send(context.device.queue, this.#inputs, inputs);
	}

	/** Changes when a buffer that programs share was replaced. */
	#sharedVersion(): number {
		return this.#shared.arena.version + this.#shared.upload.version;
	}

	#bindIfMoved(): void {
		if (this.#version !== this.#sharedVersion()) this.#bind();
	}

	#bind(): void {
		const { context, upload } = this.#shared;
		this.#bindGroups = this.#plan.dispatches.map((dispatch, i) => {
			const entries: GPUBindGroupEntry[] = dispatch.regions.map((region, binding) => ({
				binding,
				resource: { buffer: this.#bufferOf(region), offset: region.offset, size: region.size },
			}));
			if (dispatch.uniforms.length > 0)
				entries.push({
					binding: entries.length,
					resource: {
						buffer: upload.uniforms,
						offset: dispatch.uniformOffset,
						size: uniformSize(dispatch),
					},
				});
			const { layout } = this.#pipelines[i];
			return context.device.createBindGroup({ label: dispatch.label, layout, entries });
		});
		this.#version = this.#sharedVersion();
	}

	#bufferOf({ room }: Region): GPUBuffer {
		switch (room.kind) {
			case 'inputs':
				return this.#shared.upload.inputs;
			case 'vector':
				return this.#vectors.get(room.name)!.buffer;
			case 'temporaries':
				return this.#shared.arena.at(room.at);
		}
	}
}

class GpuResults implements Results {
	readonly #shared: Shared;
	readonly #plan: DispatchPlan;
	readonly #slot: Slot | undefined;

	constructor(shared: Shared, plan: DispatchPlan, slot: Slot | undefined) {
		this.#shared = shared;
		this.#plan = plan;
		this.#slot = slot;
	}

	async read(): Promise<{ readonly [name: string]: Float32Array }> {
		const { context, readback } = this.#shared;
		if (!this.#slot) return {};
		const bytes = await context.wait(readback.read(this.#slot));
		context.faults.throwIfAny();
		let offset = this.#slot.offset;
		const results: { [name: string]: Float32Array } = {};
		for (const { name, value, region } of this.#plan.results) {
			results[name] = decode(bytes, offset, sizeOf(value.shape), value.storage);
			offset += region.size;
		}
		return results;
	}
}

function decode(
	bytes: ArrayBuffer,
	offset: number,
	length: number,
	storage: 'f32' | 'f16' | 'i32',
): Float32Array {
	switch (storage) {
		case 'f32':
			return new Float32Array(bytes, offset, length).slice();
		case 'i32':
			return Float32Array.from(new Int32Array(bytes, offset, length));
		case 'f16':
			return Float32Array.from(new Uint16Array(bytes, offset, length), fromHalf);
	}
}

/** Those that the program uses, checked against how it uses them. */
function vectorsOf(program: Program, vectors: Vectors): Map<string, GpuVector> {
	const used = new Map<string, GpuVector>();
	for (const { place, storage, shape } of program.values) {
		if (place.kind !== 'vector') continue;
		const name = place.vector;
		const vector = vectors[name] as Vector | undefined;
		if (!(vector instanceof GpuVector))
			throw new InternalError(`${program.label} needs a vector "${name}" of this device.`);
		if (vector.storage !== storage)
			throw new InternalError(
				`${program.label} stores ${name} as ${storage}, but the vector holds ${vector.storage}.`,
			);
		if (place.offset + sizeOf(shape) > vector.length)
			throw new InternalError(
				`${program.label}: a tensor of ${shape.join(' × ')} at ${place.offset} ends beyond ${name} of ${vector.length}.`,
			);
		used.set(name, vector);
	}
	return used;
}

function submissionsOf({ dispatches }: DispatchPlan, most: number): [number, number][] {
	const submissions: [number, number][] = [];
	let from = 0;
	let sum = 0;
	dispatches.forEach(({ flops }, i) => {
		if (i > from && sum + flops > most) {
			submissions.push([from, i]);
			from = i;
			sum = 0;
		}
		sum += flops;
	});
	submissions.push([from, dispatches.length]);
	return submissions;
}
