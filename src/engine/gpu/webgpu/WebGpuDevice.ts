/** The WebGPU implementation of ComputeDevice. */
import type {
	ComputeDevice,
	MemoryNeeds,
	MemoryUse,
	Reservation,
	Vector,
	VectorStorage,
} from '../computeDevice.ts';
import type { Program } from '../program.ts';
import type { DeviceReport } from '../report.ts';
import { Buffers, type FailAllocation } from './Buffers.ts';
import type { Context } from './context.ts';
import { Faults } from './Faults.ts';
import { deviceLimits, planDispatches } from './dispatchPlan.ts';
import { GpuProgram, type Shared } from './GpuProgram.ts';
import { submissionFlops, type Tuning } from './matmul/tuning.ts';
import { largestPart } from './parts.ts';
import { Pipelines } from './Pipelines.ts';
import { Readback } from './Readback.ts';
import { acquire, Arena, predictUse, release, sharedNeeds, Upload } from './sharedMemory.ts';
import { GpuVector } from './vector.ts';
import { plainWait, type Wait } from './wait.ts';

export interface WebGpuDeviceOptions {
	readonly device: GPUDevice;
	readonly report: DeviceReport;
	readonly tuning: Tuning;
	/** Keeps the GPU object alive: in Node the device ends with it. */
	readonly gpu?: GPU | undefined;
	/** Called when the device is lost, except by `dispose`. */
	readonly onLost?: ((reason: string) => void) | undefined;
	readonly wait?: Wait | undefined;
	/** Limit of one submission. */
	readonly flopsPerSubmission?: number | undefined;
	/** The most bytes of a buffer. Default: from the device's limits. */
	readonly largestPart?: number | undefined;
	/** For tests. */
	readonly failAllocation?: FailAllocation | undefined;
}

export class WebGpuDevice implements ComputeDevice {
	readonly report: DeviceReport;
	/** The bare device, for tfjs's own kernels and for tests. */
	readonly gpu: GPUDevice;
	readonly origin: GPU | undefined;
	readonly pipelines: Pipelines;
	readonly tuning: Tuning;
	readonly wait: Wait;
	readonly #context: Context;
	readonly #shared: Shared;
	/** Loading changes shared memory, so loads run one at a time. */
	#loading: Promise<unknown> = Promise.resolve();

	constructor({
		device,
		gpu,
		report,
		tuning,
		onLost,
		wait = plainWait,
		flopsPerSubmission = submissionFlops(tuning),
		largestPart: part = largestPart(device.limits),
		failAllocation,
	}: WebGpuDeviceOptions) {
		this.report = report;
		this.gpu = device;
		this.origin = gpu;
		this.tuning = tuning;
		this.wait = wait;
		this.pipelines = new Pipelines(device);
		const faults = new Faults(device, onLost);
		const buffers = new Buffers(device, faults, failAllocation);
		this.#context = { device, faults, buffers, wait, largestPart: part };
		this.#shared = {
			context: this.#context,
			arena: new Arena(buffers, {
				kind: 'temporaries',
				label: 'temporaries',
				usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
			}),
			upload: new Upload(buffers),
			readback: new Readback(this.#context),
			pipelines: this.pipelines,
			tuning,
			flopsPerSubmission,
		};
	}

	async vector(label: string, length: number, storage: VectorStorage = 'f32'): Promise<Vector> {
		this.#context.faults.throwIfAny();
		return GpuVector.create(this.#context, label, length, storage);
	}

	async load(program: Program, vectors: { readonly [name: string]: Vector }): Promise<GpuProgram> {
		return this.#exclusively(() => GpuProgram.load(this.#shared, program, vectors));
	}

	needs({ programs, vectors }: MemoryNeeds): MemoryUse {
		return predictUse(this.#sharedNeeds(programs), vectors, this.#context.largestPart);
	}

	async reserve(programs: readonly Program[]): Promise<Reservation> {
		const needs = this.#sharedNeeds(programs);
		await this.#exclusively(() => acquire(this.#shared, needs));
		let isReleased = false;
		return {
			dispose: () => {
				if (!isReleased) release(this.#shared);
				isReleased = true;
			},
		};
	}

	memory(): MemoryUse {
		return this.#context.buffers.use();
	}

	#sharedNeeds(programs: readonly Program[]) {
		return sharedNeeds(
			programs.map((program) => planDispatches(program, this.tuning, deviceLimits(this.#context))),
		);
	}

	/** Runs `work` after all earlier calls have finished. */
	async #exclusively<T>(work: () => Promise<T>): Promise<T> {
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
