/**
 * Opens a device: WebGPU on hardware, else WebAssembly, which is faster than an emulated GPU, else
 * that one, else plain JavaScript, but not in Node. The device's report names the choice and the
 * reason.
 */
import { DeviceError, NoAdapterError } from '#engine/core/errors.ts';
import { say, sentence, type Message } from '#engine/core/message.ts';
import type { ComputeDevice } from './computeDevice.ts';
import type { DeviceReport } from './report.ts';
import type { WasmOptions } from './wasm/instantiate.ts';
import { openWasm } from './wasm/wasmDevice.ts';
import { JavaScriptDevice } from './JavaScriptDevice.ts';
import { requestAdapter } from './webgpu/adapter.ts';
import { safeTuning } from './webgpu/matmul/tuning.ts';
import { openWebGpu, type WebGpuOptions } from './webgpu/openWebGpu.ts';

export type { TuningCache } from './webgpu/tunings.ts';

export interface DeviceOptions extends WebGpuOptions {
	/** Source of the wasm kernels. Without it only WebGPU is possible. */
	readonly wasm?: WasmOptions;
	/** Overrides the choice: for tests, and for users whose GPU misbehaves. */
	readonly prefer?: DeviceReport['backend'] | undefined;
	/** Why the processor is preferred. Default: somebody asked for it. */
	readonly reason?: Message | undefined;
	/**
	 * Tests a hardware GPU that was not preferred. If it returns a reason, the GPU is opened and
	 * tested once more with safe shaders. If that fails too, the processor is used.
	 */
	readonly prove?: (gpu: ComputeDevice, processor: ComputeDevice) => Promise<Message | undefined>;
}

const emulated = say('The GPU is emulated in software here.');

/**
 * Throws NoAdapterError or DeviceError if no device, or not the preferred one, can be opened, and
 * InputError for a kernel file that is missing in Node.
 */
export async function openDevice(options: DeviceOptions = {}): Promise<ComputeDevice> {
	const { wasm, prefer, reason = say('as requested') } = options;
	if (prefer === 'wasm') {
		if (!wasm)
			throw new DeviceError(
				say(
					'WebAssembly was requested, but its kernels are missing. Give `openDevice` the kernels as `wasm`.',
				),
			);
		return openWasm(wasm, reason);
	}
	if (prefer === 'javascript') return new JavaScriptDevice(reason, reason);
	if (prefer === 'tfjs') return openReference(options);
	if (prefer === 'webgpu' || !wasm) return openWebGpu(await requestAdapter(options), options);

	const adapter = await requestAdapter(options).catch(unavailable);
	if (adapter instanceof Error) return openProcessor(wasm, adapter.statement);
	if (adapter.info.isFallbackAdapter) {
		const processor = await openWasm(wasm, emulated).catch(unavailable);
		if (!(processor instanceof Error)) return processor;
		return openWebGpu(adapter, options).catch(() => withoutWasm(emulated, processor));
	}
	return openProven(wasm, adapter, options);
}

/** Makes two attempts with the GPU, the second one with safe shaders, then takes the processor. */
async function openProven(
	wasm: WasmOptions,
	first: GPUAdapter,
	options: DeviceOptions,
): Promise<ComputeDevice> {
	// Without a processor there is nothing to compare with, and nothing to use instead.
	const processor = options.prove
		? await openWasm(wasm, sentence('engine.gpu.gpuIsTested')).catch(unavailable)
		: undefined;
	const canProve = processor !== undefined && !(processor instanceof Error);
	let reason: Message | undefined;
	try {
		for (const shaders of ['fast', 'safe'] as const) {
			// An adapter gives only one device.
			const adapter = shaders === 'fast' ? first : await requestAdapter(options).catch(unavailable);
			if (adapter instanceof Error) break;
			const attempt = keepLoss(options);
			const device = await openWebGpu(adapter, {
				...options,
				...(shaders === 'safe' && { shaders }),
				onLost: attempt.onLost,
			}).catch(unavailable);
			if (device instanceof Error) {
				reason = device.statement;
				continue;
			}
			const fault = canProve ? await options.prove?.(device, processor) : undefined;
			if (fault === undefined) {
				attempt.use();
				return device;
			}
			reason = fault;
			device.dispose();
		}
	} finally {
		if (canProve) processor.dispose();
	}
	return openProcessor(wasm, reason ?? emulated);
}

/** Reports the loss of a device only once the device is used: else the next attempt follows. */
function keepLoss({ onLost = () => undefined }: DeviceOptions) {
	let isUsed = false;
	let loss: string | undefined;
	return {
		onLost: (description: string): void => {
			loss = description;
			if (isUsed) onLost(description);
		},
		use: (): void => {
			isUsed = true;
			if (loss !== undefined) onLost(loss);
		},
	};
}

/** tfjs on a hardware GPU, else on the processor. Only this loads tfjs's backends. */
async function openReference(options: DeviceOptions): Promise<ComputeDevice> {
	const { referenceOnGpu, referenceOnProcessor } =
		await import('./reference/openReference.ts').catch((error: unknown) => {
			throw new DeviceError(
				say(
					'The reference engine did not load. Check the connection, or use the lab’s own engine.',
				),
				{},
				{ cause: error },
			);
		});
	const adapter = await requestAdapter(options).catch(unavailable);
	if (adapter instanceof Error) return referenceOnProcessor(adapter.statement);
	if (adapter.info.isFallbackAdapter) return referenceOnProcessor(emulated);
	// The lab's own tiles are not used, so none are measured.
	const gpu = await openWebGpu(adapter, { ...options, tuning: safeTuning }).catch(unavailable);
	return gpu instanceof Error ? referenceOnProcessor(gpu.statement) : referenceOnGpu(gpu);
}

/** WebAssembly, or JavaScript where a browser lacks or forbids WebAssembly or its SIMD. */
async function openProcessor(wasm: WasmOptions, reason: Message): Promise<ComputeDevice> {
	const device = await openWasm(wasm, reason).catch(unavailable);
	return device instanceof Error ? withoutWasm(reason, device) : device;
}

/** Throws in Node, which always has WebAssembly: its caller can correct the `fault`. */
function withoutWasm(reason: Message, fault: DeviceError | NoAdapterError): ComputeDevice {
	if (globalThis.isSecureContext === undefined) throw fault;
	return new JavaScriptDevice(reason, fault.statement);
}

/** Returns the errors that allow WebAssembly as a fallback, and throws all others. */
function unavailable(error: unknown): NoAdapterError | DeviceError {
	if (error instanceof NoAdapterError || error instanceof DeviceError) return error;
	throw error;
}
