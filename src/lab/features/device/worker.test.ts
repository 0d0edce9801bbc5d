import { expect, it, onTestFinished, vi } from 'vitest';
import { DeviceLostError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { openDevice } from '#engine/gpu/device.ts';
import { createTasks } from '#lab/worker/tasks.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { deviceTask } from './calls/deviceCalls.ts';
import { device } from './worker.ts';

/** A GPU whose memory never comes, until it is closed. */
function silentGpu({ report }: ComputeDevice) {
	let close: (why: Error) => void = () => undefined;
	const closed = new Promise<never>((_, reject) => (close = reject));
	const vector = vi.fn(() => closed);
	const gpu = {
		report: { ...report, backend: 'webgpu', adapter: 'silent' },
		vector,
		dispose: () => close(new DeviceLostError(say('it was closed'))),
	} as unknown as ComputeDevice;
	return { gpu, vector };
}

it('a cancelled self-test says nothing about the GPU at the next visit', async () => {
	vi.stubGlobal('navigator', { userAgent: 'test' });
	onTestFinished(() => void vi.unstubAllGlobals());
	const processor = await openDevice({ prefer: 'javascript' });
	const { gpu, vector } = silentGpu(processor);
	const tasks = createTasks(() => undefined);
	const put = vi.fn(async () => undefined);
	const handlers = device.handlers({
		control: { isTraining: async () => false },
		models: { list: async () => [] },
		openDevice: async (backend: string) => (backend === 'webgpu' ? gpu : processor),
		stores: { tunings: { get: async () => undefined, put } },
		tasks,
	} as unknown as OpenLab);
	const measured = handlers['device.measure']({ onlyTest: true });
	measured.catch(() => undefined);
	await vi.waitFor(() => expect(vector).toHaveBeenCalled(), 30_000);
	await tasks.cancel(deviceTask);
	await expect(measured).rejects.toThrow('Cancelled.');
	for (let i = 0; i < 20; i++) await nextTask();
	expect(put).not.toHaveBeenCalled();
});
