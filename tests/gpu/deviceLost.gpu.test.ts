/** Destroys real GPU devices in the middle of steps. The run has the bits of an undisturbed one. */
import { beforeAll, expect, test } from 'vitest';
import { nextTask } from '#engine/core/nextTask.ts';
import { randomStream } from '#engine/core/random.ts';
import { openDevice } from '#engine/gpu/device.ts';
import { safeTuning } from '#engine/gpu/webgpu/matmul/tuning.ts';
import { WebGpuDevice } from '#engine/gpu/webgpu/WebGpuDevice.ts';
import { lossyRun, lossyRunSteps, type LossyRun } from '../support/lossyRun.ts';
import { isLong } from '../support/suite.ts';

const losses = isLong ? 20 : 2;
/** Small tiles compile fast, and every device compiles all its kernels. */
const open = (onLost: (reason: string) => void) =>
	openDevice({ prefer: 'webgpu', onLost, tuning: safeTuning });

let undisturbed: LossyRun;
beforeAll(async () => {
	undisturbed = await lossyRun({ open });
	expect(undisturbed.record).toMatchObject({ end: 'finished', backend: 'webgpu' });
});

const random = randomStream(11, 'where the device is lost');
/** The first loss is during the base model's evaluation or the first checkpoint. */
const moments = Array.from({ length: losses }, (_, i) => ({
	after: i === 0 ? 0 : random.below(lossyRunSteps - 1, 2 * i),
	/** Tasks after that step. */
	tasks: random.below(12, 2 * i + 1),
	way: i % 2 === 0 ? 'destroyed' : 'closed',
}));

test.each(moments)(
	'$way $tasks tasks after step $after or the steps reported with it',
	async ({ after, tasks, way }) => {
		let isLost = false;
		const disturbed = await lossyRun({
			open,
			async afterStep(step, device) {
				// Steps that were sent together are reported together.
				if (step < after || isLost) return;
				isLost = true;
				if (!(device instanceof WebGpuDevice)) throw new Error('This is no WebGPU device.');
				for (let task = 0; task < tasks; task++) await nextTask();
				// After `dispose` the browser reports no loss: only the next call fails.
				if (way === 'closed') device.dispose();
				else device.gpu.destroy();
			},
		});
		expect(disturbed).toEqual({ ...undisturbed, opened: 2 });
	},
);
