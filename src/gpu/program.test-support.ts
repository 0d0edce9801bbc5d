/** What tests ask of a program. */
import type { Storage } from './kernel.ts';
import type { Program } from './program.ts';

/** Storage of a vector's elements follows from the values that lie in it: they must agree. */
export function vectorStorage(program: Program, name: string): Storage {
	const found = new Set(
		program.values.flatMap(({ place, storage }) =>
			place.kind === 'vector' && place.vector === name ? [storage] : [],
		),
	);
	return found.size === 1 ? [...found][0] : 'f32';
}
