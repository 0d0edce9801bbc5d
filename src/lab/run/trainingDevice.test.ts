import { expect, it } from 'vitest';
import { NoAdapterError } from '#engine/core/errors.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import { asMessage } from '#engine/core/message.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { openDeviceKeeper } from './trainingDevice.ts';

/** A keeper whose attempts after the first fail with `failures`, in turn, on the GPU. */
async function keeperWith(failures: (Error | null)[], processorStarts = true) {
	const requests: string[] = [];
	const pauses: number[] = [];
	let lose = (_reason: string) => {};
	const open = async (onLost: (reason: string) => void, prefer?: 'wasm') => {
		requests.push(prefer ?? 'webgpu');
		const failure = prefer ? (processorStarts ? null : new Error('no wasm')) : failures.shift();
		if (failure) throw failure;
		lose = onLost;
		return { report: { backend: prefer ?? 'webgpu' }, dispose() {} } as unknown as ComputeDevice;
	};
	const keeper = await openDeviceKeeper(open, () => undefined, {
		wait: async (milliseconds) => void pauses.push(milliseconds),
	});
	return { keeper, requests, pauses, lose: () => lose('driver reset') };
}
const none = () => new NoAdapterError(asMessage('The browser offers no GPU.'));
const backends = (requests: readonly string[]) => requests.join(' ');

it('a GPU that is back after two refusals is used again', async () => {
	const { keeper, requests, pauses, lose } = await keeperWith([null, none(), none(), null]);
	lose();
	expect((await keeper.current()).compute.report.backend).toBe('webgpu');
	expect(backends(requests)).toBe('webgpu webgpu webgpu webgpu');
	expect(pauses).toEqual([500, 2000]);
});

it('the processor is current until a GPU that opens slowly is ready', async () => {
	let begin = () => {};
	let finish = () => {};
	const isSlow = new Promise<void>((resolve) => (begin = resolve));
	const tested = new Promise<void>((resolve) => (finish = resolve));
	const opened: string[] = [];
	const disposed: string[] = [];
	const opening = openDeviceKeeper(
		async (_, prefer) => {
			const backend = prefer ?? 'webgpu';
			opened.push(backend);
			if (!prefer) {
				begin();
				await tested;
			}
			return {
				report: { backend },
				dispose: () => disposed.push(backend),
			} as unknown as ComputeDevice;
		},
		() => undefined,
		{ isSlow },
	);
	const keeper = await opening;
	const before = await keeper.current();
	expect(before.compute.report.backend).toBe('wasm');
	finish();
	await keeper.settled;
	expect((await keeper.current()).compute.report.backend).toBe('webgpu');
	// A run that began on the processor goes on there.
	expect(await keeper.processor()).toBe(before);
	expect([opened, disposed]).toEqual([['webgpu', 'wasm'], []]);
});

it('without a processor, the lab waits for the GPU', async () => {
	const keeper = await openDeviceKeeper(
		async (_, prefer) => {
			if (prefer) throw none();
			await nextTask();
			return { report: { backend: 'webgpu' } } as unknown as ComputeDevice;
		},
		() => undefined,
		{ isSlow: Promise.resolve() },
	);
	expect(keeper.report().backend).toBe('webgpu');
});
