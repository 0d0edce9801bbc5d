/** This lab's engine, used like in the training loop: on WebGPU or wasm. */
import { mean } from '../../../src/engine/core/statistics.ts';
import type { ComputeDevice } from '../../../src/engine/gpu/computeDevice.ts';
import { openDevice } from '../../../src/engine/gpu/device.ts';
import { profiling } from '../../../src/engine/gpu/webgpu/kernelTimes.ts';
import { bucketSize } from '../../../src/engine/model/hostBatch.ts';
import { DecoderOnDevice } from '../../../src/engine/model/DecoderOnDevice.ts';
import { batchGradient } from '../../../src/engine/training/gradient.ts';
import {
	decayMask,
	freshState,
	optimizerStep,
	uploadState,
} from '../../../src/engine/training/optimizer.ts';
import type { Entrant, EntrantOptions } from '../entrant.ts';
import { taskBatch } from '../task.ts';
import { tuningsInMemory } from '../../../scripts/lib/tuningsInMemory.ts';

export const entrant: Entrant = {
	async open(task, options) {
		const { device, profile } = profiling(await open(options));
		const { config, specs, weights } = task;
		const decoder = await DecoderOnDevice.open(device, config, specs);
		const state = await uploadState(decoder, freshState(weights));
		const gradient = await decoder.vector('gradient');
		const decay = await decayMask(decoder);
		const { optimizer } = task;
		const batches = task.rows.length;
		/** Packs the batch, like the training loop: it is part of the step's JavaScript. */
		const sendGradient = async (batch: number) => {
			const stream = taskBatch(task, batch);
			const part = () => decoder.vector('gradient of a micro-batch');
			const losses = await batchGradient(decoder, { ...state, gradient, part }, [stream]);
			return { stream, losses };
		};
		const send = async (index: number) => {
			const { losses } = await sendGradient(index % batches);
			const scalars = { learningRate: optimizer.learningRate, step: index + 1 };
			await optimizerStep(decoder, state, { gradient, decay }, optimizer, scalars);
			return losses;
		};
		// Make the programs of all batch lengths now.
		const seen = new Set<string>();
		for (let batch = 0; batch < batches; batch++) {
			const { packLength, predictors } = taskBatch(task, batch);
			const shape = `${packLength} ${bucketSize(predictors.length)}`;
			if (!seen.has(shape)) await sendGradient(batch);
			seen.add(shape);
		}
		await device.finish();

		let losses: (() => Promise<Float64Array>) | undefined;
		const { backend, name } = device.report;
		return {
			device: backend === 'webgpu' ? `WebGPU, ${device.report.tiles?.from ?? ''} tiles` : name,
			on: backend === 'webgpu' ? 'gpu' : 'cpu',
			async send(index) {
				losses = await send(index);
			},
			finish: () => device.finish(),
			async loss() {
				if (!losses) throw new Error('There is no step yet.');
				return mean(await losses());
			},
			...(profile && { profile: (index: number) => profile(() => send(index)) }),
			async dispose() {
				decoder.dispose();
				device.dispose();
			},
		};
	},
};

const open = ({ backend, wasm }: EntrantOptions): Promise<ComputeDevice> =>
	backend === 'webgpu'
		? openDevice({ prefer: 'webgpu', tunings: tuningsInMemory() })
		: openDevice({ prefer: 'wasm', wasm });
