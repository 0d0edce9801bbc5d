/**
 * Sums that a kernel makes by the way. Autograd joins the gradients of a tensor that was used twice by an Add; a matrix product
 * that made one of the terms can add the other to what it writes. The bits stay: the product is summed first, then the term.
 */
import { add } from './kernels/add.ts';
import type { Operation, Program } from './program.ts';

/** An input of this name, the last one and left out, is what a kernel can add to its first output. */
const room = 'residual?';

const hasRoom = ({ kernel, inputs }: Operation): boolean =>
	kernel.inputs.at(-1) === room && inputs.length === kernel.inputs.length - 1;

export function withSumsFused(program: Program): Program {
	const operations: (Operation | null)[] = [...program.operations];
	const results = new Set(Object.values(program.results));
	const madeBy = new Map<number, number>();
	const uses = new Map<number, number>();
	operations.forEach((operation, at) => {
		operation?.outputs.forEach((output) => madeBy.set(output, at));
		operation?.inputs.forEach((input) => uses.set(input, (uses.get(input) ?? 0) + 1));
	});
	const isTemporary = (value: number) => program.values[value].place.kind === 'temporary';

	program.operations.forEach(({ kernel, inputs: [a, b], outputs: [sum] }, at) => {
		if (kernel.name !== add.name) return;
		for (const [term, other] of [
			[b, a],
			[a, b],
		]) {
			const maker = madeBy.get(term);
			const operation = maker === undefined ? null : operations[maker];
			if (maker === undefined || !operation || !hasRoom(operation)) continue;
			const isOnlyTerm = operation.outputs[0] === term && uses.get(term) === 1;
			const isThere = isTemporary(other) && (madeBy.get(other) ?? maker) < maker;
			if (!isOnlyTerm || !isThere || !isTemporary(term) || results.has(term)) continue;
			operations[maker] = {
				...operation,
				inputs: [...operation.inputs, other],
				outputs: [sum, ...operation.outputs.slice(1)],
			};
			operations[at] = null;
			madeBy.set(sum, maker);
			return;
		}
	});
	return { ...program, operations: operations.filter((operation) => operation !== null) };
}
