/** GPU devices that are really destroyed, in the middle of steps: the run ends with the bits of an undisturbed one. */
import { beforeAll, expect, test } from 'vitest';
import { nextTask } from '#core/nextTask.ts';
import { randomStream } from '#core/random.ts';
import { openDevice } from '#gpu/device.ts';
import { safeTuning } from '#gpu/webgpu/tuning.ts';
import { WebGpuDevice } from '#gpu/webgpu/webgpuDevice.ts';
import { lossyRun, lossyRunSteps, type LossyRun } from '../support/lossyRun.ts';

const losses = import.meta.env['SKILLET_SUITE'] === 'long' ? 20 : 3;
/** Small tiles: every device compiles all of its kernels anew. */
const open = (onLost: (reason: string) => void) =>
	openDevice({ prefer: 'webgpu', onLost, tuning: safeTuning });

let undisturbed: LossyRun;
beforeAll(async () => {
	undisturbed = await lossyRun({ open });
	expect(undisturbed.record).toMatchObject({ end: 'finished', backend: 'webgpu' });
});

const random = randomStream(11, 'where the device is lost');
/** The first is lost while the base model is evaluated or the first checkpoint is made. */
const moments = Array.from({ length: losses }, (_, i) => ({
	after: i === 0 ? 0 : random.below(lossyRunSteps - 1, 2 * i),
	/** So many tasks into what comes next. */
	tasks: random.below(12, 2 * i + 1),
	way: i % 2 === 0 ? 'destroyed' : 'closed',
}));

test.each(moments)(
	'$way $tasks tasks after step $after or those told with it',
	async ({ after, tasks, way }) => {
		let isLost = false;
		const disturbed = await lossyRun({
			open,
			async afterStep(step, device) {
				// Steps are told together where they were sent together.
				if (step < after || isLost) return;
				isLost = true;
				if (!(device instanceof WebGpuDevice)) throw new Error('This is no WebGPU device.');
				for (let task = 0; task < tasks; task++) await nextTask();
				// Closed by the lab itself: then the browser tells nobody, and only the next call can find out.
				if (way === 'closed') device.dispose();
				else device.gpu.destroy();
			},
		});
		expect(disturbed).toEqual({ ...undisturbed, opened: 2 });
	},
);
