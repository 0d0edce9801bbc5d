/**
 * k-means with k-means++ seeding (Arthur & Vassilvitskii 2007): RAISE's semantic classes. For
 * points x [rows × width], it searches centres c [count × width] with a small
 *
 *     Σ_rows min_k ‖x_row − c_k‖²
 */
import type { RandomStream } from '#engine/core/random.ts';

export interface Centres {
	readonly count: number;
	readonly width: number;
	/** [count × width] */
	readonly values: Float64Array;
}

const mostRounds = 50;

/** points: [rows × width]. Gives fewer centres if there are fewer distinct points. */
export function kMeans(
	points: Float32Array,
	width: number,
	count: number,
	stream: RandomStream,
): Centres {
	let centres = seedCentres(points, width, count, stream);
	let owners = assignNearest(points, centres);
	for (let round = 0; round < mostRounds; round++) {
		centres = moveCentres(points, owners, centres);
		const next = assignNearest(points, centres);
		if (next.every((owner, i) => owner === owners[i])) break;
		owners = next;
	}
	return centres;
}

/** k-means++: each further centre is a point, drawn ∝ its squared distance to the nearest one. */
function seedCentres(
	points: Float32Array,
	width: number,
	count: number,
	stream: RandomStream,
): Centres {
	const rows = points.length / width;
	const chosen = [stream.below(rows, 0)];
	const distances = new Float64Array(rows).fill(Infinity);
	while (chosen.length < count) {
		const last = chosen[chosen.length - 1];
		let total = 0;
		for (let r = 0; r < rows; r++) {
			distances[r] = Math.min(distances[r], distance(points, r, points, last, width));
			total += distances[r];
		}
		if (!(total > 0)) break;
		let left = stream.uniform(chosen.length) * total;
		let next = distances.findLastIndex((d) => d > 0);
		for (let r = 0; r < rows; r++) {
			left -= distances[r];
			if (left < 0) {
				next = r;
				break;
			}
		}
		chosen.push(next);
	}
	const values = new Float64Array(chosen.length * width);
	chosen.forEach((row, c) => {
		for (let i = 0; i < width; i++) values[c * width + i] = points[row * width + i];
	});
	return { count: chosen.length, width, values };
}

/** The class of each point: the index of its nearest centre. */
export function assignNearest(points: Float32Array, { count, width, values }: Centres): Uint8Array {
	return Uint8Array.from({ length: points.length / width }, (_, row) => {
		let best = 0;
		let least = Infinity;
		for (let c = 0; c < count; c++) {
			const d = distance(points, row, values, c, width);
			if (d < least) {
				least = d;
				best = c;
			}
		}
		return best;
	});
}

/** Each centre becomes the mean of its points; one without points stays. */
function moveCentres(points: Float32Array, owners: Uint8Array, before: Centres): Centres {
	const { count, width } = before;
	const values = new Float64Array(count * width);
	const sizes = new Float64Array(count);
	owners.forEach((owner, row) => {
		sizes[owner]++;
		for (let i = 0; i < width; i++) values[owner * width + i] += points[row * width + i];
	});
	for (let k = 0; k < values.length; k++) {
		const size = sizes[Math.floor(k / width)];
		values[k] = size > 0 ? values[k] / size : before.values[k];
	}
	return { count, width, values };
}

/** The squared Euclidean distance of row `rowA` of a and row `rowB` of b. */
function distance(
	a: ArrayLike<number>,
	rowA: number,
	b: ArrayLike<number>,
	rowB: number,
	width: number,
): number {
	let sum = 0;
	for (let i = 0; i < width; i++) sum += (a[rowA * width + i] - b[rowB * width + i]) ** 2;
	return sum;
}
