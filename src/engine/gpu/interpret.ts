/** Runs a captured program with its kernels' float64 references: an oracle for whole models. */
import { InternalError } from '#engine/core/errors.ts';
import { sizeOf, type Operands } from './kernel.ts';
import type { Operation, Program } from './program.ts';

export interface Given {
	/** By the names of the program's inputs. */
	readonly inputs?: { readonly [name: string]: ArrayLike<number> };
	/** By the names of the program's vectors. They are updated in place. */
	readonly vectors?: { readonly [name: string]: Float64Array };
	/** Called before each operation with the numbers of its inputs, which it may overwrite. */
	readonly onOperation?: (
		operation: Operation,
		operands: Operands,
		inputs: readonly Float64Array[],
	) => void;
	/** Rounds each output and each updated input in place. Default: float64. */
	readonly round?: (values: Float64Array) => void;
}

/** The program's results, by name. */
export function interpret(
	program: Program,
	{ inputs = {}, vectors = {}, onOperation, round }: Given,
): { [name: string]: Float64Array } {
	const values = program.values.map(({ shape, location }): Float64Array | undefined => {
		if (location.kind === 'temporary') return undefined;
		const size = sizeOf(shape);
		if (location.kind === 'vector') {
			const vector = vectors[location.vector];
			if (!vector) throw new InternalError(`${program.label} needs a vector "${location.vector}".`);
			return vector.subarray(location.offset, location.offset + size);
		}
		// The optimizer may have removed every use of an input; then the host does not give it.
		const hostValues = inputs[location.name] as ArrayLike<number> | undefined;
		if (hostValues && hostValues.length !== size)
			throw new InternalError(
				`Input "${location.name}" has ${hostValues.length} numbers, not ${size}.`,
			);
		return hostValues ? Float64Array.from(hostValues) : new Float64Array(size).fill(NaN);
	});
	for (const operation of program.operations) {
		const { kernel, attributes, inputs: from, outputs: to } = operation;
		const numbers = from.map((value) => values[value]!);
		const operands = {
			inputs: from.map((value) => program.values[value]),
			outputs: to.map((value) => program.values[value]),
		};
		onOperation?.(operation, operands, numbers);
		const results = kernel.reference(numbers, operands, attributes);
		for (const name of kernel.updates ?? []) round?.(numbers[kernel.inputs.indexOf(name)]);
		to.forEach((value, i) => {
			round?.(results[i]);
			const place = values[value];
			if (place) place.set(results[i]);
			else values[value] = results[i];
		});
	}
	return Object.fromEntries(
		Object.entries(program.results).map(([name, value]) => [name, values[value]!.slice()]),
	);
}
