/** Compares kernels on a device with their float64 references, on given numbers. */
import type { ComputeDevice, Vector } from './computeDevice.ts';
import { sizeOf, type Attributes, type Kernel, type Operand } from './kernel.ts';
import { asStored } from './encodings.ts';
import type { Operation, Program, Value } from './program.ts';

/** One use of a kernel. */
export interface KernelSample {
	readonly kernel: Kernel;
	readonly attributes: Attributes;
	/** Values are rounded to the storage first: device and reference compute from the same ones. */
	readonly inputs: readonly (Operand & { readonly values: ArrayLike<number> })[];
	readonly outputs: readonly Operand[];
	/** K: terms of the longest sum. */
	readonly terms: number;
}

/** Allowed error, relative to the largest reference value, times √K. */
export const tolerance = 1e-5;

/** Elements after an operand that must not change. */
const guard = 8;
/** A number that all storages keep. */
const untouched = 12_352;

/** The errors of each sample. All samples are one program that runs twice. Throws as the device. */
export async function checkKernels(
	device: ComputeDevice,
	samples: readonly KernelSample[],
): Promise<string[][]> {
	const { program, contents } = toProgram(samples);
	const runs = await runTwice(device, program, contents);
	return samples.map((sample, i) =>
		findErrors(sample, program, program.operations[i], contents, runs),
	);
}

/** One operation for each sample. `contents`: the numbers of each value; outputs have none. */
function toProgram(samples: readonly KernelSample[]): {
	readonly program: Program;
	readonly contents: readonly Float64Array[];
} {
	const values: Value[] = [];
	const contents: Float64Array[] = [];
	const results: { [name: string]: number } = {};
	// Integers are inputs or results of the program. Floats are in a vector each, with a guard.
	const add = ({ shape, storage }: Operand, numbers: ArrayLike<number>, isInput: boolean) => {
		const name = String(values.length);
		const integers: Value['location'] = isInput ? { kind: 'input', name } : { kind: 'temporary' };
		const location: Value['location'] =
			storage === 'i32' ? integers : { kind: 'vector', vector: name, offset: 0 };
		if (location.kind === 'temporary') results[name] = values.length;
		contents.push(Float64Array.from(asStored(storage, Float32Array.from(numbers))));
		return values.push({ shape, storage, location }) - 1;
	};
	const operations = samples.map(({ kernel, attributes, inputs, outputs }): Operation => ({
		kernel,
		attributes,
		inputs: inputs.map((input) => add(input, input.values, true)),
		outputs: outputs.map((output) => add(output, [], false)),
	}));
	return { program: { label: 'kernels', values, operations, results }, contents };
}

/** The numbers of each vector and result after a run, by value. */
type RunNumbers = ReadonlyMap<number, Float32Array>;
type TwoRuns = readonly [first: RunNumbers, second: RunNumbers];

async function runTwice(
	device: ComputeDevice,
	program: Program,
	contents: readonly Float64Array[],
): Promise<TwoRuns> {
	const vectors: { [name: string]: Vector } = {};
	const host: { [name: string]: Int32Array } = {};
	for (const [i, { shape, storage, location }] of program.values.entries())
		if (location.kind === 'input') host[i] = Int32Array.from(contents[i]);
		else if (storage !== 'i32')
			vectors[i] = await device.vector(`operand ${i}`, sizeOf(shape) + guard, storage);
	const loaded = await device.load(program, vectors);
	const run = async (): Promise<RunNumbers> => {
		for (const [i, vector] of Object.entries(vectors)) {
			const filled = new Float32Array(vector.length).fill(untouched);
			filled.set(contents[Number(i)]);
			vector.write(filled);
		}
		const integers = Object.entries(await loaded.run(host).read());
		const read = Object.entries(vectors).map(
			async ([i, vector]) => [Number(i), await vector.read()] as const,
		);
		return new Map([
			...integers.map(([i, numbers]) => [Number(i), numbers] as const),
			...(await Promise.all(read)),
		]);
	};
	const runs = [await run(), await run()] as const;
	loaded.dispose();
	Object.values(vectors).forEach((vector) => vector.dispose());
	return runs;
}

/** Differences from the reference, between the runs, and writes beyond an operand's end. */
function findErrors(
	sample: KernelSample,
	{ values }: Program,
	{ kernel, attributes, inputs, outputs }: Operation,
	contents: readonly Float64Array[],
	[first, second]: TwoRuns,
): string[] {
	const errors: string[] = [];
	const expected = inputs.map((value) => contents[value].slice());
	const operands = {
		inputs: inputs.map((value) => values[value]),
		outputs: outputs.map((value) => values[value]),
	};
	const bound = tolerance * Math.sqrt(sample.terms);
	const results = sample.kernel.reference(expected, operands, attributes);
	const check = (value: number, name: string, reference: ArrayLike<number>) => {
		const actual = first.get(value);
		if (!actual) return;
		const error = difference(actual, reference, bound);
		if (error) errors.push(`${name}: ${error}`);
		if (actual.some((number, j) => !Object.is(number, second.get(value)![j])))
			errors.push(`${name}: two runs differ`);
		if (actual.subarray(reference.length).some((number) => Math.abs(number - untouched) > 4))
			errors.push(`${name}: written beyond its end`);
	};
	inputs.forEach((value, i) => check(value, kernel.inputs[i], expected[i]));
	outputs.forEach((value, i) => check(value, `output ${i}`, results[i]));
	return errors;
}

/** Describes the first element whose error exceeds `bound` times the largest value. */
function difference(
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
