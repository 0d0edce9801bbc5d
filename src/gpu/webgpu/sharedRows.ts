/**
 * Whether attention may share rows among four invocations on this device (rows.ts).
 *
 * Which invocations form a quad is the device's affair; that layout takes four that follow each other in a workgroup of one
 * dimension, and lets quads of one subgroup run loops of different lengths. WGSL promises neither, so a small attention is
 * computed so, and compared with its float64 reference.
 */
import { randomStream } from '#core/random.ts';
import { sizeOf, type Operands } from '../kernel.ts';
import { attentionKernel } from '../kernels/attention.ts';
import { bind, compile, encode, readBuffer, storageBuffer } from './matmul/execute.ts';
import { safeTuning } from './tuning.ts';

/** Examples of these lengths, one behind another; more quads than a workgroup has. */
const lengths = [1, 7, 2, 19, 4, 11];
const attributes = { heads: 3, kvHeads: 3, window: 0, scale: 0.5 };
const d = 6;

export async function canShareRows(device: GPUDevice): Promise<boolean> {
	if (!device.features.has('subgroups')) return false;
	device.pushErrorScope('validation');
	const [checked] = await Promise.allSettled([equalsReference(device)]);
	const error = await device.popErrorScope().catch(() => null);
	// A device that refuses the shader, or was lost: the other layout needs no more than every device has.
	return checked.status === 'fulfilled' && checked.value && error === null;
}

async function equalsReference(device: GPUDevice): Promise<boolean> {
	const first = lengths.flatMap((length, i) => {
		const start = lengths.slice(0, i).reduce((sum, before) => sum + before, 0);
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
	// `last` is for the gradient: not read.
	const given = [q, k, v, Int32Array.from(first), Int32Array.from(first)];
	const expected = attentionKernel.reference(
		given.map((values) => Float64Array.from(values)),
		operands,
		attributes,
	);

	const made: GPUBuffer[] = [];
	try {
		const buffers = [...inputs, ...operands.outputs].map(({ shape }) =>
			storageBuffer(device, 'shared rows', 4 * sizeOf(shape)),
		);
		made.push(...buffers);
		given.forEach((values, i) => device.queue.writeBuffer(buffers[i], 0, values));
		const encoder = device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		const tuning = { ...safeTuning, sharesRows: true };
		for (const dispatch of attentionKernel.dispatches(operands, attributes, tuning))
			encode(pass, bind(device, dispatch, await compile(device, dispatch), buffers, made));
		pass.end();
		device.queue.submit([encoder.finish()]);
		for (const [i, output] of expected.entries()) {
			const buffer = buffers[inputs.length + i];
			const actual = new Float32Array(await readBuffer(device, buffer, 4 * output.length));
			if (!output.every((value, at) => Math.abs(value - actual[at]) < 1e-4)) return false;
		}
		return true;
	} finally {
		for (const buffer of made) buffer.destroy();
	}
}
