/** How a program lies in the arena: the table of calls, inputs, the memory plan's buffers, scratch. */
import { sizeOf, type Call } from '../kernel.ts';
import { planMemory } from '../memoryPlan.ts';
import { aligned, bytesOf, type Program } from '../program.ts';

/** One call of a kernel, and the values that its operands are. */
interface Step {
	readonly call: Call;
	readonly values: readonly number[];
}

export interface Layout {
	/** In order. */
	readonly steps: readonly Step[];
	/** Words of the table of calls, which lies first. */
	readonly tableWords: number;
	/** Bytes from the arena's start, of inputs and temporaries by value. */
	readonly offsets: ReadonlyMap<number, number>;
	/** `size` in elements. */
	readonly inputs: readonly {
		readonly name: string;
		readonly value: number;
		readonly size: number;
	}[];
	/** Where scratch lies. */
	readonly scratch: number;
	/** Bytes of all. */
	readonly size: number;
}

export function layOut(program: Program): Layout {
	const steps = stepsOf(program);
	const offsets = new Map<number, number>();
	const inputs: { name: string; value: number; size: number }[] = [];
	const tableWords = steps.reduce(
		(sum, { call, values }) => sum + 2 + (call.operands ?? values).length + call.words.length,
		0,
	);
	let end = aligned(tableWords * 4);
	const used = new Set(program.operations.flatMap((operation) => operation.inputs));
	program.values.forEach((value, index) => {
		if (value.place.kind !== 'input' || !used.has(index)) return;
		inputs.push({ name: value.place.name, value: index, size: sizeOf(value.shape) });
		offsets.set(index, end);
		end += aligned(bytesOf(value));
	});
	const plan = planMemory(program);
	const starts = plan.buffers.map((size) => (end += size) - size);
	for (const [value, buffer] of plan.bufferOf) offsets.set(value, starts[buffer]);
	const scratch = Math.max(0, ...steps.map(({ call }) => call.scratch ?? 0));
	const size = end + aligned(scratch * 4);
	return { steps, tableWords, offsets, inputs, scratch: end, size };
}

const stepsOf = ({ operations, values }: Program): Step[] =>
	operations.flatMap(({ kernel, attributes, inputs, outputs }) => {
		const operands = {
			inputs: inputs.map((value) => values[value]),
			outputs: outputs.map((value) => values[value]),
		};
		return kernel
			.calls(operands, attributes)
			.map((call) => ({ call, values: [...inputs, ...outputs] }));
	});
