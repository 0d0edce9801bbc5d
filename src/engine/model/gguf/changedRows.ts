/** The rows and columns of a GGUF tensor in the folder's order, and back. */
import type { TensorChange } from './tensorNames.ts';

/** Some rows of a tensor in the file. A vector has rows of one number. */
interface Piece {
	readonly first: number;
	readonly rows: number;
	readonly width: number;
}

/** The pieces that can be changed alone, of about `numbers` numbers each. */
export function* rowPieces(
	[all, width = 1]: readonly number[],
	{ order, isTransposed }: TensorChange,
	numbers: number,
): Generator<Piece> {
	const group = isTransposed || width === 1 ? all : (order?.group ?? 1);
	const step = group * Math.max(1, Math.floor(numbers / width / group));
	for (let first = 0; first < all; first += step)
		yield { first, rows: Math.min(step, all - first), width };
}

/** A piece of the file as the folder has it. `isBack`: one of the folder as the file has it. */
export function reordered<T extends Float32Array | Uint32Array | Uint16Array>(
	numbers: T,
	{ rows, width }: Piece,
	{ order, isTransposed }: TensorChange,
	isBack = false,
): T {
	const out = numbers.slice() as T;
	if (isTransposed) {
		const [outer, inner] = isBack ? [width, rows] : [rows, width];
		for (let i = 0; i < outer; i++)
			for (let j = 0; j < inner; j++) out[j * outer + i] = numbers[i * inner + j];
	} else if (order)
		for (let i = 0; i < rows; i++) {
			const other = i - (i % order.group) + order.row(i % order.group);
			const [from, to] = isBack ? [other, i] : [i, other];
			out.set(numbers.subarray(from * width, (from + 1) * width), to * width);
		}
	return out;
}
