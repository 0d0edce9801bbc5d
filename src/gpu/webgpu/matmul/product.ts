/** The three matrix products of a linear layer, row-major: which operand runs along which dimension. */
import type { Storage } from '../../kernel.ts';

/**
 * - NT: y[m,n] = Σₖ a[m,k]·b[n,k] (forward, weights as [out, in]);
 * - NN: y[m,n] = Σₖ a[m,k]·b[k,n] (∂x = ∂y·W);
 * - TN: y[m,n] = Σₖ a[k,m]·b[k,n] (∂W = ∂yᵀ·x).
 */
export type Product = 'NT' | 'NN' | 'TN';
export const products: readonly Product[] = ['NT', 'NN', 'TN'];

export interface Problem {
	readonly product: Product;
	readonly m: number;
	readonly n: number;
	readonly k: number;
	readonly a: Storage;
	readonly b: Storage;
	readonly y: Storage;
	/** y = ab + r, with r stored so. */
	readonly residual?: Storage;
}

/** The dimension along which each matrix is contiguous, in elements. */
export const contiguous = ({ product, m, n, k }: Problem): { a: number; b: number; y: number } => ({
	a: product === 'TN' ? m : k,
	b: product === 'NT' ? k : n,
	y: n,
});

/** How many elements each matrix is read or written at once. */
export function widths(problem: Problem): { a: 1 | 4; b: 1 | 4; y: 1 | 4 } {
	const length = contiguous(problem);
	const width = (elements: number): 1 | 4 => (elements % 4 === 0 ? 4 : 1);
	return { a: width(length.a), b: width(length.b), y: width(length.y) };
}
