/** Runs a kernel's case on a device and compares with its float64 reference; runs it twice and compares the bits. */
import type { ComputeDevice, Vector } from '#gpu/computeDevice.ts';
import { sizeOf, type Kernel, type Output } from '#gpu/kernel.ts';
import type { Program, Value } from '#gpu/program.ts';
import { halved, type KernelCase } from './kernelCase.ts';

export interface CheckOptions {
	/** Operands that a run of half precision stores in 16 bits are stored so. */
	readonly half?: boolean;
	/** Instead of the case's own: a mutant. */
	readonly kernel?: Kernel;
}

/** Of the largest reference value, times √K. A half has 11 bits: each output is rounded to 2⁻¹¹ of itself, at worst of the largest. */
const tolerance = { full: 1e-5, half: 1e-3 };

/** Elements after an operand that must stay as they were. */
const guard = 8;
const untouched = 12_345.5;

/** What is wrong, in words; nothing where the device agrees with the reference. */
export async function mismatches(
	device: ComputeDevice,
	kernelCase: KernelCase,
	{ half = false, kernel = kernelCase.kernel }: CheckOptions = {},
): Promise<string[]> {
	const { attributes, terms } = kernelCase;
	const stored = (output: Output): Output => (half && !kernelCase.exact ? halved(output) : output);
	const inputs = kernelCase.inputs.map((input) => {
		const { storage } = stored(input);
		return {
			...input,
			storage,
			values: storage === 'f16' ? input.values.map(roundToHalf) : input.values,
		};
	});
	const outputs = kernel.outputs(inputs, attributes).map((output) => stored(output));

	const expected = inputs.map(({ values }) => values.slice());
	const made = kernelCase.kernel.reference(expected, { inputs, outputs }, attributes);

	// Integers come from the host; what is a float lies in a vector of its own, with a guard behind it.
	const values = [...inputs, ...outputs].map(({ shape, storage }, i): Value => {
		const name = String(i);
		const place: Value['place'] =
			storage === 'i32' ? { kind: 'input', name } : { kind: 'vector', vector: name, offset: 0 };
		return { shape, storage, exact: storage !== 'f16', place };
	});
	const program: Program = {
		label: kernelCase.kernel.name,
		values,
		operations: [
			{
				kernel,
				attributes,
				inputs: inputs.map((_, i) => i),
				outputs: outputs.map((_, i) => inputs.length + i),
			},
		],
		results: {},
	};
	const vectors: { [name: string]: Vector } = {};
	const host: { [name: string]: Int32Array } = {};
	for (const [i, { shape, storage }] of values.entries())
		if (storage === 'i32') host[i] = Int32Array.from(inputs[i].values);
		else vectors[i] = await device.vector(`operand ${i}`, sizeOf(shape) + guard, storage);
	const loaded = await device.load(program, vectors);

	const run = async () => {
		for (const [i, vector] of Object.entries(vectors)) {
			const contents = new Float32Array(vector.length).fill(untouched);
			contents.set(inputs[Number(i)]?.values ?? []);
			vector.write(contents);
		}
		await loaded.run(host).read();
		const read = await Promise.all(
			Object.entries(vectors).map(async ([i, vector]) => [i, await vector.read()] as const),
		);
		return Object.fromEntries(read);
	};
	const first = await run();
	const second = await run();
	loaded.dispose();
	Object.values(vectors).forEach((vector) => vector.dispose());

	const wrong: string[] = [];
	for (const [i, actual] of Object.entries(first)) {
		const at = Number(i);
		const isOutput = at >= inputs.length;
		const what = isOutput ? `output ${at - inputs.length}` : kernel.inputs[at];
		const want = isOutput ? made[at - inputs.length] : expected[at];
		const bound = values[at].storage === 'f16' || half ? tolerance.half : tolerance.full;
		const error = difference(actual, want, bound * Math.sqrt(terms));
		if (error) wrong.push(`${what}: ${error}`);
		if (actual.some((value, j) => !Object.is(value, second[i][j])))
			wrong.push(`${what}: two runs differ`);
		if (actual.subarray(want.length).some((value) => Math.abs(value - untouched) > 4))
			wrong.push(`${what}: written beyond its end`);
	}
	return wrong;
}

/** The first element that is further off than `bound` of the largest, in words. */
export function difference(
	actual: ArrayLike<number>,
	want: ArrayLike<number>,
	bound: number,
): string | undefined {
	const allowed =
		bound * Array.from(want).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	for (let i = 0; i < want.length; i++)
		// NaN is never close, and an infinity only to itself.
		if (!Object.is(actual[i], want[i]) && !(Math.abs(actual[i] - want[i]) <= allowed))
			return `[${i}] is ${actual[i]}, not ${want[i]} (allowed ± ${allowed})`;
	return undefined;
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest number with 11 bits (ties to even), as float16 has in its normal range. */
export function roundToHalf(value: number): number {
	float[0] = value;
	const odd = (bits[0] >>> 13) & 1;
	bits[0] = (bits[0] + 0xfff + odd) & ~0x1fff;
	return float[0];
}
