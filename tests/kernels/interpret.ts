/** Runs a captured program with its kernels' float64 references: an oracle for whole models. */
import { InternalError } from '#core/errors.ts';
import { sizeOf } from '#gpu/kernel.ts';
import type { Program } from '#gpu/program.ts';

export interface Given {
	/** By the names of the program's inputs. */
	readonly inputs?: { readonly [name: string]: ArrayLike<number> };
	/** By the names of the program's vectors. They are updated in place. */
	readonly vectors?: { readonly [name: string]: Float64Array };
}

/** The program's results, by name. */
export function interpret(
	program: Program,
	{ inputs = {}, vectors = {} }: Given,
): { [name: string]: Float64Array } {
	const values = program.values.map(({ shape, location }) => {
		const size = sizeOf(shape);
		if (location.kind === 'vector') {
			const vector = vectors[location.vector];
			if (!vector) throw new InternalError(`${program.label} needs a vector "${location.vector}".`);
			return vector.subarray(location.offset, location.offset + size);
		}
		const given = location.kind === 'input' ? inputs[location.name] : undefined;
		if (given && given.length !== size)
			throw new InternalError(`Input "${location.kind}" has ${given.length} numbers, not ${size}.`);
		return given ? Float64Array.from(given) : new Float64Array(size).fill(NaN);
	});
	for (const { kernel, attributes, inputs: from, outputs: to } of program.operations) {
		const results = kernel.reference(
			from.map((value) => values[value]),
			{
				inputs: from.map((value) => program.values[value]),
				outputs: to.map((value) => program.values[value]),
			},
			attributes,
		);
		to.forEach((value, i) => values[value].set(results[i]));
	}
	return Object.fromEntries(
		Object.entries(program.results).map(([name, value]) => [name, values[value].slice()]),
	);
}
