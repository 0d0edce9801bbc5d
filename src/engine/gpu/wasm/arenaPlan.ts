/** The layout of a program in wasm's memory. */
import { InternalError } from '#engine/core/errors.ts';
import { highest, sum } from '#engine/core/statistics.ts';
import { sizeOf, type Operands } from '../kernel.ts';
import { planMemory } from '../memoryPlan.ts';
import { aligned, byteSize, type Program } from '../program.ts';

/** Bytes of the largest program. */
export const arenaSize = (programs: readonly Program[]): number =>
	Math.max(0, highest(programs.map((program) => planArena(program).size)));

/**
 * Layout of a program in the arena: table of calls, inputs, the memory plan's buffers. Byte
 * offsets of inputs and temporaries, by value. Sizes in bytes.
 */
export function planArena(program: Program) {
	const { steps, stages } = planSteps(program);
	const offsets = new Map<number, number>();
	/** `size` in elements. */
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
	return { steps, stages, tableWords, offsets, inputs, size: end };
}

/** Consecutive calls. */
export interface Stage {
	readonly first: number;
	readonly calls: number;
	readonly alone: boolean;
}

/**
 * Calls with less work run on the calling thread alone, and so do all calls of a program with less:
 * waiting for other threads takes longer. Measured (docs/benchmarks.md, Answers).
 */
const sharedWork = { call: 2 ** 19, program: 2 ** 24 };

/** All calls, each with the values of its operation's operands, and the stages in their order. */
function planSteps({ operations, values }: Program) {
	const steps = operations.flatMap(({ kernel, attributes, inputs, outputs }) => {
		const operands = {
			inputs: inputs.map((value) => values[value]),
			outputs: outputs.map((value) => values[value]),
		};
		if (!kernel.calls) throw new InternalError(`${kernel.name} has no wasm function.`);
		const all = [...inputs, ...outputs];
		return kernel
			.calls(operands, attributes)
			.map((call) => ({ call, values: all, work: call.work ?? defaultWork(operands) }));
	});
	const isSmall = sum(steps.map(({ work }) => work)) < sharedWork.program;
	const stages: Stage[] = [];
	for (const [first, { work }] of steps.entries()) {
		const alone = isSmall || work < sharedWork.call;
		const before = stages.at(-1);
		if (before?.alone === alone) stages[stages.length - 1] = { ...before, calls: before.calls + 1 };
		else stages.push({ first, calls: 1, alone });
	}
	return { steps, stages };
}

const defaultWork = ({ inputs, outputs }: Operands): number =>
	8 * highest([...inputs.slice(0, 1), ...outputs].map(({ shape }) => sizeOf(shape)));
