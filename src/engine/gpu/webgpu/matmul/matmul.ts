/**
 * Matrix products as dispatches. All tiles give the same bits. Split sums have others, but only the
 * shape and the kind of device decide about them.
 *
 *   y = s ab + r          or          y = ab + cd + r
 *
 * A dispatch may compute several such products of equal shapes, one for each layer of workgroups.
 */
import { InternalError } from '#engine/core/errors.ts';
import type { Dispatch, Operand } from '../../kernel.ts';
import { shader, type ShaderOperand } from '../shader.ts';
import {
	accessWidths,
	productSizes,
	switchMember,
	type Code,
	type Problem,
	type Product,
} from './code.ts';
import { registers, subgroups } from './registers.ts';
import { isSplit, split, splitTile } from './split.ts';
import { tileSize, type Tile } from './tile.ts';
import { chooseTile, safeTuning, submissionFlops, type Tuning } from './tuning.ts';
import { isSliced, sliced, slicedTile, workgroup } from './workgroup.ts';

/** WGSL for tiles of the problem's y. */
type Design = (problem: Problem, tile: Tile) => Code;
const designs: Readonly<Record<Tile['design'], Design>> = { registers, workgroup, subgroups };

export interface MatrixOperand extends Operand {
	/** Index among the operation's operands: inputs, then outputs. */
	readonly index: number;
}

export interface Factors<Matrix = MatrixOperand> {
	readonly a: Matrix;
	readonly b: Matrix;
}

/** The matrices of one product. */
export interface Member<Matrix = MatrixOperand> extends Factors<Matrix> {
	readonly y: Matrix;
	/** r, in y's shape. */
	readonly residual?: Matrix | undefined;
	/** c and d, which have the layouts of a and b. */
	readonly second?: Factors<Matrix> | undefined;
}

export interface Matrices extends Member {
	/** For errors and profiles: `linear`. */
	readonly label: string;
	/** s. Default: 1. Not with a second term. */
	readonly scale?: number | undefined;
	/** Other products with the same shapes and storages. */
	readonly others?: readonly Member[];
}

/** How a product is computed: with a tile, or with sums that invocations share. */
export type Way = Tile | 'split' | 'sliced';

/** The way in which invocations of hardware share each sum, if they do. The shape alone decides. */
const sharedWay = (sizes: Pick<Problem, 'm' | 'n' | 'k'>): Exclude<Way, Tile> | null =>
	isSplit(sizes) ? 'split' : isSliced(sizes) ? 'sliced' : null;

/**
 * One dispatch, or several if one would take too long: one for each member, by rows of y, and by
 * columns if a strip of rows would. NT: a [m, k], b [n, k]; NN: a [m, k], b [k, n]; TN: a [k, m], b
 * [k, n]; y and the residual [m, n].
 */
export function matmul(product: Product, matrices: Matrices, tuning: Tuning): readonly Dispatch[] {
	const problem = checkShapes(product, matrices);
	const shared = tuning.splitsSums ? sharedWay(problem) : null;
	return plan(matrices, problem, shared ?? chooseTile(problem, tuning), submissionFlops(tuning));
}

/** The same in a given way, for measurements and tests. */
export const matmulIn = (
	way: Way,
	product: Product,
	matrices: Matrices,
	flopsPerDispatch = submissionFlops(safeTuning),
): readonly Dispatch[] => plan(matrices, checkShapes(product, matrices), way, flopsPerDispatch);

/** The design, and the block of one of its workgroups. */
function designOf(way: Way, problem: Problem): readonly [Design, Tile] {
	if (way === 'split') return [split, splitTile(problem)];
	if (way === 'sliced') return [sliced, slicedTile];
	return [designs[way.design], way];
}

function plan(
	matrices: Matrices,
	problem: Problem,
	way: Way,
	flopsPerDispatch: number,
): readonly Dispatch[] {
	const [design, tile] = designOf(way, problem);
	const { label, scale, others = [] } = matrices;
	const { m, n, second } = problem;
	const members = [matrices, ...others];
	const flopsPerOutput = 2 * (problem.k + (second?.k ?? 0)) * members.length;
	if (others.length > 0 && m * n * flopsPerOutput > flopsPerDispatch)
		return members.flatMap((member) =>
			plan({ ...member, label, scale, others: [] }, problem, way, flopsPerDispatch),
		);
	const bound = bindMembers(members, problem);
	const code = writeOnce(design, { ...problem, byMember: bound.byMember }, tile);
	const size = tileSize(tile);
	const rows = blocksOf(m, size.rows, flopsPerDispatch / (flopsPerOutput * n));
	// A strip of a large vocabulary's head takes a second on a slow GPU.
	const columns = blocksOf(n, size.columns, flopsPerDispatch / (flopsPerOutput * rows[0].length));
	return rows.flatMap((row) =>
		columns.map((column) =>
			shader({
				label,
				...code,
				operands: bound.operands,
				functions: bound.functions + (code.functions ?? ''),
				body: bound.start + code.body,
				sizes: {
					m,
					n,
					k: problem.k,
					first: row.first,
					first_column: column.first,
					...(second && { second_k: second.k }),
				},
				...(scale !== undefined && { scalars: { scale } }),
				workgroups: [column.groups, row.groups, members.length],
				flops: row.length * column.length * flopsPerOutput,
			}),
		),
	);
}

/** Splits rows or columns into whole workgroups of `size`, with at most `max` each if possible. */
function blocksOf(length: number, size: number, max: number) {
	const groups = Math.ceil(length / size);
	const limit = max >= length ? groups : Math.max(1, Math.floor(max / size));
	return Array.from({ length: Math.ceil(groups / limit) }, (_, i) => {
		const first = i * limit * size;
		const count = Math.min(limit, groups - i * limit);
		return { first, groups: count, length: Math.min(length - first, count * size) };
	});
}

const written = new Map<string, Code>();

/** The WGSL depends on sizes modulo 64 only, so batches of several lengths share it. */
function writeOnce(design: Design, problem: Problem, tile: Tile): Code {
	const { m, n, k, second } = problem;
	const residues = [m, n, k, second?.k ?? 0].map((size) => size % 64);
	const sizeless = { ...problem, m: 0, n: 0, k: 0, second: second && { ...second, k: 0 } };
	const key = JSON.stringify([design.name, tile, residues, sizeless]);
	const code = written.get(key) ?? design(problem, tile);
	written.set(key, code);
	return code;
}

/** The operands a, b, c, d, r and y of the shader, which stand for those of the group's member. */
function bindMembers(members: readonly Member[], problem: Problem) {
	const width = accessWidths(problem);
	const secondWidth = problem.second && accessWidths({ ...problem, ...problem.second });
	const operands: { [name: string]: ShaderOperand } = {};
	const functions: string[] = [];
	const byMember: { [name: string]: readonly string[] } = {};
	const bind = (
		name: string,
		width: 1 | 4 | undefined,
		find: (member: Member) => MatrixOperand | undefined,
		write = false,
	): void => {
		const found = members.flatMap((member) => find(member) ?? []);
		const [first] = found;
		if (width === undefined || found.length === 0) return;
		const nameOf = ({ index }: MatrixOperand): string =>
			found.every((other) => other.index === first.index) ? name : `${name}_${index}`;
		for (const operand of found) operands[nameOf(operand)] = { ...operand, width, write };
		const names = found.map(nameOf);
		if (names[0] === name) return;
		functions.push(memberAccess(name, names, width, write));
		byMember[name] = names;
	};
	bind('a', width.a, ({ a }) => a);
	bind('b', width.b, ({ b }) => b);
	bind('c', secondWidth?.a, ({ second }) => second?.a);
	bind('d', secondWidth?.b, ({ second }) => second?.b);
	bind('r', width.y, ({ residual }) => residual);
	bind('y', width.y, ({ y }) => y, true);
	const isGroup = members.length > 1;
	return {
		operands,
		byMember,
		functions: (isGroup ? 'var<private> member: u32;\n' : '') + functions.join(''),
		start: isGroup ? 'member = group.z;\n' : '',
	};
}

/** Accessors that read or write the operand of the group's member. */
function memberAccess(
	name: string,
	operands: readonly string[],
	width: 1 | 4,
	write: boolean,
): string {
	const type = width === 4 ? 'vec4<f32>' : 'f32';
	const choose = (call: (operand: string) => string): string => switchMember(operands.map(call));
	if (write) {
		const set = width === 4 ? 'set_quad' : 'set';
		return `fn ${name}_${set}(i: u32, value: ${type}) {
	${choose((operand) => `${operand}_${set}(i, value);`)}
}
`;
	}
	const getters = width === 4 ? (['quad', 'at'] as const) : (['at'] as const);
	return getters
		.map(
			(get) => `fn ${name}_${get}(i: u32) -> ${get === 'quad' ? type : 'f32'} {
	${choose((operand) => `return ${operand}_${get}(i);`)}
}
`,
		)
		.join('');
}

/** Throws InternalError for operands whose shapes do not fit. */
function checkShapes(product: Product, { label, scale, others = [], ...first }: Matrices): Problem {
	const [m, n] = first.y.shape;
	const kOf = ({ a, b }: Factors): number => productSizes(product, a, b).k;
	const k = kOf(first);
	const second = first.second && { factors: first.second, k: kOf(first.second) };
	const expectShape = (name: string, operand: Operand, shape: readonly number[]): void => {
		if (operand.shape.join() === shape.join()) return;
		throw new InternalError(
			`${label}: ${product} with y [${m}, ${n}] and k ${k} needs ${name} of shape ` +
				`[${shape.join(', ')}], not [${operand.shape.join(', ')}].`,
		);
	};
	const expectFactors = (names: string, { a, b }: Factors, k: number): void => {
		expectShape(names[0], a, product === 'TN' ? [k, m] : [m, k]);
		expectShape(names[1], b, product === 'NT' ? [n, k] : [k, n]);
	};
	for (const member of [first, ...others]) {
		expectShape('y', member.y, [m, n]);
		expectFactors('ab', member, k);
		if (second) expectFactors('cd', member.second!, second.k);
		if (member.residual) expectShape('residual', member.residual, [m, n]);
	}
	const { a, b, y, residual } = first;
	return {
		product,
		m,
		n,
		k,
		a: a.storage,
		b: b.storage,
		y: y.storage,
		...(residual && { residual: residual.storage }),
		...(second && {
			second: { k: second.k, a: second.factors.a.storage, b: second.factors.b.storage },
		}),
		isScaled: scale !== undefined,
	};
}
