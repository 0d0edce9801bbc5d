/**
 * Laws of the loss by the mix, fitted to trial runs: q [G] shares of the groups, y [n] nats.
 *
 *  linear       y = b + Σ_g t_g q_g, by least squares
 *  exponential  y = c + exp(Σ_g t_g q_g), c ≥ 0: the law of Ye et al. (2403.16952) and of Olmix.
 *               Ours: least squares, by Gauss–Newton with damping, where Olmix has Huber's loss
 *  trees        boosted regression trees, grown leaf by leaf as in LightGBM, all splits tried
 */
import { highest, lowest, mean } from '#engine/core/statistics.ts';
import { dot, solveRows } from './linearEquations.ts';

/** The predicted loss of a mix. */
export type MixingLaw = (shares: readonly number[]) => number;
type Fit = (mixes: readonly (readonly number[])[], losses: readonly number[]) => MixingLaw;

export const linearLaw: Fit = (mixes, losses) => {
	const slopes = linearSlopes(mixes, losses);
	return (shares) => dot(shares, slopes);
};

/** Shares sum to 1, so the slopes contain b. The small diagonal serves fewer trials than groups. */
const linearSlopes: (...data: Parameters<Fit>) => number[] = (mixes, losses) =>
	solveLeastSquares(mixes, losses, 1e-12);

/** The least |X s − y|² + damping · Σ_g d_g s_g², d the diagonal of XᵀX. */
function solveLeastSquares(
	x: readonly (readonly number[])[],
	y: readonly number[],
	damping: number,
): number[] {
	const size = x[0].length;
	const rows = Array.from({ length: size }, (_, g) => [
		...Array.from({ length: size }, (_, h) => x.reduce((sum, row) => sum + row[g] * row[h], 0)),
		x.reduce((sum, row, i) => sum + row[g] * y[i], 0),
	]);
	const floor = 1e-12 * Math.max(highest(rows.map((row, g) => row[g])), 1e-300);
	rows.forEach((row, g) => (row[g] += damping * row[g] + floor));
	return solveRows(rows);
}

/** Starts: c as parts of the lowest loss. */
const startParts = [0.01, 0.3, 0.6, 0.9, 0.99];

export const exponentialLaw: Fit = (mixes, losses) => {
	const low = Math.max(lowest(losses), 1e-6);
	/** [log c, t_1, …, t_G] */
	const predict = ([floor, ...slopes]: readonly number[], shares: readonly number[]) =>
		Math.exp(floor) + Math.exp(dot(shares, slopes));
	const residuals = (point: readonly number[]) =>
		mixes.map((shares, i) => losses[i] - predict(point, shares));
	const squares = (point: readonly number[]) =>
		residuals(point).reduce((sum, residual) => sum + residual ** 2, 0);
	const refine = (start: readonly number[]) => {
		let [point, value, damping] = [start, squares(start), 1e-3];
		for (let round = 0; round < 200 && damping < 1e9; round++) {
			const slopes = mixes.map((shares) => {
				const steep = Math.exp(dot(shares, point.slice(1)));
				return [Math.exp(point[0]), ...shares.map((share) => steep * share)];
			});
			const step = solveLeastSquares(slopes, residuals(point), damping);
			// A floor far below all losses is 0; its logarithm would run away.
			const tried = point.map((at, g) => (g === 0 ? Math.max(at + step[g], -30) : at + step[g]));
			const next = squares(tried);
			if (next < value) [point, value, damping] = [tried, next, damping / 10];
			else damping *= 10;
		}
		return { point, value };
	};
	const [best] = startParts
		.map((part) => {
			const above = losses.map((loss) => Math.log(Math.max(loss - part * low, 1e-6)));
			return refine([Math.log(part * low), ...linearSlopes(mixes, above)]);
		})
		.sort((a, b) => a.value - b.value);
	return (shares) => predict(best.point, shares);
};

export interface TreeSettings {
	readonly rounds: number;
	readonly rate: number;
	readonly leaves: number;
	/** The least rows of a leaf. */
	readonly rows: number;
}
interface Split {
	readonly gain: number;
	readonly group: number;
	readonly at: number;
	readonly sides: readonly [left: readonly number[], right: readonly number[]];
}
interface Leaf {
	readonly rows: readonly number[];
	readonly split: Split | null;
}
/** A split with what is on both sides: the value of a leaf, or a further split. */
interface Node {
	readonly group: number;
	readonly at: number;
	left: number | Node;
	right: number | Node;
}
type Tree = number | Node;

export const treeLaw =
	({ rounds, rate, leaves, rows: least }: TreeSettings): Fit =>
	(mixes, losses) => {
		const base: number = mean(losses);
		const left = losses.map((loss) => loss - base);
		/** Rows by rising share of each group: a leaf's order is a part of it. */
		const orders = mixes[0].map((_, g) =>
			[...mixes.keys()].sort((a, b) => mixes[a][g] - mixes[b][g]),
		);
		const trees: Tree[] = [];
		for (let round = 0; round < rounds; round++) {
			const tree = growTree(mixes, left, orders, { leaves, least });
			trees.push(tree);
			mixes.forEach((shares, i) => (left[i] -= rate * valueIn(tree, shares)));
		}
		return (shares) =>
			trees.reduce<number>((sum, tree) => sum + rate * valueIn(tree, shares), base);
	};

function valueIn(tree: Tree, shares: readonly number[]): number {
	let at: Tree = tree;
	while (typeof at !== 'number') at = shares[at.group] <= at.at ? at.left : at.right;
	return at;
}

/** Splits the leaf with the largest fall of the squared error, until none falls. */
function growTree(
	mixes: readonly (readonly number[])[],
	y: readonly number[],
	orders: readonly (readonly number[])[],
	{ leaves, least }: { readonly leaves: number; readonly least: number },
): Tree {
	const makeLeaf = (rows: readonly number[]): Leaf => ({
		rows,
		split: bestSplit(rows, mixes, y, orders, least),
	});
	const averageRows = (rows: readonly number[]) => mean(rows.map((row) => y[row]));
	const root: { tree: Tree } = { tree: averageRows(orders[0]) };
	const open = [{ leaf: makeLeaf(orders[0]), put: (tree: Tree) => void (root.tree = tree) }];
	for (let count = 1; count < leaves; count++) {
		const [first] = open
			.filter(({ leaf }) => leaf.split !== null)
			.sort((a, b) => b.leaf.split!.gain - a.leaf.split!.gain);
		if (!first) break;
		const { group, at, sides } = first.leaf.split!;
		const node: Node = { group, at, left: averageRows(sides[0]), right: averageRows(sides[1]) };
		first.put(node);
		open.splice(
			open.indexOf(first),
			1,
			{ leaf: makeLeaf(sides[0]), put: (tree: Tree) => void (node.left = tree) },
			{ leaf: makeLeaf(sides[1]), put: (tree: Tree) => void (node.right = tree) },
		);
	}
	return root.tree;
}

function bestSplit(
	rows: readonly number[],
	mixes: readonly (readonly number[])[],
	y: readonly number[],
	orders: readonly (readonly number[])[],
	least: number,
): Split | null {
	if (rows.length < 2 * least) return null;
	const inLeaf = new Set(rows);
	const total = rows.reduce((sum, row) => sum + y[row], 0);
	let best: Omit<Split, 'sides'> = { gain: 1e-12, group: -1, at: 0 };
	for (const [group, order] of orders.entries()) {
		const sorted = order.filter((row) => inLeaf.has(row));
		let sum = 0;
		for (let n = 1; n <= sorted.length - least; n++) {
			sum += y[sorted[n - 1]];
			const [below, above] = [mixes[sorted[n - 1]][group], mixes[sorted[n]][group]];
			if (n < least || below === above) continue;
			const rest = sorted.length - n;
			const gain = sum ** 2 / n + (total - sum) ** 2 / rest - total ** 2 / sorted.length;
			if (gain > best.gain) best = { gain, group, at: (below + above) / 2 };
		}
	}
	if (best.group < 0) return null;
	const isLeft = (row: number) => mixes[row][best.group] <= best.at;
	return { ...best, sides: [rows.filter(isLeft), rows.filter((row) => !isLeft(row))] };
}
