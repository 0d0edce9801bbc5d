/** Layout of a program in the arena: table of calls, inputs, the memory plan's buffers, scratch. */
import { highest } from '#core/statistics.ts';
import { sizeOf, type Call } from '../kernel.ts';
import { planMemory } from '../memoryPlan.ts';
import { aligned, byteSize, type Program } from '../program.ts';

/** One call, and the values of its operation's operands. */
interface Step {
	readonly call: Call;
	readonly values: readonly number[];
}

export interface ArenaLayout {
	readonly steps: readonly Step[];
	/** Words of the table of calls, which is at the start. */
	readonly tableWords: number;
	/** Byte offsets in the arena, by value: of inputs and temporaries. */
	readonly offsets: ReadonlyMap<number, number>;
	/** `size` in elements. */
	readonly inputs: readonly {
		readonly name: string;
		readonly value: number;
		readonly size: number;
	}[];
	/** Byte offset of the scratch memory. */
	readonly scratch: number;
	/** Total bytes. */
	readonly size: number;
}

export function planArena(program: Program): ArenaLayout {
	const steps = planSteps(program);
	const offsets = new Map<number, number>();
	const inputs: { name: string; value: number; size: number }[] = [];
	const tableWords = steps.reduce(
		(sum, { call, values }) => sum + 2 + (call.operands ?? values).length + call.words.length,
		0,
	);
	let end = aligned(tableWords * 4);
	const used = new Set(program.operations.flatMap((operation) => operation.inputs));
	program.values.forEach((value, index) => {
		if (value.location.kind !== 'input' || !used.has(index)) return;
		inputs.push({ name: value.location.name, value: index, size: sizeOf(value.shape) });
		offsets.set(index, end);
		end += aligned(byteSize(value));
	});
	const plan = planMemory(program);
	const starts = plan.buffers.map((size) => (end += size) - size);
	for (const [value, buffer] of plan.bufferIndex) offsets.set(value, starts[buffer]);
	const scratch = Math.max(0, highest(steps.map(({ call }) => call.scratch ?? 0)));
	const size = end + aligned(scratch * 4);
	return { steps, tableWords, offsets, inputs, scratch: end, size };
}

const planSteps = ({ operations, values }: Program): Step[] =>
	operations.flatMap(({ kernel, attributes, inputs, outputs }) => {
		const operands = {
			inputs: inputs.map((value) => values[value]),
			outputs: outputs.map((value) => values[value]),
		};
		return kernel
			.calls(operands, attributes)
			.map((call) => ({ call, values: [...inputs, ...outputs] }));
	});
