/** Runs a case twice on a device, and compares it with the float64 reference. */
import type { ComputeDevice, Vector } from '#gpu/computeDevice.ts';
import { sizeOf, type Kernel, type Output } from '#gpu/kernel.ts';
import type { Program, Value } from '#gpu/program.ts';
import { halved, type KernelCase } from './kernelCase.ts';

export interface CheckOptions {
	/** Uses the storage of mixed precision: 16 bits for most operands. */
	readonly half?: boolean;
	/** Replaces the case's kernel by a mutant. */
	readonly kernel?: Kernel;
}

/** Relative to the largest reference value, times √K. A half has 11 bits: outputs round to 2⁻¹¹. */
const tolerance = { full: 1e-5, half: 1e-3 };

/** Elements after an operand that must not change. */
const guard = 8;
const untouched = 12_345.5;

/** Descriptions of all errors: empty if the device agrees with the reference. */
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
	const operands = { inputs, outputs };
	const outputReferences = kernelCase.kernel.reference(expected, operands, attributes);

	// Integers are inputs. Floats are in one vector each, with a guard behind them.
	const values = [...inputs, ...outputs].map(({ shape, storage }, i): Value => {
		const name = String(i);
		const location: Value['location'] =
			storage === 'i32' ? { kind: 'input', name } : { kind: 'vector', vector: name, offset: 0 };
		return { shape, storage, exact: storage !== 'f16', location };
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
		const index = Number(i);
		const isOutput = index >= inputs.length;
		const name = isOutput ? `output ${index - inputs.length}` : kernel.inputs[index];
		const reference = isOutput ? outputReferences[index - inputs.length] : expected[index];
		const bound = values[index].storage === 'f16' || half ? tolerance.half : tolerance.full;
		const error = difference(actual, reference, bound * Math.sqrt(terms));
		if (error) wrong.push(`${name}: ${error}`);
		if (actual.some((value, j) => !Object.is(value, second[i][j])))
			wrong.push(`${name}: two runs differ`);
		if (actual.subarray(reference.length).some((value) => Math.abs(value - untouched) > 4))
			wrong.push(`${name}: written beyond its end`);
	}
	return wrong;
}

/** Describes the first element whose error exceeds `bound` times the largest value. */
export function difference(
	actual: ArrayLike<number>,
	reference: ArrayLike<number>,
	bound: number,
): string | undefined {
	const allowed =
		bound * Array.from(reference).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
	for (let i = 0; i < reference.length; i++)
		// NaN is never close, and an infinity only to itself.
		if (!Object.is(actual[i], reference[i]) && !(Math.abs(actual[i] - reference[i]) <= allowed))
			return `[${i}] is ${actual[i]}, not ${reference[i]} (allowed ± ${allowed})`;
	return undefined;
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest number with 11 bits (ties to even), as in float16's normal range. */
export function roundToHalf(value: number): number {
	float[0] = value;
	const odd = (bits[0] >>> 13) & 1;
	bits[0] = (bits[0] + 0xfff + odd) & ~0x1fff;
	return float[0];
}
