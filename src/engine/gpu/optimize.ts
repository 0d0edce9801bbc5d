/**
 * Rewrites of captured programs: dead operations and outputs are removed, and sums and factors are
 * fused into products.
 */
import { add } from './kernels/add.ts';
import { productKernels } from './kernels/linear.ts';
import { scaleKernel } from './kernels/multiply.ts';
import type { Operation, Program } from './program.ts';

/**
 * Removes operations whose outputs reach no result, vector or updated input. Where only the first
 * output does, a kernel may be replaced by one that computes no other.
 */
export function removeDeadOperations(program: Program): Program {
	const needed = new Set(Object.values(program.results));
	const live: Operation[] = [];
	for (const operation of [...program.operations].reverse()) {
		const { kernel, outputs } = operation;
		const isRead = (output: number) =>
			needed.has(output) || program.values[output].location.kind === 'vector';
		if ((kernel.updates?.length ?? 0) === 0 && !outputs.some(isRead)) continue;
		operation.inputs.forEach((input) => needed.add(input));
		live.push(
			kernel.firstOutputOnly && !outputs.slice(1).some(isRead)
				? { ...operation, kernel: kernel.firstOutputOnly, outputs: outputs.slice(0, 1) }
				: operation,
		);
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
	const { producers, uses } = findReaders(program.operations);
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

const products: readonly string[] = productKernels.map(({ name }) => name);

/**
 * A product whose only reader multiplies it by a number does so itself, after its own sum: the bits
 * stay the same. An adapter's factor needs no operation then, in either direction.
 */
export function fuseFactors(program: Program): Program {
	const operations: (Operation | null)[] = [...program.operations];
	const { producers, uses } = findReaders(program.operations);
	const results = new Set(Object.values(program.results));
	program.operations.forEach(({ kernel, attributes, inputs: [x], outputs }, index) => {
		const producer = producers.get(x);
		const operation = producer === undefined ? null : operations[producer];
		if (kernel.name !== scaleKernel.name || producer === undefined || !operation) return;
		const isPlainProduct =
			products.includes(operation.kernel.name) &&
			operation.inputs.length === 2 &&
			operation.attributes['scale'] === undefined;
		const isOnlyUse = uses.get(x) === 1 && !results.has(x);
		if (!isPlainProduct || !isOnlyUse || program.values[x].location.kind !== 'temporary') return;
		operations[producer] = { ...operation, attributes: { scale: attributes['factor'] }, outputs };
		operations[index] = null;
	});
	return { ...program, operations: operations.filter((operation) => operation !== null) };
}

/** The operation that makes each value, and how often operations read it. */
export function findReaders(operations: readonly Pick<Operation, 'inputs' | 'outputs'>[]) {
	const producers = new Map<number, number>();
	const uses = new Map<number, number>();
	operations.forEach(({ inputs, outputs }, index) => {
		outputs.forEach((output) => producers.set(output, index));
		inputs.forEach((input) => uses.set(input, (uses.get(input) ?? 0) + 1));
	});
	return { producers, uses };
}
