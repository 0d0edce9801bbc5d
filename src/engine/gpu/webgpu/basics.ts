/** Measures the time of a GPU's dispatch, of a readback and of a copied byte, in about a second. */
import { lowest, median } from '#engine/core/statistics.ts';
import { answered } from './answer.ts';
import { readBuffer, storageBuffer } from './matmul/execute.ts';
import type { Wait } from './wait.ts';

export interface GpuBasics {
	/** Microseconds of a dispatch that computes nothing. */
	readonly dispatch: number;
	/** Milliseconds until a result of 16 bytes can be read. */
	readonly readback: number;
	/** 10⁹ bytes per second that a copying kernel reads and writes. */
	readonly gigabytes: number;
	/** Nanoseconds between two readings of the GPU's clock at least; null: it has none. */
	readonly quantum: number | null;
}

const copiedBytes = 16 * 2 ** 20;
/** Milliseconds of what is timed: two processes of a browser answer within one or two. */
const enoughTime = 20;
const maxDispatches = 2000;
const rounds = 5;

export async function measureBasics(device: GPUDevice, wait: Wait): Promise<GpuBasics> {
	const [from, to] = ['from', 'to'].map((label) => storageBuffer(device, label, copiedBytes));
	try {
		const pipeline = await device.createComputePipelineAsync({
			label: 'copy',
			layout: 'auto',
			compute: { module: device.createShaderModule({ label: 'copy', code: copyShader }) },
		});
		const group = device.createBindGroup({
			layout: pipeline.getBindGroupLayout(0),
			entries: [from, to].map((buffer, binding) => ({ binding, resource: { buffer } })),
		});
		const run = (count: number, workgroups: number) => () => {
			const encoder = device.createCommandEncoder();
			const pass = encoder.beginComputePass();
			pass.setPipeline(pipeline);
			pass.setBindGroup(0, group);
			for (let i = 0; i < count; i++) pass.dispatchWorkgroups(workgroups);
			pass.end();
			device.queue.submit([encoder.finish()]);
		};
		const time = (work: () => void) =>
			medianTime(async () => {
				work();
				await answered(wait(device.queue.onSubmittedWorkDone()));
			});
		/** Milliseconds of one dispatch more. */
		const timeDispatch = async (workgroups: number, least: number) => {
			const first = await time(run(1, workgroups));
			for (let count = least; ; count *= 4) {
				const passed = (await time(run(count, workgroups))) - first;
				if (passed >= enoughTime || count >= maxDispatches)
					return Math.max(1e-6, passed / (count - 1));
			}
		};
		const copy = await timeDispatch(copiedBytes / (16 * 64), 5);
		return {
			dispatch: 1000 * (await timeDispatch(1, 125)),
			readback: await medianTime(() => readBuffer(device, to, 16, wait)),
			gigabytes: (2 * copiedBytes) / (1e6 * copy),
			quantum: device.features.has('timestamp-query') ? await findQuantum(device) : null,
		};
	} finally {
		for (const buffer of [from, to]) buffer.destroy();
	}
}

const copyShader = `@group(0) @binding(0) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> copied: array<vec4<f32>>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) { copied[id.x] = source[id.x]; }`;

/** Median milliseconds, after one round that does not count. */
async function medianTime(work: () => Promise<unknown>): Promise<number> {
	await work();
	const times: number[] = [];
	for (let i = 0; i < rounds; i++) {
		const start = performance.now();
		await work();
		times.push(performance.now() - start);
	}
	return median(times);
}

/** The smallest difference between timestamps of empty passes. */
async function findQuantum(device: GPUDevice): Promise<number | null> {
	const count = 32;
	const querySet = device.createQuerySet({ type: 'timestamp', count });
	const buffer = device.createBuffer({
		label: 'timestamps',
		size: 8 * count,
		usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
	});
	try {
		const encoder = device.createCommandEncoder();
		for (let i = 0; i < count; i += 2)
			encoder
				.beginComputePass({
					timestampWrites: { querySet, beginningOfPassWriteIndex: i, endOfPassWriteIndex: i + 1 },
				})
				.end();
		encoder.resolveQuerySet(querySet, 0, count, buffer, 0);
		device.queue.submit([encoder.finish()]);
		const times = [...new BigUint64Array(await readBuffer(device, buffer, 8 * count))];
		const gaps = times.map((time, i) => Number(time - (times[i - 1] ?? time)));
		const later = gaps.filter((gap) => gap > 0);
		return later.length === 0 ? null : lowest(later);
	} finally {
		querySet.destroy();
		buffer.destroy();
	}
}
