/** A program on the GPU. Loading creates all objects: a run makes few calls per dispatch. */
import { InternalError } from '#engine/core/errors.ts';
import type { Inputs, LoadedProgram, Results, Vector } from '../computeDevice.ts';
import { sizeOf } from '../kernel.ts';
import type { Program } from '../program.ts';
import { validated, type Context } from './context.ts';
import {
	deviceLimits,
	inputsBuffer,
	planDispatches,
	temporariesBuffer,
	uniformSize,
	vectorBuffer,
	type DispatchPlan,
} from './dispatchPlan.ts';
import type { Pipeline, Pipelines } from './Pipelines.ts';
import { pendingResults, type ResultSlot } from './Readback.ts';
import {
	acquire,
	InputWriter,
	release,
	resultBytes,
	sharedNeeds,
	type SharedMemory,
} from './sharedMemory.ts';
import type { Tuning } from './matmul/tuning.ts';
import { splitIntoSubmissions, type Submission } from './submissions.ts';
import { GpuVector } from './vector.ts';

/** Parts of a device that its programs share. */
export interface Shared extends SharedMemory {
	readonly context: Context;
	readonly pipelines: Pipelines;
	readonly tuning: Tuning;
	/** Limit of one submission, by `submissionFlops`. A single dispatch may exceed it. */
	readonly flopsPerSubmission: number;
}

type Vectors = { readonly [name: string]: Vector };

/** A dispatch's arguments in one shape: V8 reads plans slowly, because theirs differ. */
type Call = readonly [GPUComputePipeline, GPUBindGroup, x: number, y: number, z: number];

export class GpuProgram implements LoadedProgram {
	readonly #inputs: InputWriter;
	readonly #submissions: readonly Submission[];
	readonly #resultBytes: number;
	readonly #passDescriptor: GPUComputePassDescriptor;
	/** By the plan's names. */
	#buffers: ReadonlyMap<string, GPUBuffer> = new Map();
	#calls: readonly Call[] = [];
	#boundVersion = -1;
	#isDisposed = false;

	private constructor(
		private readonly shared: Shared,
		readonly label: string,
		readonly plan: DispatchPlan,
		private readonly vectors: ReadonlyMap<string, GpuVector>,
		private readonly pipelines: readonly Pipeline[],
	) {
		this.#inputs = new InputWriter(label, plan);
		this.#submissions = splitIntoSubmissions(plan.dispatches, shared.flopsPerSubmission);
		this.#resultBytes = resultBytes(plan);
		this.#passDescriptor = { label };
	}

	/** Throws OutOfMemoryError, or InternalError for a kernel that WebGPU rejects. */
	static async load(shared: Shared, program: Program, vectors: Vectors): Promise<GpuProgram> {
		const { context, pipelines, tuning } = shared;
		const plan = planDispatches(program, tuning, deviceLimits(context));
		const bound = checkVectors(program, vectors);
		const compiled = await Promise.all(plan.dispatches.map((dispatch) => pipelines.get(dispatch)));
		const loaded = new GpuProgram(shared, program.label, plan, bound, compiled);
		await acquire(shared, sharedNeeds([plan]));
		try {
			await validated(context, program.label, () => loaded.#bind());
		} catch (error) {
			loaded.dispose();
			throw error;
		}
		return loaded;
	}

	run(inputs: Inputs): Results {
		const { context, readback } = this.shared;
		const { device } = context;
		this.prepare(inputs);
		const slot = this.#resultBytes > 0 ? readback.take(this.#resultBytes) : undefined;
		const isAllocated = slot?.group.page.isAllocated ?? false;
		const last = this.#submissions.length - 1;
		this.#submissions.forEach(({ first, end }, i) => {
			const encoder = device.createCommandEncoder(this.#passDescriptor);
			const pass = encoder.beginComputePass(this.#passDescriptor);
			this.encode(pass, first, end);
			pass.end();
			if (i === last && slot && isAllocated) this.#copyResults(encoder, slot);
			device.queue.submit([encoder.finish()]);
		});
		if (slot && !isAllocated) this.#copySeparately(slot);
		return pendingResults(context, readback, this.plan, slot);
	}

	dispose(): void {
		if (this.#isDisposed) return;
		this.#isDisposed = true;
		release(this.shared);
	}

	/** Checks the state, sends the inputs, and renews bind groups whose buffers were replaced. */
	prepare(inputs: Inputs): void {
		const { context, upload } = this.shared;
		context.faults.throwIfAny();
		if (this.#isDisposed) throw new InternalError(`${this.label} was already disposed.`);
		for (const vector of this.vectors.values())
			if (vector.isDisposed)
				throw new InternalError(`${this.label} uses ${vector.label}, which was already disposed.`);
		upload.send(context.device.queue, this.#inputs, inputs);
		if (this.#boundVersion !== this.#sharedVersion()) this.#bind();
	}

	/** One loop with all calls: V8 compiles it in the first steps. */
	encode(pass: GPUComputePassEncoder, first: number, end: number): void {
		const calls = this.#calls;
		for (let i = first; i < end; i++) {
			const call = calls[i];
			pass.setPipeline(call[0]);
			pass.setBindGroup(0, call[1]);
			pass.dispatchWorkgroups(call[2], call[3], call[4]);
		}
	}

	#copyResults(encoder: GPUCommandEncoder, { group, offset }: ResultSlot): void {
		let to = offset;
		for (const region of this.plan.results.flatMap(({ regions }) => regions)) {
			const from = this.#buffers.get(region.buffer)!;
			encoder.copyBufferToBuffer(from, region.offset, group.page.buffer, to, region.size);
			to += region.size;
		}
	}

	/** Copies into a page that may not exist. If so, reading the results throws the reason. */
	#copySeparately(slot: ResultSlot): void {
		const { context } = this.shared;
		const copied = validated(context, `${this.label}: copying results`, () => {
			const encoder = context.device.createCommandEncoder(this.#passDescriptor);
			this.#copyResults(encoder, slot);
			context.device.queue.submit([encoder.finish()]);
		});
		copied.catch(() => undefined);
	}

	/** Changes when a shared buffer was replaced. */
	#sharedVersion(): number {
		return this.shared.arena.version + this.shared.upload.arena.version;
	}

	#bind(): void {
		const { context, upload, arena } = this.shared;
		const { temporaries } = this.plan;
		this.#buffers = new Map([
			[inputsBuffer, upload.inputs],
			...[...this.vectors].flatMap(([name, { buffers }]) =>
				buffers.map((buffer, part) => [vectorBuffer(name, part), buffer] as const),
			),
			...temporaries.map((_, i) => [temporariesBuffer(i), arena.at(i)] as const),
		]);
		this.#calls = this.plan.dispatches.map((dispatch, i) => {
			const entries: GPUBindGroupEntry[] = dispatch.regions.map(
				({ buffer, offset, size }, binding) => ({
					binding,
					resource: { buffer: this.#buffers.get(buffer)!, offset, size },
				}),
			);
			if (dispatch.uniforms.length > 0)
				entries.push({
					binding: entries.length,
					resource: {
						buffer: upload.uniforms,
						offset: dispatch.uniformOffset,
						size: uniformSize(dispatch),
					},
				});
			const { layout, pipeline } = this.pipelines[i];
			const group = context.device.createBindGroup({ label: dispatch.label, layout, entries });
			return [pipeline, group, ...dispatch.workgroups];
		});
		this.#boundVersion = this.#sharedVersion();
	}
}

/** The vectors that the program uses. Throws InternalError if one does not fit its use. */
function checkVectors(program: Program, vectors: Vectors): Map<string, GpuVector> {
	const used = new Map<string, GpuVector>();
	for (const { location, storage, shape } of program.values) {
		if (location.kind !== 'vector') continue;
		const name = location.vector;
		const vector = vectors[name] as Vector | undefined;
		if (!(vector instanceof GpuVector))
			throw new InternalError(`${program.label} needs a vector "${name}" of this device.`);
		// The tokens of generation have whole words of a vector of floats.
		if (vector.storage !== (storage === 'i32' ? 'f32' : storage))
			throw new InternalError(
				`${program.label} stores ${name} as ${storage}, but the vector holds ${vector.storage}.`,
			);
		if (location.offset + sizeOf(shape) > vector.length)
			throw new InternalError(
				`${program.label}: a tensor of ${shape.join(' × ')} at offset ${location.offset} ` +
					`extends beyond ${name} of length ${vector.length}.`,
			);
		used.set(name, vector);
	}
	return used;
}
