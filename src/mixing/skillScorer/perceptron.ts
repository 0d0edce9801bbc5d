/**
 * The scorer of the paper: a fully connected 2-layer perceptron.
 *
 * Source: MoS, §3.1: "fully connected 2-layer perceptron", with a vector of the present skills as
 * input. No source gives width, activation or start. Ours: N → 32 → N, tanh; hidden weights and
 * biases uniform in ±1/√N, like PyTorch's Linear; last layer 0, with the start logits as its bias.
 *
 *   x = ones [N];  a = W1 x + b1 [H];  h = tanh(a) [H];  w = W2 h + b2 [N];  g = ∂F/∂w
 *   ∂F/∂b2 = g,  ∂F/∂W2[k][j] = g_k h_j,  d_j = (1 − h_j²) Σ_k W2[k][j] g_k
 *   ∂F/∂b1 = d,  ∂F/∂W1[j][i] = d_j
 *   parameters, flat: W1 [H × N], b1 [H], W2 [N × H], b2 [N]
 */
import type { RandomStream } from '#core/random.ts';
import type { ScorerModel } from './scorer.ts';

const hiddenWidth = 32;

export interface HiddenLayer {
	/** W1 [H × N]. */
	readonly weights: Float64Array;
	/** b1 [H]. */
	readonly bias: Float64Array;
}

/** Column i comes from a stream named by skill i's id: the skills' order does not matter. */
export function hiddenStart(ids: readonly string[], random: RandomStream): HiddenLayer {
	const limit = 1 / Math.sqrt(ids.length);
	const draw = (stream: RandomStream, j: number) => limit * (2 * stream.uniform(j) - 1);
	const weights = new Float64Array(hiddenWidth * ids.length);
	ids.forEach((id, i) => {
		const stream = random.child(`hidden weights of ${id}`);
		for (let j = 0; j < hiddenWidth; j++) weights[j * ids.length + i] = draw(stream, j);
	});
	const biases = random.child('hidden bias');
	return { weights, bias: Float64Array.from({ length: hiddenWidth }, (_, j) => draw(biases, j)) };
}

export function perceptron(skills: number, start: HiddenLayer): ScorerModel {
	const width = start.bias.length;
	const b1 = width * skills;
	const w2 = b1 + width;
	const b2 = w2 + skills * width;
	const size = b2 + skills;

	const hidden = (parameters: Float64Array): number[] =>
		Array.from({ length: width }, (_, j) => {
			let sum = 0;
			for (let i = 0; i < skills; i++) sum += parameters[j * skills + i];
			return Math.tanh(sum + parameters[b1 + j]);
		});

	return {
		size,
		logits: (parameters) => {
			const h = hidden(parameters);
			return Float64Array.from({ length: skills }, (_, k) =>
				h.reduce(
					(sum, value, j) => sum + parameters[w2 + k * width + j] * value,
					parameters[b2 + k],
				),
			);
		},
		backward: (parameters, g) => {
			const gradient = new Float64Array(size);
			hidden(parameters).forEach((h, j) => {
				let back = 0;
				for (let k = 0; k < skills; k++) {
					gradient[w2 + k * width + j] = g[k] * h;
					back += parameters[w2 + k * width + j] * g[k];
				}
				const d = (1 - h * h) * back;
				gradient[b1 + j] = d;
				gradient.fill(d, j * skills, (j + 1) * skills);
			});
			gradient.set(g, b2);
			return gradient;
		},
		at: (logits) => {
			const parameters = new Float64Array(size);
			parameters.set(start.weights);
			parameters.set(start.bias, b1);
			parameters.set(logits, b2);
			return parameters;
		},
	};
}
