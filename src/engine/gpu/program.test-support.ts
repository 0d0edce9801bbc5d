/** Queries of programs, for tests. */
import type { Storage } from './kernel.ts';
import type { Program } from './program.ts';

/** The storage of a vector's elements. The values in it must agree. */
export function vectorStorage(program: Program, name: string): Storage {
	const found = new Set(
		program.values.flatMap(({ location, storage }) =>
			location.kind === 'vector' && location.vector === name ? [storage] : [],
		),
	);
	return found.size === 1 ? [...found][0] : 'f32';
}
