/** Numerical gradients, which tests compare with the chain rules' references. */

/**
 * ∂(Σ dy ∘ f(x)) / ∂x by central differences in float64. With steps of 1e-4 the relative error is
 * near 1e-8 for functions as smooth as a model's.
 */
export function finiteDifferences(
	f: (x: Float64Array) => Float64Array,
	x: Float64Array,
	dy: Float64Array,
	step = 1e-4,
): Float64Array {
	const loss = (at: Float64Array) => f(at).reduce((sum, y, i) => sum + y * dy[i], 0);
	return x.map((value, i) => {
		const moved = x.slice();
		moved[i] = value + step;
		const above = loss(moved);
		moved[i] = value - step;
		return (above - loss(moved)) / (2 * step);
	});
}

/** The largest difference divided by the largest expected value. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
	let error = 0;
	let largest = Number.MIN_VALUE;
	for (let i = 0; i < expected.length; i++) {
		const difference = Math.abs(actual[i] - expected[i]);
		error = Math.max(error, Number.isNaN(difference) ? Infinity : difference);
		largest = Math.max(largest, Math.abs(expected[i]));
	}
	return actual.length === expected.length ? error / largest : Infinity;
}
