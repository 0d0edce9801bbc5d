/** The WebGPU device: vectors, programs with shared temporaries, results of many runs. */
import { expect, test } from 'vitest';
import { InternalError } from '#engine/core/errors.ts';
import type { Kernel } from '#engine/gpu/kernel.ts';
import { kernelTimes } from '#engine/gpu/webgpu/kernelTimes.ts';
import { createTimer } from '#engine/gpu/webgpu/timer.ts';
import { add } from '#engine/gpu/kernels/add.ts';
import { numbers, sumProgram } from './programs.ts';
import { openDevice } from './openDevice.ts';

test('a vector returns the values that were written', async () => {
	const device = await openDevice();
	const vector = await device.vector('v', 1001);
	expect(await vector.read()).toEqual(new Float32Array(1001));
	const values = numbers(1001, (i) => i / 7);
	vector.write(values);
	const read = vector.read();
	vector.write(
		numbers(3, () => -1),
		998,
	);
	expect(await read, 'the values at the time of the call').toEqual(values);
	expect((await vector.read()).slice(996)).toEqual(Float32Array.of(996 / 7, 997 / 7, -1, -1, -1));
	const other = await device.vector('w', 1001);
	other.copyFrom(vector);
	expect(await other.read()).toEqual(await vector.read());
	expect(() => vector.write(values, 1)).toThrow(InternalError);
	vector.dispose();
	expect(() => vector.write(values)).toThrow(/disposed/);
	await expect(vector.read()).rejects.toThrow(/disposed/);
});

test('a program adds inputs, vectors and temporaries', async () => {
	const device = await openDevice();
	const weights = await device.vector('weights', 1000);
	weights.write(numbers(1000, (i) => i));
	const sums = await device.vector('sums', 1000);
	const program = await device.load(sumProgram(1000, 5), { weights, sums });
	const results = [1, 2, 3].map((k) => program.run({ x: numbers(1000, (i) => i * k) }));
	for (const [index, result] of results.entries())
		expect((await result.read())['y']).toEqual(numbers(1000, (i) => i + 5 * (index + 1) * i));
	expect(await sums.read()).toEqual(numbers(1000, (i) => i + 15 * i));
	await device.finish();
	expect(() => program.run({ x: new Float32Array(999) })).toThrow(/input "x" must be/);
	expect(() => program.run({})).toThrow(/nothing was given/);
});

test('programs share temporaries, and still run after a larger one replaced them', async () => {
	const device = await openDevice();
	const weights = await device.vector('weights', 5000);
	const sums = await device.vector('sums', 5000);
	const small = await device.load(sumProgram(100, 4), { weights, sums });
	const alone = device.memory();
	const run = async (program: typeof small, size: number) =>
		(await program.run({ x: numbers(size, (i) => i) }).read())['y'];
	expect(await run(small, 100)).toEqual(numbers(100, (i) => 4 * i));
	const large = await device.load(sumProgram(5000, 4), { weights, sums });
	expect(await run(large, 5000)).toEqual(numbers(5000, (i) => 4 * i));
	expect(await run(small, 100)).toEqual(numbers(100, (i) => 4 * i));
	const middle = await device.load(sumProgram(500, 4), { weights, sums });
	expect(device.memory().temporaries, 'the size for the largest program').toBe(2 * 79 * 256);
	expect(await run(middle, 500)).toEqual(numbers(500, (i) => 4 * i));
	large.dispose();
	middle.dispose();
	expect(device.memory().buffers).toBe(alone.buffers);
	small.dispose();
	expect(device.memory().temporaries).toBe(0);
	expect(() => small.run({ x: new Float32Array(100) })).toThrow(/disposed/);
});

test('a device with guaranteed limits and no features computes the same', async () => {
	const without = ['timestamp-query', 'subgroups'];
	const device = await openDevice({ limits: 'default', without });
	expect(device.report.features).toEqual([]);
	expect(device.gpu.limits.maxComputeInvocationsPerWorkgroup).toBe(256);
	expect(device.gpu.limits.maxStorageBuffersPerShaderStage).toBe(8);
	const weights = await device.vector('weights', 1000);
	const sums = await device.vector('sums', 1000);
	const program = await device.load(sumProgram(1000, 3), { weights, sums });
	expect((await program.run({ x: numbers(1000, (i) => i) }).read())['y']).toEqual(
		numbers(1000, (i) => 3 * i),
	);
	const timer = createTimer(device.gpu, device.wait);
	const [time] = await kernelTimes(program, { x: new Float32Array(1000) }, timer);
	expect(time.milliseconds).toBeGreaterThan(0);
});

test('GPU times are measured by kernel', async () => {
	const device = await openDevice();
	expect(device.report.features).toContain('timestamp-query');
	const weights = await device.vector('weights', 300_000);
	const sums = await device.vector('sums', 300_000);
	const program = await device.load(sumProgram(300_000, 6), { weights, sums });
	const before = device.memory();
	const inputs = { x: numbers(300_000, () => 1) };
	const timer = createTimer(device.gpu, device.wait);
	const [time, ...others] = await kernelTimes(program, inputs, timer);
	timer.destroy();
	expect(others).toEqual([]);
	expect(time).toMatchObject({ kernel: 'add', dispatches: 6, flops: 1_800_000 });
	expect(time.milliseconds).toBeGreaterThan(0);
	expect(device.memory()).toEqual(before);
});

test.each<[string, Partial<Kernel>, RegExp]>([
	[
		'that reads and writes one buffer',
		{
			dispatches: (operands, attributes, tuning) =>
				add
					.dispatches(operands, attributes, tuning)
					.map((dispatch) => ({
						...dispatch,
						bindings: [dispatch.bindings[2], dispatch.bindings[1], dispatch.bindings[2]].map(
							({ operand }, i) => ({ operand, access: dispatch.bindings[i].access }),
						),
					})),
		},
		/add reads and writes one buffer \(its bindings 0 and 2, both in vector sums\)/,
	],
	[
		'that does not compile',
		{
			dispatches: (operands, attributes, tuning) =>
				add
					.dispatches(operands, attributes, tuning)
					.map((dispatch) => ({ ...dispatch, wgsl: dispatch.wgsl.replace('y_set', 'nonsense') })),
		},
		/Kernel add does not compile: line \d+: unresolved call target 'y_set_quad'/,
	],
])('loading throws the name of a kernel %s', async (_, change, message) => {
	const device = await openDevice();
	const weights = await device.vector('weights', 1000);
	const sums = await device.vector('sums', 1000);
	const program = sumProgram(1000, 1, { ...add, ...change });
	const before = device.memory();
	await expect(device.load(program, { weights, sums })).rejects.toThrow(InternalError);
	await expect(device.load(program, { weights, sums })).rejects.toThrow(message);
	expect(device.memory()).toEqual(before);
	const right = await device.load(sumProgram(1000, 1), { weights, sums });
	expect((await right.run({ x: numbers(1000, (i) => i) }).read())['y'][7]).toBe(7);
});
