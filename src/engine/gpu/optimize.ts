/** Rewrites of captured programs: dead operations are removed, and sums are fused into products. */
import { add } from './kernels/add.ts';
import type { Operation, Program } from './program.ts';

/** Removes operations whose outputs reach no result, vector or updated input. */
export function removeDeadOperations(program: Program): Program {
	const needed = new Set(Object.values(program.results));
	const live: Operation[] = [];
	for (const operation of [...program.operations].reverse()) {
		const isNeeded =
			(operation.kernel.updates?.length ?? 0) > 0 ||
			operation.outputs.some(
				(output) => needed.has(output) || program.values[output].location.kind === 'vector',
			);
		if (!isNeeded) continue;
		operation.inputs.forEach((input) => needed.add(input));
		live.push(operation);
	}
	return { ...program, operations: live.reverse() };
}

/** Whether the kernel can add one more tensor to its first output: its last input is free. */
const acceptsResidual = ({ kernel, inputs }: Operation): boolean =>
	kernel.inputs.at(-1) === 'residual?' && inputs.length === kernel.inputs.length - 1;

/**
 * Autograd adds the gradients of a tensor that was used twice. The matrix product that made one
 * term adds the other to its output instead, after its own sum: the bits stay the same.
 */
export function fuseSums(program: Program): Program {
	const operations: (Operation | null)[] = [...program.operations];
	const results = new Set(Object.values(program.results));
	const producers = new Map<number, number>();
	const uses = new Map<number, number>();
	program.operations.forEach(({ inputs, outputs }, index) => {
		outputs.forEach((output) => producers.set(output, index));
		inputs.forEach((input) => uses.set(input, (uses.get(input) ?? 0) + 1));
	});
	const isTemporary = (value: number) => program.values[value].location.kind === 'temporary';

	program.operations.forEach(({ kernel, inputs: [a, b], outputs: [sum] }, index) => {
		if (kernel.name !== add.name) return;
		for (const [term, other] of [
			[b, a],
			[a, b],
		]) {
			const producer = producers.get(term);
			const operation = producer === undefined ? null : operations[producer];
			if (producer === undefined || !operation || !acceptsResidual(operation)) continue;
			const isOnlyUse = operation.outputs[0] === term && uses.get(term) === 1;
			const isAvailable = isTemporary(other) && (producers.get(other) ?? producer) < producer;
			if (!isOnlyUse || !isAvailable || !isTemporary(term) || results.has(term)) continue;
			operations[producer] = {
				...operation,
				inputs: [...operation.inputs, other],
				outputs: [sum, ...operation.outputs.slice(1)],
			};
			operations[index] = null;
			producers.set(sum, producer);
			return;
		}
	});
	return { ...program, operations: operations.filter((operation) => operation !== null) };
}
