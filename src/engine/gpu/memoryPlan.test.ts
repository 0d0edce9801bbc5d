import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add } from './kernels/add.ts';
import { lifetimes, planMemory } from './memoryPlan.ts';
import { aligned, byteSize, type Operation, type Program, type Value } from './program.ts';

/** Operations on two earlier values each, of any sizes: the plan ignores what they compute. */
const programs: fc.Arbitrary<Program> = fc
	.array(
		fc.record({
			size: fc.integer({ min: 1, max: 3000 }),
			a: fc.nat(1000),
			b: fc.nat(1000),
			isResult: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 25 },
	)
	.map((made) => {
		const values: Value[] = [
			{ shape: [7], storage: 'f32', location: { kind: 'input', name: 'x' } },
		];
		const operations: Operation[] = [];
		const results: { [name: string]: number } = {};
		for (const { size, a, b, isResult } of made) {
			const inputs = [a % values.length, b % values.length];
			const value: Value = { shape: [size], storage: 'f32', location: { kind: 'temporary' } };
			const output = values.push(value) - 1;
			if (isResult) results[`y${output}`] = output;
			operations.push({ kernel: add, attributes: {}, inputs, outputs: [output] });
		}
		return { label: 'random', values, operations, results };
	});

test('values with overlapping lifetimes do not share a buffer', () => {
	fc.assert(
		fc.property(programs, (program) => {
			const { bufferIndex } = planMemory(program);
			/** The value that each buffer holds. */
			const holder = new Map<number, number>();
			const expectHeld = (value: number) => {
				if (program.values[value].location.kind === 'temporary')
					expect(holder.get(bufferIndex.get(value)!)).toBe(value);
			};
			for (const { inputs, outputs } of program.operations) {
				for (const output of outputs) holder.set(bufferIndex.get(output)!, output);
				// Checked after the outputs are assigned: an operation must not overwrite its inputs.
				inputs.forEach(expectHeld);
			}
			Object.values(program.results).forEach(expectHeld);
		}),
	);
});

test('each buffer has the size of its largest value', () => {
	fc.assert(
		fc.property(programs, (program) => {
			const { buffers, bufferIndex, unshared } = planMemory(program);
			const sizeOf = (value: number) => aligned(byteSize(program.values[value]));
			const largest = buffers.map(() => 0);
			for (const [value, buffer] of bufferIndex)
				largest[buffer] = Math.max(largest[buffer], sizeOf(value));
			expect(buffers).toEqual(largest);
			expect(unshared).toBe([...bufferIndex.keys()].reduce((sum, value) => sum + sizeOf(value), 0));

			// The live values are a lower bound.
			const alive = program.operations.map((_, at) =>
				lifetimes(program)
					.filter(({ first, last }) => first <= at && at <= last)
					.reduce((sum, { value }) => sum + sizeOf(value), 0),
			);
			const total = buffers.reduce((sum, size) => sum + size, 0);
			expect(total).toBeGreaterThanOrEqual(Math.max(...alive));
			expect(total).toBeLessThanOrEqual(unshared);
		}),
	);
});
