/** The lab's device on WebGPU. */
import type { ComputeDevice, MemoryUse, Vector } from '../computeDevice.ts';
import type { Program } from '../program.ts';
import type { DeviceReport } from '../report.ts';
import { Arena } from './arena.ts';
import { Buffers, type FailAllocation } from './buffers.ts';
import type { Context } from './context.ts';
import { Faults } from './faults.ts';
import { GpuProgram, type Shared } from './gpuProgram.ts';
import { Pipelines } from './pipelines.ts';
import { Readback } from './readback.ts';
import type { Tuning } from './tuning.ts';
import { Upload } from './upload.ts';
import { GpuVector } from './vector.ts';

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
		const before = this.#loading;
		const loaded = before.then(() => {
			this.#context.faults.throwIfAny();
			return GpuProgram.load(this.#shared, program, vectors);
		});
		this.#loading = loaded.catch(() => undefined);
		return loaded;
	}

	memory(): MemoryUse {
		return this.#context.buffers.use();
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
