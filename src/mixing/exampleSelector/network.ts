/**
 * A perceptron with two hidden tanh layers and one output, forward and backward in double
 * precision. Parameters, flat: W1 [h × in], b1, W2 [h × h], b2, w3 [h], b3, each matrix in the
 * order of PyTorch's Linear.
 */
import type { RandomStream } from '#core/random.ts';

export interface NetworkShape {
	readonly inputs: number;
	readonly hidden: number;
}

export const parameterCount = ({ inputs, hidden }: NetworkShape): number =>
	hidden * inputs + hidden + hidden * hidden + hidden + hidden + 1;

/** Hidden weights uniform with variance 1 / fan-in. The last layer is 0, so every input gives 0. */
export function initialNetwork(shape: NetworkShape, stream: RandomStream): Float64Array {
	const { inputs, hidden } = shape;
	const parameters = new Float64Array(parameterCount(shape));
	const fill = (from: number, count: number, fanIn: number) => {
		const most = Math.sqrt(3 / fanIn);
		for (let i = from; i < from + count; i++) parameters[i] = most * (2 * stream.uniform(i) - 1);
	};
	fill(0, hidden * inputs, inputs);
	fill(hidden * inputs + hidden, hidden * hidden, hidden);
	return parameters;
}

/** Passes over up to `capacity` rows with reused buffers: the loops allocate nothing. */
export class NetworkPass {
	readonly #shape: NetworkShape;
	readonly #first: Float64Array;
	readonly #second: Float64Array;
	readonly #atFirst: Float64Array;
	readonly #atSecond: Float64Array;
	/** Output of the last forward pass, one number per row. */
	readonly outputs: Float64Array;

	constructor(
		shape: NetworkShape,
		readonly capacity: number,
	) {
		this.#shape = shape;
		this.#first = new Float64Array(capacity * shape.hidden);
		this.#second = new Float64Array(capacity * shape.hidden);
		this.#atFirst = new Float64Array(capacity * shape.hidden);
		this.#atSecond = new Float64Array(capacity * shape.hidden);
		this.outputs = new Float64Array(capacity);
	}

	/** input: [rows × inputs]. */
	forward(parameters: Float64Array, input: Float64Array, rows: number): Float64Array {
		const { inputs: n, hidden: h } = this.#shape;
		const [w1, b1, w2, b2, w3, b3] = this.#offsets();
		tanhLayer(input, n, parameters, w1, b1, this.#first, h, rows);
		tanhLayer(this.#first, h, parameters, w2, b2, this.#second, h, rows);
		lastLayer(this.#second, h, parameters, w3, b3, this.outputs, rows);
		return this.outputs;
	}

	/**
	 * Adds ∂(Σ outputGradient · output) / ∂ parameters to `gradient`. Call forward on the input
	 * first.
	 */
	backward(
		parameters: Float64Array,
		input: Float64Array,
		rows: number,
		outputGradient: Float64Array,
		gradient: Float64Array,
	): void {
		const { inputs: n, hidden: h } = this.#shape;
		const [w1, b1, w2, b2, w3, b3] = this.#offsets();
		const second = this.#second;
		const atSecond = this.#atSecond;
		const atFirst = this.#atFirst;
		for (let r = 0; r < rows; r++) {
			const g = outputGradient[r];
			gradient[b3] += g;
			for (let i = r * h, k = w3; k < w3 + h; i++, k++) {
				const a = second[i];
				gradient[k] += g * a;
				atSecond[i] = g * parameters[k] * (1 - a * a);
			}
		}
		addWeightGradient(atSecond, h, this.#first, h, gradient, w2, b2, rows);
		throughTanhLayer(atSecond, h, parameters, w2, this.#first, h, atFirst, rows);
		addWeightGradient(atFirst, h, input, n, gradient, w1, b1, rows);
	}

	#offsets(): readonly [number, number, number, number, number, number] {
		const { inputs: n, hidden: h } = this.#shape;
		const b1 = h * n;
		const w2 = b1 + h;
		const b2 = w2 + h * h;
		const w3 = b2 + h;
		return [0, b1, w2, b2, w3, w3 + h];
	}
}

function lastLayer(
	input: Float64Array,
	width: number,
	parameters: Float64Array,
	weights: number,
	bias: number,
	output: Float64Array,
	rows: number,
): void {
	for (let r = 0; r < rows; r++) {
		let sum = parameters[bias];
		for (let i = 0; i < width; i++) sum += parameters[weights + i] * input[r * width + i];
		output[r] = sum;
	}
}

/** Several times faster than Math.tanh; the difference is below 2e-16. */
const tanh = (x: number): number => 1 - 2 / (Math.exp(2 * x) + 1);

/** Four outputs at a time, because their sums are independent. */
function tanhLayer(
	input: Float64Array,
	width: number,
	parameters: Float64Array,
	weights: number,
	biases: number,
	output: Float64Array,
	outputs: number,
	rows: number,
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
			output[to + o] = tanh(s0);
			output[to + o + 1] = tanh(s1);
			output[to + o + 2] = tanh(s2);
			output[to + o + 3] = tanh(s3);
		}
		for (let o = whole; o < outputs; o++) {
			let sum = parameters[biases + o];
			for (let i = 0; i < width; i++) sum += input[at + i] * parameters[weights + o * width + i];
			output[to + o] = tanh(sum);
		}
	}
}

/**
 * Adds ∂ / ∂ weights and biases of a layer; `at` [rows × outputs] is the gradient of its sums. Four
 * rows at a time save reads.
 */
function addWeightGradient(
	at: Float64Array,
	outputs: number,
	input: Float64Array,
	width: number,
	gradient: Float64Array,
	weights: number,
	biases: number,
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
	at: Float64Array,
	outputs: number,
	parameters: Float64Array,
	weights: number,
	below: Float64Array,
	width: number,
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
