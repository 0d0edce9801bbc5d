/** Which operations of a program matter, and how long each value is needed. */
import type { Operation, Program } from './program.ts';

/** Drops operations of which nothing reaches a result, a vector or an update. */
export function withoutDeadOperations(program: Program): Program {
	const needed = new Set(Object.values(program.results));
	const kept: Operation[] = [];
	for (const operation of [...program.operations].reverse()) {
		const isNeeded =
			(operation.kernel.updates?.length ?? 0) > 0 ||
			operation.outputs.some(
				(output) => needed.has(output) || program.values[output].place.kind === 'vector',
			);
		if (!isNeeded) continue;
		operation.inputs.forEach((input) => needed.add(input));
		kept.push(operation);
	}
	return { ...program, operations: kept.reverse() };
}

/** [first, last]: the operations that make and last read a value. */
export interface Lifetime {
	readonly value: number;
	readonly first: number;
	readonly last: number;
}

/** Of the temporaries, in the order of their making. Results live to the end. */
export function lifetimes({ values, operations, results }: Program): Lifetime[] {
	const last = new Map<number, number>();
	const first = new Map<number, number>();
	operations.forEach(({ inputs, outputs }, at) => {
		for (const value of [...inputs, ...outputs]) {
			if (values[value].place.kind !== 'temporary') continue;
			if (!first.has(value)) first.set(value, at);
			last.set(value, at);
		}
	});
	const read = new Set(Object.values(results));
	return [...first].map(([value, made]) => ({
		value,
		first: made,
		last: read.has(value) ? operations.length : last.get(value)!,
	}));
}
