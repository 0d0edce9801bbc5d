/** The lab's device on WebGPU. */
import { outOfMemory } from '#core/errors.ts';
import type {
	ComputeDevice,
	MemoryNeeds,
	MemoryUse,
	Reservation,
	Vector,
} from '../computeDevice.ts';
import type { Program } from '../program.ts';
import type { DeviceReport } from '../report.ts';
import { Arena } from './arena.ts';
import { Buffers, type FailAllocation } from './buffers.ts';
import type { Context } from './context.ts';
import { planDispatches } from './dispatchPlan.ts';
import { Faults } from './faults.ts';
import { enter, GpuProgram, leave, type Shared } from './gpuProgram.ts';
import { sharedNeeds, useOf, type SharedNeeds } from './memoryNeeds.ts';
import { Pipelines } from './pipelines.ts';
import { Readback } from './readback.ts';
import type { Tuning } from './tuning.ts';
import { Upload } from './upload.ts';
import { GpuVector, vectorBytes } from './vector.ts';

export interface WebGpuDeviceOptions {
	readonly device: GPUDevice;
	readonly report: DeviceReport;
	readonly tuning: Tuning;
	/** What the device came from: in Node it ends with it, so it is held on to. */
	readonly gpu?: GPU | undefined;
	/** As tfjs's backend wants it. */
	readonly adapterInfo?: GPUAdapterInfo | undefined;
	readonly onLost?: ((reason: string) => void) | undefined;
	readonly wait?: Context['wait'] | undefined;
	/** Of one submission. By default what a slow GPU does within a second: browsers kill what takes ten. */
	readonly flopsPerSubmission?: number | undefined;
	readonly failAllocation?: FailAllocation | undefined;
}

/** What the software adapter does in a second, with room to spare. */
const flopsOfASlowSecond = 2e9;

export class WebGpuDevice implements ComputeDevice {
	readonly report: DeviceReport;
	/** For what tfjs itself is to compute on this device, and for tests. */
	readonly gpu: GPUDevice;
	readonly origin: GPU | undefined;
	readonly pipelines: Pipelines;
	readonly tuning: Tuning;
	readonly adapterInfo: GPUAdapterInfo | undefined;
	readonly #context: Context;
	readonly #shared: Shared;
	/** Loading changes what programs share: one at a time. */
	#loading: Promise<unknown> = Promise.resolve();

	constructor({
		device,
		gpu,
		report,
		tuning,
		adapterInfo,
		onLost,
		wait = (promise) => promise,
		flopsPerSubmission = flopsOfASlowSecond,
		failAllocation,
	}: WebGpuDeviceOptions) {
		this.report = report;
		this.gpu = device;
		this.origin = gpu;
		this.tuning = tuning;
		this.adapterInfo = adapterInfo;
		this.pipelines = new Pipelines(device);
		const faults = new Faults(device, onLost);
		const buffers = new Buffers(device, faults, failAllocation);
		this.#context = { device, faults, buffers, wait };
		this.#shared = {
			context: this.#context,
			arena: new Arena(buffers, {
				kind: 'temporaries',
				label: 'temporaries',
				usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
			}),
			upload: new Upload(buffers),
			readback: new Readback(this.#context),
			pipelines: this.pipelines,
			tuning,
			flopsPerSubmission,
		};
	}

	async vector(label: string, length: number, storage: 'f32' | 'f16' = 'f32'): Promise<Vector> {
		this.#context.faults.throwIfAny();
		return GpuVector.create(this.#context, label, length, storage);
	}

	async load(program: Program, vectors: { readonly [name: string]: Vector }): Promise<GpuProgram> {
		return this.#alone(() => GpuProgram.load(this.#shared, program, vectors));
	}

	needs({ programs, vectors }: MemoryNeeds): MemoryUse {
		const { maxBufferSize } = this.gpu.limits;
		const held = this.#context.buffers.bytes;
		const needs = this.#sharedNeeds(programs);
		for (const [label, asked] of [
			...vectors.map((vector) => ['one number per parameter', vectorBytes(vector)] as const),
			...needs.temporaries.map((bytes) => ['temporaries', bytes] as const),
		])
			if (asked > maxBufferSize) throw outOfMemory(label, { asked, held, limit: maxBufferSize });
		return useOf(needs, vectors);
	}

	async reserve(programs: readonly Program[]): Promise<Reservation> {
		const needs = this.#sharedNeeds(programs);
		await this.#alone(() => enter(this.#shared, needs));
		let isOver = false;
		return {
			dispose: () => {
				if (!isOver) leave(this.#shared);
				isOver = true;
			},
		};
	}

	memory(): MemoryUse {
		return this.#context.buffers.use();
	}

	#sharedNeeds(programs: readonly Program[]): SharedNeeds {
		const { limits } = this.gpu;
		return sharedNeeds(
			programs.map((program) =>
				planDispatches(program, this.tuning, limits, this.#context.buffers.bytes),
			),
		);
	}

	/** After all that came before. */
	async #alone<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#loading.then(() => {
			this.#context.faults.throwIfAny();
			return work();
		});
		this.#loading = done.catch(() => undefined);
		return done;
	}

	async finish(): Promise<void> {
		const { device, faults, wait } = this.#context;
		faults.throwIfAny();
		await wait(device.queue.onSubmittedWorkDone().catch(() => faults.settled()));
		faults.throwIfAny();
	}

	dispose(): void {
		this.#context.faults.dispose();
		this.#context.buffers.dispose();
		this.gpu.destroy();
	}
}
