/**
 * A perceptron with two hidden layers of tanh and one number out, forward and backward in double precision. Parameters lie
 * flat as W1 [h × in], b1, W2 [h × h], b2, w3 [h], b3, each matrix as PyTorch's Linear keeps it.
 */
import type { Stream } from '#core/random.ts';

export interface NetworkShape {
	readonly inputs: number;
	readonly hidden: number;
}

export const parameterCount = ({ inputs, hidden }: NetworkShape): number =>
	hidden * inputs + hidden + hidden * hidden + hidden + hidden + 1;

/** Hidden weights uniform with variance 1 / fan-in; the last layer 0, so that every input gets the same number at the start. */
export function initialNetwork(shape: NetworkShape, stream: Stream): Float64Array {
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

/** Room for passes over up to `capacity` rows, used again and again: nothing is made in the loops. */
export class NetworkPass {
	readonly #shape: NetworkShape;
	readonly #first: Float64Array;
	readonly #second: Float64Array;
	/** One number per row, of the last forward pass. */
	readonly outputs: Float64Array;

	constructor(
		shape: NetworkShape,
		readonly capacity: number,
	) {
		this.#shape = shape;
		this.#first = new Float64Array(capacity * shape.hidden);
		this.#second = new Float64Array(capacity * shape.hidden);
		this.outputs = new Float64Array(capacity);
	}

	/** input: [rows × inputs]. */
	forward(parameters: Float64Array, input: Float64Array, rows: number): Float64Array {
		const { inputs: n, hidden: h } = this.#shape;
		const [w1, b1, w2, b2, w3, b3] = this.#offsets();
		tanhLayer(input, n, parameters, w1, b1, this.#first, h, rows);
		tanhLayer(this.#first, h, parameters, w2, b2, this.#second, h, rows);
		for (let r = 0; r < rows; r++) {
			let sum = parameters[b3];
			for (let i = 0; i < h; i++) sum += parameters[w3 + i] * this.#second[r * h + i];
			this.outputs[r] = sum;
		}
		return this.outputs;
	}

	/** After forward on the same input: adds ∂(Σ outputGradient · output) / ∂ parameters to `gradient`. */
	backward(
		parameters: Float64Array,
		input: Float64Array,
		rows: number,
		outputGradient: Float64Array,
		gradient: Float64Array,
	): void {
		const { inputs: n, hidden: h } = this.#shape;
		const [w1, b1, w2, b2, w3, b3] = this.#offsets();
		const atSecond = new Float64Array(h);
		const atFirst = new Float64Array(h);
		for (let r = 0; r < rows; r++) {
			const g = outputGradient[r];
			if (g === 0) continue;
			const row = r * h;
			gradient[b3] += g;
			atFirst.fill(0);
			for (let i = 0; i < h; i++) {
				const a = this.#second[row + i];
				gradient[w3 + i] += g * a;
				atSecond[i] = g * parameters[w3 + i] * (1 - a * a);
			}
			for (let o = 0; o < h; o++) {
				const d = atSecond[o];
				gradient[b2 + o] += d;
				const from = w2 + o * h;
				for (let i = 0; i < h; i++) {
					gradient[from + i] += d * this.#first[row + i];
					atFirst[i] += d * parameters[from + i];
				}
			}
			for (let o = 0; o < h; o++) {
				const a = this.#first[row + o];
				const d = atFirst[o] * (1 - a * a);
				gradient[b1 + o] += d;
				const from = w1 + o * n;
				const at = r * n;
				for (let i = 0; i < n; i++) gradient[from + i] += d * input[at + i];
			}
		}
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

/** Four outputs at a time: their sums do not wait for each other. */
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
			output[to + o] = Math.tanh(s0);
			output[to + o + 1] = Math.tanh(s1);
			output[to + o + 2] = Math.tanh(s2);
			output[to + o + 3] = Math.tanh(s3);
		}
		for (let o = whole; o < outputs; o++) {
			let sum = parameters[biases + o];
			for (let i = 0; i < width; i++) sum += input[at + i] * parameters[weights + o * width + i];
			output[to + o] = Math.tanh(sum);
		}
	}
}
