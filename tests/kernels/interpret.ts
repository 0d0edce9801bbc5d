/** Runs a captured program in float64, by the references of its kernels: the oracle for whole steps and models. */
import { InternalError } from '#core/errors.ts';
import { sizeOf } from '#gpu/kernel.ts';
import type { Program } from '#gpu/program.ts';

export interface Given {
	/** By the names of the program's inputs. */
	readonly inputs?: { readonly [name: string]: ArrayLike<number> };
	/** By the names of the vectors that the program lies on. They are updated in place. */
	readonly vectors?: { readonly [name: string]: Float64Array };
}

/** The program's results, by name. */
export function interpret(
	program: Program,
	{ inputs = {}, vectors = {} }: Given,
): { [name: string]: Float64Array } {
	const values = program.values.map(({ shape, place }) => {
		const size = sizeOf(shape);
		if (place.kind === 'vector') {
			const vector = vectors[place.vector];
			if (!vector) throw new InternalError(`${program.label} needs a vector "${place.vector}".`);
			return vector.subarray(place.offset, place.offset + size);
		}
		const given = place.kind === 'input' ? inputs[place.name] : undefined;
		if (given && given.length !== size)
			throw new InternalError(`Input "${place.kind}" has ${given.length} numbers, not ${size}.`);
		return given ? Float64Array.from(given) : new Float64Array(size).fill(NaN);
	});
	for (const { kernel, attributes, inputs: from, outputs: to } of program.operations) {
		const made = kernel.reference(
			from.map((value) => values[value]),
			{
				inputs: from.map((value) => program.values[value]),
				outputs: to.map((value) => program.values[value]),
			},
			attributes,
		);
		to.forEach((value, i) => values[value].set(made[i]));
	}
	return Object.fromEntries(
		Object.entries(program.results).map(([name, value]) => [name, values[value].slice()]),
	);
}
