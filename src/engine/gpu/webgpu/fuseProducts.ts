/**
 * Fuses the matrix products of a program, because each dispatch of a GPU takes microseconds, even
 * if it computes nothing. Only a sum of two products is rounded otherwise than in the program.
 *
 * - y = cd + (ab + r), where one product is narrow (an adapter's), becomes a product of two terms.
 * - Independent products of equal shapes become one dispatch: an adapter's A of queries, keys and
 *   values, and the gradients of these.
 */
import { productKernels } from '../kernels/linear.ts';
import type { Kernel } from '../kernel.ts';
import { findReaders } from '../optimize.ts';
import type { Operation, Program } from '../program.ts';
import { productSizes, type Product } from './matmul/code.ts';
import { matmul, type Member } from './matmul/matmul.ts';

/** An operation as the dispatch plan needs it. */
export interface GpuOperation extends Pick<Operation, 'attributes' | 'inputs' | 'outputs'> {
	/** `name`: operations with equal names, shapes and attributes have equal dispatches. */
	readonly kernel: Pick<Kernel, 'name' | 'inputs' | 'updates' | 'dispatches'>;
}

/** Inner dimensions up to this are narrow. */
const maxNarrow = 64;
/** Buffers of a dispatch that every device allows. */
const maxBindings = 8;
/** The most operations that a product moves past: until then its operands take memory. */
const maxMove = 32;

/** Products of one shape, which one dispatch computes. */
interface Products {
	readonly product: Product;
	readonly label: string;
	readonly scale: number | undefined;
	/** Indices of values of the program. */
	readonly members: readonly Member<number>[];
}

interface Item {
	/** Absent if it was fused. */
	readonly operation?: Operation;
	/** Present if it is a matrix product. */
	readonly products?: Products;
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
}

/** `countBuffers`: the number of buffers that hold a value of the program, each with a binding. */
export function fuseProducts(
	program: Program,
	countBuffers: (value: number) => number = () => 1,
): readonly GpuOperation[] {
	const changed = new Set(
		program.operations.flatMap((operation) => changedVectors(operation, program)),
	);
	/** Whether it may read its inputs later or earlier than the program does. */
	const canMove = ({ inputs }: Item): boolean =>
		inputs.every((value) => {
			const { location } = program.values[value];
			return location.kind !== 'vector' || !changed.has(location.vector);
		});
	const items = joinTerms(program.operations.map(readItem), program, canMove);
	return groupProducts(items, program, canMove, countBuffers).map(writeOperation);
}

/** The member with another name for each of its matrices. */
const renamed = <A, B>(
	{ a, b, second, residual, y }: Member<A>,
	name: (matrix: A) => B,
): Member<B> => ({
	a: name(a),
	b: name(b),
	second: second && { a: name(second.a), b: name(second.b) },
	residual: residual === undefined ? undefined : name(residual),
	y: name(y),
});

function readItem(operation: Operation): Item {
	const { kernel, attributes, inputs, outputs } = operation;
	const known = productKernels.find(({ name }) => name === kernel.name);
	if (!known) return { operation, inputs, outputs };
	const { product, label } = known;
	const [a, b, residual] = inputs;
	const members = [{ a, b, residual, y: outputs[0] }];
	return { ...productsItem({ product, label, scale: attributes['scale'], members }), operation };
}

const productsItem = (products: Products): Item => ({
	products,
	inputs: [
		...new Set(
			products.members.flatMap(({ a, b, second, residual }) =>
				[a, b, second?.a, second?.b, residual].filter((value) => value !== undefined),
			),
		),
	],
	outputs: products.members.map(({ y }) => y),
});

/** Joins a product and its residual's product, if nothing else reads that and one is narrow. */
function joinTerms(
	items: readonly Item[],
	{ values, results }: Program,
	canMove: (item: Item) => boolean,
): Item[] {
	const joined: (Item | null)[] = [...items];
	const { producers, uses } = findReaders(items);
	const isResult = new Set(Object.values(results));
	const innerOf = ({ product, members: [{ a, b }] }: Products): number =>
		productSizes(product, values[a], values[b]).k;
	joined.forEach((item, index) => {
		const last = item?.products;
		const middle = last?.members[0].residual;
		const maker = middle === undefined ? undefined : producers.get(middle);
		const moved = maker === undefined ? null : joined[maker];
		const first = moved?.products;
		if (!last || !first || middle === undefined || maker === undefined || !canMove(moved)) return;
		const isPlain = ({ product, scale, members: [{ second }] }: Products) =>
			product !== 'TN' && scale === undefined && !second;
		if (last.product !== first.product || !isPlain(last) || !isPlain(first)) return;
		if (uses.get(middle) !== 1 || isResult.has(middle)) return;
		if (values[middle].location.kind !== 'temporary') return;
		if (Math.min(innerOf(last), innerOf(first)) > maxNarrow) return;
		const { a, b, y } = last.members[0];
		joined[maker] = null;
		joined[index] = productsItem({
			...last,
			members: [{ ...first.members[0], second: { a, b }, y }],
		});
	});
	return joined.filter((item) => item !== null);
}

/** Puts products of equal shapes into one dispatch, at the place of the first or of the last. */
function groupProducts(
	items: readonly Item[],
	program: Program,
	canMove: (item: Item) => boolean,
	countBuffers: (value: number) => number,
): Item[] {
	const countBindings = ({ inputs, outputs }: Item): number =>
		[...inputs, ...outputs].reduce((sum, value) => sum + countBuffers(value), 0);
	const order = [...items];
	const open = new Map<string, Item>();
	for (let at = 0; at < order.length; at++) {
		const item = order[at];
		if (!item.products || !canMove(item)) continue;
		const key = groupKey(item.products, program);
		const group = open.get(key);
		open.set(key, item);
		if (!group) continue;
		const from = order.indexOf(group);
		const members = [...group.products!.members, ...item.products.members];
		const joined = productsItem({ ...item.products, members });
		if (at - from > maxMove || countBindings(joined) > maxBindings) continue;
		const isFirst = !order.slice(from, at).some(({ outputs }) => reads(item, outputs));
		if (!isFirst && order.slice(from + 1, at + 1).some((next) => reads(next, group.outputs)))
			continue;
		order[isFirst ? from : at] = joined;
		order.splice(isFirst ? at : from, 1);
		at--;
		open.set(key, joined);
	}
	return order;
}

const reads = ({ inputs }: Item, outputs: readonly number[]): boolean =>
	inputs.some((input) => outputs.includes(input));

/** Vectors that the operation writes, in whole or in part. */
function changedVectors({ kernel, inputs, outputs }: Operation, { values }: Program): string[] {
	const updated = (kernel.updates ?? []).map((name) => inputs[kernel.inputs.indexOf(name)]);
	return [...updated, ...outputs].flatMap((value) => {
		const { location } = values[value];
		return location.kind === 'vector' ? [location.vector] : [];
	});
}

/** Equal for products that one dispatch can compute. */
const groupKey = ({ product, scale, members: [member] }: Products, { values }: Program): string =>
	JSON.stringify([
		product,
		scale,
		renamed(member, (value) => [values[value].shape, values[value].storage]),
	]);

function writeOperation({ operation, products, inputs, outputs }: Item): GpuOperation {
	if (operation) return operation;
	const { product, label, scale, members } = products!;
	const values = [...inputs, ...outputs];
	const indices = members.map((member) => renamed(member, (value) => values.indexOf(value)));
	const kernel: GpuOperation['kernel'] = {
		name: JSON.stringify([product, scale, indices]),
		inputs: inputs.map((_, i) => `input ${i}`),
		dispatches: (operands, _, tuning) => {
			const all = [...operands.inputs, ...operands.outputs];
			const [first, ...others] = indices.map((member) =>
				renamed(member, (index) => ({ ...all[index], index })),
			);
			return matmul(product, { label, scale, ...first, others }, tuning);
		},
	};
	return { kernel, attributes: {}, inputs, outputs };
}
