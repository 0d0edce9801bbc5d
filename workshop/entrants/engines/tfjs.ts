/** tfjs with its stock backends and gradients, and AdamW in its ops. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import type { Optimizer } from '../../../src/engine/training/settings.ts';
import type { Entrant } from '../entrant.ts';
import type { Task } from '../task.ts';
import { deviceBatch, readLoss, type Variables } from './tfjsModel.ts';

export const entrant: Entrant = {
	async open(task) {
		if (!(await tf.setBackend('webgpu'))) throw new Error('tfjs cannot start on WebGPU here.');
		await tf.ready();
		const variables = makeVariables(task);
		const moments = () =>
			new Map(
				[...variables].map(([role, variable]) => [
					role,
					tf.variable(tf.zerosLike(variable), false),
				]),
			);
		const state: State = { variables, first: moments(), second: moments() };
		const batches = task.rows.map((batch) => deviceBatch(task, batch));
		let loss: tf.Scalar | undefined;
		return {
			device: 'WebGPU',
			on: 'gpu',
			async send(index) {
				const batch = batches[index % batches.length];
				loss?.dispose();
				loss = tf.tidy(() => {
					const { value, grads } = tf.variableGrads(() => readLoss(variables, batch, task.config));
					adamW(state, grads, task.optimizer, index + 1);
					return value;
				});
			},
			// The queue is in order, so the last write completes last.
			finish: async () => void (await state.variables.get('finalNorm')!.data()),
			async loss() {
				if (!loss) throw new Error('There is no step yet.');
				return (await loss.data())[0];
			},
			async dispose() {
				tf.dispose(batches.map((batch) => ({ ...batch })));
				tf.disposeVariables();
				loss?.dispose();
			},
		};
	},
};

interface State {
	readonly variables: Variables;
	readonly first: Variables;
	readonly second: Variables;
}

/** `step` counts from 1. Inside a tidy. */
function adamW(state: State, gradients: tf.NamedTensorMap, settings: Optimizer, step: number) {
	const { learningRate, beta1, beta2, epsilon, weightDecay, clip } = settings;
	const squares = Object.values(gradients).map((g) => tf.sum(tf.square(g)));
	// Not tf.addN: on WebGPU it binds one buffer per term, and silently fails above eight.
	const norm = tf.sqrt(squares.reduce((sum, next) => tf.add(sum, next)));
	const factor = tf.minimum(tf.div(clip, norm.add(1e-6)), 1);
	for (const [role, variable] of state.variables) {
		const gradient = gradients[variable.name].mul(factor);
		const first = state.first.get(role)!;
		const second = state.second.get(role)!;
		first.assign(first.mul(beta1).add(gradient.mul(1 - beta1)));
		second.assign(second.mul(beta2).add(tf.square(gradient).mul(1 - beta2)));
		const denominator = tf.sqrt(second.div(1 - beta2 ** step)).add(epsilon);
		const update = first.div(1 - beta1 ** step).div(denominator);
		const decay = variable.rank > 1 ? 1 - learningRate * weightDecay : 1;
		variable.assign(variable.mul(decay).sub(update.mul(learningRate)));
	}
}

function makeVariables({ specs, weights }: Task): Map<string, tf.Variable> {
	return new Map(
		specs.map(({ role, shape, offset, size }) => {
			const values = tf.tensor(weights.slice(offset, offset + size), [...shape]);
			const stored = shape.length > 1 && role !== 'embedding' ? tf.transpose(values) : values;
			return [role, tf.variable(stored)];
		}),
	);
}
