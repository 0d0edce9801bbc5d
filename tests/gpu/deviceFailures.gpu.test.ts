/** Errors of a GPU: full memory, a lost device, a rejected command. */
import { expect, test } from 'vitest';
import { DeviceLostError, InternalError, OutOfMemoryError } from '#engine/core/errors.ts';
import type { WebGpuDevice } from '#engine/gpu/webgpu/WebGpuDevice.ts';
import { numbers, sumProgram } from './programs.ts';
import { openDevice } from './openDevice.ts';
import { isLong } from '../support/suite.ts';

const x = (size: number, k = 1) => ({ x: numbers(size, (i) => i * k) });
const y = (size: number, factor: number) => numbers(size, (i) => i * factor);

/** Takes memory in every way: vectors, growing temporaries, large and many results. */
async function useMemory(device: WebGpuDevice): Promise<void> {
	const made: { dispose(): void }[] = [];
	const keep = <T extends { dispose(): void }>(resource: T): T => (made.push(resource), resource);
	try {
		const weights = keep(await device.vector('weights', 30_000));
		const sums = keep(await device.vector('sums', 30_000));
		const small = keep(await device.load(sumProgram(100, 4), { weights, sums }));
		expect((await small.run(x(100)).read())['y']).toEqual(y(100, 4));
		const large = keep(await device.load(sumProgram(30_000, 3), { weights, sums }));
		const results = [1, 2, 3, 4].map((k) => large.run(x(30_000, k)));
		for (const [k, result] of results.entries())
			expect((await result.read())['y']).toEqual(y(30_000, 3 * (k + 1)));
		expect((await small.run(x(100)).read())['y']).toEqual(y(100, 4));
		expect(await sums.read()).toEqual(numbers(30_000, (i) => (i < 100 ? 4 * i : 12 * i)));
	} finally {
		made.reverse().forEach((resource) => resource.dispose());
	}
}

test('a failed allocation throws OutOfMemoryError, and the device remains usable', async () => {
	let count = 0;
	let failAt = Infinity;
	const device = await openDevice({ failAllocation: () => ++count === failAt });
	await useMemory(device);
	const allocations = count;
	expect(allocations).toBeGreaterThan(10);
	const { vectors, temporaries } = device.memory();
	expect({ vectors, temporaries }).toEqual({ vectors: 0, temporaries: 0 });
	let failures = 0;
	const stride = isLong ? 1 : 4;
	for (failAt = 1; failAt <= allocations; failAt += stride) {
		// A new device, because pages for results are kept.
		count = 0;
		const other = await openDevice({ failAllocation: () => ++count === failAt });
		const outcome = await useMemory(other).catch((error: unknown) => error);
		failures++;
		expect(outcome, `allocation ${failAt}`).toBeInstanceOf(OutOfMemoryError);
		const bytes = expect.any(Number) as number;
		expect((outcome as OutOfMemoryError).data).toMatchObject({
			requested: bytes,
			held: bytes,
			limit: bytes,
		});
		expect(other.memory().vectors).toBe(0);
		await useMemory(other);
		other.dispose();
	}
	expect(failures).toBe(Math.ceil(allocations / stride));
});

test('a device lost at any point rejects pending and later calls', async () => {
	for (let lossPoint = 0; lossPoint < 6; lossPoint++) {
		const losses: string[] = [];
		const device = await openDevice({ onLost: (reason) => losses.push(reason) });
		const loseAt = (point: number) => {
			if (point === lossPoint) device.gpu.destroy();
		};
		const work = async () => {
			loseAt(0);
			const weights = await device.vector('weights', 1000);
			const sums = await device.vector('sums', 1000);
			loseAt(1);
			const program = await device.load(sumProgram(1000, 3), { weights, sums });
			loseAt(2);
			const result = program.run(x(1000));
			loseAt(3);
			expect((await result.read())['y']).toEqual(y(1000, 3));
			const reading = sums.read();
			loseAt(4);
			expect(await reading).toEqual(y(1000, 3));
			const finish = device.finish();
			loseAt(5);
			await finish;
			await device.vector('another', 10);
		};
		await expect(work(), `lost at ${lossPoint}`).rejects.toThrow(DeviceLostError);
		await expect(device.vector('later', 10)).rejects.toThrow(DeviceLostError);
		await expect(device.finish()).rejects.toThrow(DeviceLostError);
		expect(losses).toHaveLength(1);
	}
});

test('the next run or read throws a rejected command with its label', async () => {
	const device = await openDevice();
	const weights = await device.vector('weights', 1000);
	const sums = await device.vector('sums', 1000);
	const program = await device.load(sumProgram(1000, 3), { weights, sums });
	const refuse = () =>
		device.gpu.createBindGroup({
			label: 'a kernel in trouble',
			layout: device.gpu.createBindGroupLayout({ entries: [] }),
			entries: [
				{
					binding: 3,
					resource: { buffer: device.gpu.createBuffer({ size: 4, usage: GPUBufferUsage.UNIFORM }) },
				},
			],
		});
	const result = program.run(x(1000));
	refuse();
	await expect(result.read()).rejects.toThrow(/a kernel in trouble/);
	refuse();
	await device.gpu.queue.onSubmittedWorkDone();
	expect(() => program.run(x(1000))).toThrow(InternalError);
	expect((await program.run(x(1000)).read())['y'], 'reported once').toEqual(y(1000, 3));
});
