/**
 * A perceptron with two hidden tanh layers and one output, forward and backward in double
 * precision. x [rows × in], y [rows], h: hidden width:
 *
 *     y = w₃ · tanh(W₂ tanh(W₁ x + b₁) + b₂) + b₃
 *
 * Parameters, flat: W₁ [h × in], b₁, W₂ [h × h], b₂, w₃ [h], b₃, each matrix in the order of
 * PyTorch's Linear.
 */
import type { RandomStream } from '#engine/core/random.ts';

export interface NetworkShape {
	readonly inputs: number;
	readonly hidden: number;
}

/** A layer with the offsets of its weights [outputs × inputs] and biases in the parameters. */
interface Layer {
	readonly inputs: number;
	readonly outputs: number;
	readonly weights: number;
	readonly biases: number;
}

function listLayers({ inputs, hidden }: NetworkShape): readonly [Layer, Layer, Layer] {
	const layer = (from: number, inputs: number, outputs: number): Layer => ({
		inputs,
		outputs,
		weights: from,
		biases: from + inputs * outputs,
	});
	const first = layer(0, inputs, hidden);
	const second = layer(first.biases + hidden, hidden, hidden);
	return [first, second, layer(second.biases + hidden, hidden, 1)];
}

export const parameterCount = (shape: NetworkShape): number => listLayers(shape)[2].biases + 1;

/** Hidden weights uniform with variance 1 / fan-in. The last layer is 0, so every input gives 0. */
export function initialNetwork(shape: NetworkShape, stream: RandomStream): Float64Array {
	const parameters = new Float64Array(parameterCount(shape));
	for (const { inputs, weights, biases } of listLayers(shape).slice(0, 2)) {
		const limit = Math.sqrt(3 / inputs);
		for (let i = weights; i < biases; i++) parameters[i] = limit * (2 * stream.uniform(i) - 1);
	}
	return parameters;
}

/** Passes over up to `capacity` rows with reused buffers: the loops allocate nothing. */
export class NetworkPass {
	readonly #layers: readonly [Layer, Layer, Layer];
	readonly #first: Float64Array;
	readonly #second: Float64Array;
	readonly #atFirst: Float64Array;
	readonly #atSecond: Float64Array;
	/** Output of the last forward pass, one number per row. */
	readonly outputs: Float64Array;

	constructor(shape: NetworkShape, capacity: number) {
		this.#layers = listLayers(shape);
		this.#first = new Float64Array(capacity * shape.hidden);
		this.#second = new Float64Array(capacity * shape.hidden);
		this.#atFirst = new Float64Array(capacity * shape.hidden);
		this.#atSecond = new Float64Array(capacity * shape.hidden);
		this.outputs = new Float64Array(capacity);
	}

	/** input: [rows × inputs]. */
	forward(parameters: Float64Array, input: Float64Array, rows: number): Float64Array {
		const [first, second, last] = this.#layers;
		forwardLayer(first, parameters, input, this.#first, rows, tanh);
		forwardLayer(second, parameters, this.#first, this.#second, rows, tanh);
		forwardLayer(last, parameters, this.#second, this.outputs, rows, (sum) => sum);
		return this.outputs;
	}

	/** Adds ∂(Σ outputGradient · output) / ∂ parameters to `gradient`. Call forward before it. */
	backward(
		parameters: Float64Array,
		input: Float64Array,
		rows: number,
		outputGradient: Float64Array,
		gradient: Float64Array,
	): void {
		const [first, second, { inputs: h, weights, biases }] = this.#layers;
		const atSecond = this.#atSecond;
		const atFirst = this.#atFirst;
		for (let r = 0; r < rows; r++) {
			const g = outputGradient[r];
			gradient[biases] += g;
			for (let i = r * h, k = weights; k < biases; i++, k++) {
				const a = this.#second[i];
				gradient[k] += g * a;
				atSecond[i] = g * parameters[k] * (1 - a * a);
			}
		}
		addWeightGradient(second, atSecond, this.#first, gradient, rows);
		throughTanhLayer(second, parameters, atSecond, this.#first, atFirst, rows);
		addWeightGradient(first, atFirst, input, gradient, rows);
	}
}

/** Several times faster than Math.tanh; the difference is below 2e-16. */
const tanh = (x: number): number => 1 - 2 / (Math.exp(2 * x) + 1);

/** Four outputs at a time, because their sums are independent. */
function forwardLayer(
	{ inputs: width, outputs, weights, biases }: Layer,
	parameters: Float64Array,
	input: Float64Array,
	output: Float64Array,
	rows: number,
	activate: (sum: number) => number,
): void {
	const whole = outputs - (outputs % 4);
	for (let r = 0; r < rows; r++) {
		const at = r * width;
		const to = r * outputs;
		for (let o = 0; o < whole; o += 4) {
			const w0 = weights + o * width;
			const w1 = w0 + width;
			const w2 = w1 + width;
			const w3 = w2 + width;
			let s0 = parameters[biases + o];
			let s1 = parameters[biases + o + 1];
			let s2 = parameters[biases + o + 2];
			let s3 = parameters[biases + o + 3];
			for (let i = 0; i < width; i++) {
				const x = input[at + i];
				s0 += x * parameters[w0 + i];
				s1 += x * parameters[w1 + i];
				s2 += x * parameters[w2 + i];
				s3 += x * parameters[w3 + i];
			}
			output[to + o] = activate(s0);
			output[to + o + 1] = activate(s1);
			output[to + o + 2] = activate(s2);
			output[to + o + 3] = activate(s3);
		}
		for (let o = whole; o < outputs; o++) {
			let sum = parameters[biases + o];
			for (let i = 0; i < width; i++) sum += input[at + i] * parameters[weights + o * width + i];
			output[to + o] = activate(sum);
		}
	}
}

/** Adds ∂ / ∂ weights and biases of a layer from `at`, ∂ / ∂ its sums; four rows at a time. */
function addWeightGradient(
	{ inputs: width, outputs, weights, biases }: Layer,
	at: Float64Array,
	input: Float64Array,
	gradient: Float64Array,
	rows: number,
): void {
	const whole = rows - (rows % 4);
	for (let r = 0; r < whole; r += 4) {
		const i0 = r * width;
		const i1 = i0 + width;
		const i2 = i1 + width;
		const i3 = i2 + width;
		for (let o = 0; o < outputs; o++) {
			const d0 = at[r * outputs + o];
			const d1 = at[(r + 1) * outputs + o];
			const d2 = at[(r + 2) * outputs + o];
			const d3 = at[(r + 3) * outputs + o];
			gradient[biases + o] += d0 + d1 + d2 + d3;
			const to = weights + o * width;
			for (let i = 0; i < width; i++)
				gradient[to + i] +=
					d0 * input[i0 + i] + d1 * input[i1 + i] + d2 * input[i2 + i] + d3 * input[i3 + i];
		}
	}
	for (let r = whole; r < rows; r++)
		for (let o = 0; o < outputs; o++) {
			const d = at[r * outputs + o];
			gradient[biases + o] += d;
			for (let i = 0; i < width; i++) gradient[weights + o * width + i] += d * input[r * width + i];
		}
}

/** The gradient below a layer and its input tanh, whose values are `below` [rows × width]. */
function throughTanhLayer(
	{ inputs: width, outputs, weights }: Layer,
	parameters: Float64Array,
	at: Float64Array,
	below: Float64Array,
	output: Float64Array,
	rows: number,
): void {
	const whole = outputs - (outputs % 4);
	for (let r = 0; r < rows; r++) {
		const to = r * width;
		for (let i = 0; i < width; i++) output[to + i] = 0;
		for (let o = 0; o < whole; o += 4) {
			const d0 = at[r * outputs + o];
			const d1 = at[r * outputs + o + 1];
			const d2 = at[r * outputs + o + 2];
			const d3 = at[r * outputs + o + 3];
			const w0 = weights + o * width;
			const w1 = w0 + width;
			const w2 = w1 + width;
			const w3 = w2 + width;
			for (let i = 0; i < width; i++)
				output[to + i] +=
					d0 * parameters[w0 + i] +
					d1 * parameters[w1 + i] +
					d2 * parameters[w2 + i] +
					d3 * parameters[w3 + i];
		}
		for (let o = whole; o < outputs; o++) {
			const d = at[r * outputs + o];
			for (let i = 0; i < width; i++) output[to + i] += d * parameters[weights + o * width + i];
		}
		for (let i = 0; i < width; i++) output[to + i] *= 1 - below[to + i] ** 2;
	}
}
