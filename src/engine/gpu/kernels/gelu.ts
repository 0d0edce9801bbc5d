/**
 * Gaussian error linear unit (Hendrycks & Gimpel 2016, arXiv 1606.08415), exact or approximate.
 *
 *   y = x Φ(x),   Φ(x) = (1 + erf(x/√2)) / 2,     Φ′(x) = e^(−x²/2) / √(2π)
 *   or Φ(x) = (1 + tanh u) / 2 = σ(2u),           Φ′(x) = 2 u′ Φ (1 − Φ)
 *      u = √(2/π) (x + 0.044715 x³),              u′ = √(2/π) (1 + 0.134145 x²)
 *   ∂x = ∂y (Φ(x) + x Φ′(x))
 *
 * x, y [rows, width]. The devices compute erf by Abramowitz & Stegun 7.1.26, whose error is at most
 * 1.5e-7: 1 − Φ(|x|) = (a₁t + … + a₅t⁵) e^(−x²/2) / 2, t = 1 / (1 + 0.3275911 |x|/√2).
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { elementwiseKernel } from '../elementwise.ts';

type GeluAttributes = {
	/** 1: the approximation by tanh. */
	readonly approximate: number;
};

/** x [rows, width] → [rows, width]. */
export const gelu = (x: tf.Tensor2D, isApproximate: boolean): tf.Tensor2D =>
	apply(geluKernel, { x }, { approximate: isApproximate ? 1 : 0 })[0] as tf.Tensor2D;

/** √(2/π), and the factors of x³ in u and of x² in u′ / √(2/π). */
const [rootOf2OverPi, cubic, quadratic] = [Math.sqrt(2 / Math.PI), 0.044715, 0.134145];

/** WGSL: (Φ, Φ′) of one type. Exponents are bounded: float32 holds up to e⁸⁸. */
const phi = ({ approximate }: GeluAttributes): string =>
	approximate
		? `fn cumulative(x: T) -> T {
	return 1 / (1 + exp(min(-2 * ${rootOf2OverPi} * (x + ${cubic} * x * x * x), T(80))));
}
fn density(x: T, phi: T) -> T {
	return 2 * ${rootOf2OverPi} * (1 + ${quadratic} * x * x) * phi * (1 - phi);
}
`
		: `fn cumulative(x: T) -> T {
	let t = 1 / (1 + ${0.3275911 * Math.SQRT1_2} * abs(x));
	let p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t
		+ 0.254829592) * t;
	let tail = 0.5 * p * exp(max(-0.5 * x * x, T(-80)));
	return select(tail, 1 - tail, x >= T(0));
}
fn density(x: T, phi: T) -> T {
	return ${1 / Math.sqrt(2 * Math.PI)} * exp(max(-0.5 * x * x, T(-80)));
}
`;

export const geluKernel = elementwiseKernel<GeluAttributes>({
	name: 'Gelu',
	inputs: ['x'],
	functions: phi,
	body: ({ at, set }) => `let value = x_${at}(i);
y_${set}(i, value * cumulative(value));`,
	flopsPerElement: 20,
	run: 'gelu',
	words: ({ approximate }) => [approximate],
	reference: ([x], _, attributes) => [x.map((value) => value * phiReference(value, attributes)[0])],
	gradient: {
		inputs: ['x'],
		backward: ([dy], [x], attributes) => ({
			x: () => apply(geluGradient, { dy, x }, attributes)[0],
		}),
	},
});

export const geluGradient = elementwiseKernel<GeluAttributes>({
	name: 'GeluGradient',
	label: 'gelu gradient',
	inputs: ['dy', 'x'],
	results: ['dx'],
	functions: phi,
	body: ({ at, set }) => `let value = x_${at}(i);
let phi = cumulative(value);
dx_${set}(i, dy_${at}(i) * (phi + value * density(value, phi)));`,
	flopsPerElement: 40,
	run: 'geluGradient',
	words: ({ approximate }) => [approximate],
	reference: ([dy, x], _, attributes) => [
		x.map((value, i) => {
			const [phi, density] = phiReference(value, attributes);
			return dy[i] * (phi + value * density);
		}),
	],
});

/** [Φ, Φ′] */
function phiReference(x: number, { approximate }: GeluAttributes): readonly [number, number] {
	if (!approximate)
		return [(1 + erf(x * Math.SQRT1_2)) / 2, Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)];
	const u = rootOf2OverPi * (x + cubic * x ** 3);
	const slope = rootOf2OverPi * (1 + quadratic * x * x);
	return [(1 + Math.tanh(u)) / 2, (slope * (1 - Math.tanh(u) ** 2)) / 2];
}

/** 2/√π e^(−z²) Σ 2ⁿ z²ⁿ⁺¹ / (1 · 3 · … · (2n + 1)), whose terms are positive for z > 0. */
function erf(z: number): number {
	if (Math.abs(z) > 6) return Math.sign(z);
	let [term, sum] = [z, z];
	for (let n = 1; n < 150; n++) {
		term *= (2 * z * z) / (2 * n + 1);
		sum += term;
	}
	return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
}
