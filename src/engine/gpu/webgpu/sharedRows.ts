/**
 * Checks whether attention may share rows among four invocations on this device (headRows.ts).
 *
 * That layout assumes that four consecutive invocations of a one-dimensional workgroup form a quad,
 * and that quads of one subgroup may run loops of different lengths. WGSL guarantees neither. So a
 * small attention is computed this way and compared with its float64 reference.
 */
import { DeviceError } from '#engine/core/errors.ts';
import { randomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import { sizeOf, type Operands } from '../kernel.ts';
import { attentionKernel } from '../kernels/attention.ts';
import { bind, compile, encode, readBuffer, storageBuffer } from './matmul/execute.ts';
import { safeTuning } from './matmul/tuning.ts';

/** Lengths of consecutive examples. They need more quads than one workgroup has. */
const lengths = [1, 7, 2, 19, 4, 11];
const attributes = { heads: 3, kvHeads: 3, window: 0, scale: 0.5, softCap: 0 };
const d = 6;

/** Throws DeviceError if the GPU does not answer, or was lost. */
export async function canShareRows(device: GPUDevice): Promise<boolean> {
	if (!device.features.has('subgroups')) return false;
	device.pushErrorScope('validation');
	const [checked] = await Promise.allSettled([equalsReference(device)]);
	const error = await device.popErrorScope().catch(() => null);
	if (checked.status === 'rejected' && checked.reason instanceof DeviceError) throw checked.reason;
	// If the device rejects the shader, use the other layout: it runs on every device.
	return checked.status === 'fulfilled' && checked.value && error === null;
}

async function equalsReference(device: GPUDevice): Promise<boolean> {
	const first = lengths.flatMap((length, i) => {
		const start = sum(lengths.slice(0, i));
		return Array.from({ length }, () => start);
	});
	const width = attributes.heads * d;
	const rows = { shape: [first.length, width], storage: 'f32' } as const;
	const tokens = { shape: [first.length], storage: 'i32' } as const;
	const inputs = [rows, rows, rows, tokens, tokens];
	const operands: Operands = { inputs, outputs: attentionKernel.outputs(inputs, attributes) };

	const random = randomStream(1, 'shared rows');
	const [q, k, v] = [0, 1, 2].map((operand) =>
		Float32Array.from({ length: sizeOf(rows.shape) }, (_, i) => {
			const { length } = first;
			return 4 * random.uniform(operand * length * width + i) - 2;
		}),
	);
	// `last` is read by the gradient only.
	const values = [q, k, v, Int32Array.from(first), Int32Array.from(first)];
	const expected = attentionKernel.reference(
		values.map((numbers) => Float64Array.from(numbers)),
		operands,
		attributes,
	);

	const created: GPUBuffer[] = [];
	try {
		const buffers = [...inputs, ...operands.outputs].map(({ shape }) =>
			storageBuffer(device, 'shared rows', 4 * sizeOf(shape)),
		);
		for (const buffer of buffers) created.push(buffer);
		values.forEach((numbers, i) => device.queue.writeBuffer(buffers[i], 0, numbers));
		const encoder = device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		const tuning = { ...safeTuning, sharesRows: true };
		for (const dispatch of attentionKernel.dispatches(operands, attributes, tuning))
			encode(pass, bind(device, dispatch, await compile(device, dispatch), buffers, created));
		pass.end();
		device.queue.submit([encoder.finish()]);
		for (const [i, output] of expected.entries()) {
			const buffer = buffers[inputs.length + i];
			const actual = new Float32Array(await readBuffer(device, buffer, 4 * output.length));
			if (!output.every((value, at) => Math.abs(value - actual[at]) < 1e-4)) return false;
		}
		return true;
	} finally {
		for (const buffer of created) buffer.destroy();
	}
}
