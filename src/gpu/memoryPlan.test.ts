/** The memory plan over random programs: nothing that is still needed is overwritten, and the prediction adds up. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add } from './kernels/add.ts';
import { lifetimes } from './liveness.ts';
import { planMemory } from './memoryPlan.ts';
import { aligned, bytesOf, type Operation, type Program, type Value } from './program.ts';

/** Operations of two earlier values each, of any sizes: the plan does not look at what is computed. */
const programs: fc.Arbitrary<Program> = fc
	.array(
		fc.record({
			size: fc.integer({ min: 1, max: 3000 }),
			isHalf: fc.boolean(),
			a: fc.nat(1000),
			b: fc.nat(1000),
			isResult: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 25 },
	)
	.map((made) => {
		const values: Value[] = [
			{ shape: [7], storage: 'f32', exact: true, place: { kind: 'input', name: 'x' } },
		];
		const operations: Operation[] = [];
		const results: { [name: string]: number } = {};
		for (const { size, isHalf, a, b, isResult } of made) {
			const inputs = [a % values.length, b % values.length];
			const value: Value = {
				shape: [size],
				storage: isHalf ? 'f16' : 'f32',
				exact: false,
				place: { kind: 'temporary' },
			};
			const output = values.push(value) - 1;
			if (isResult) results[`y${output}`] = output;
			operations.push({ kernel: add, attributes: {}, inputs, outputs: [output] });
		}
		return { label: 'random', values, operations, results };
	});

test('no two values that live at once share a buffer', () => {
	fc.assert(
		fc.property(programs, (program) => {
			const { bufferOf } = planMemory(program);
			/** Who wrote each buffer last. */
			const holder = new Map<number, number>();
			const expectThere = (value: number) => {
				if (program.values[value].place.kind === 'temporary')
					expect(holder.get(bufferOf.get(value)!)).toBe(value);
			};
			for (const { inputs, outputs } of program.operations) {
				for (const output of outputs) holder.set(bufferOf.get(output)!, output);
				// After the outputs' claim: an operation may not write over what it reads.
				inputs.forEach(expectThere);
			}
			Object.values(program.results).forEach(expectThere);
		}),
	);
});

test('each value fits its buffer, and the sizes are those of values', () => {
	fc.assert(
		fc.property(programs, (program) => {
			const { buffers, bufferOf, unshared } = planMemory(program);
			const sizeOf = (value: number) => aligned(bytesOf(program.values[value]));
			const largest = buffers.map(() => 0);
			for (const [value, buffer] of bufferOf)
				largest[buffer] = Math.max(largest[buffer], sizeOf(value));
			expect(buffers).toEqual(largest);
			expect(unshared).toBe([...bufferOf.keys()].reduce((sum, value) => sum + sizeOf(value), 0));

			// No plan can do with less than what lives at once.
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

test('a chain takes two buffers, whatever its length', () => {
	const value = (place: Value['place']): Value => ({
		shape: [100],
		storage: 'f32',
		exact: true,
		place,
	});
	const length = 40;
	const program: Program = {
		label: 'chain',
		values: [
			value({ kind: 'input', name: 'x' }),
			...Array.from({ length }, () => value({ kind: 'temporary' })),
		],
		operations: Array.from({ length }, (_, i) => ({
			kernel: add,
			attributes: {},
			inputs: [i, i],
			outputs: [i + 1],
		})),
		results: { y: length },
	};
	expect(planMemory(program).buffers).toEqual([512, 512]);
});
