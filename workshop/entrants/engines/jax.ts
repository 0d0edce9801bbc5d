/** jax-js (@jax-js/jax) on WebGPU or on WebAssembly: the whole step under one jit. */
import { blockUntilReady, defaultDevice, init, jit, numpy as np, tree } from '@jax-js/jax';
import type { Entrant } from '../entrant.ts';
import { denseTargets } from '../denseTargets.ts';
import { rotaryTables } from '../rotaryTables.ts';
import type { RowBatch } from '../rowBatch.ts';
import type { Task } from '../task.ts';
import { trainingStep, type Batch, type Parameters, type State } from './jaxModel.ts';

export const entrant: Entrant = {
	async open(task, { backend }) {
		if (!(await init(backend)).includes(backend))
			throw new Error(`jax-js cannot start on ${backend} here.`);
		defaultDevice(backend);
		const { config, optimizer } = task;
		const positions = rotaryTables(config, task.rows[0].time);
		const table = (values: Float32Array<ArrayBuffer>) =>
			np.array(values).reshape([values.length / (config.headDim / 2), config.headDim / 2]);
		const rotary = { cos: table(positions.cos), sin: table(positions.sin) };
		const step = jit(trainingStep(config, optimizer, rotary));
		const batches = task.rows.map((batch): Batch => makeBatch(task, batch));
		const zeros = (): Parameters =>
			Object.fromEntries(
				Object.entries(parameters).map(([role, value]) => [role, np.zerosLike(value.ref)]),
			);
		const parameters = makeParameters(task);
		let state: State = { parameters, first: zeros(), second: zeros() };
		let loss: np.Array | undefined;
		return {
			device: describe(backend),
			on: backend === 'webgpu' ? 'gpu' : 'cpu',
			async send(index) {
				const corrections = np.array(
					new Float32Array([
						1 / (1 - optimizer.beta1 ** (index + 1)),
						1 / (1 - optimizer.beta2 ** (index + 1)),
					]),
				);
				const result = step(state, tree.ref(batches[index % batches.length]), corrections);
				state = result.state;
				loss?.dispose();
				loss = result.loss;
				// jax-js is lazy: it starts only what is read. The first step compiles.
				if (backend === 'webgpu' && index > 0) loss.ref.gpuBufferSync();
				else await blockUntilReady(loss);
			},
			finish: async () => void (await blockUntilReady(state)),
			async loss() {
				if (!loss) throw new Error('There is no step yet.');
				return ((await loss.ref.data()) as Float32Array)[0];
			},
			async dispose() {
				step.dispose();
				tree.dispose([state, batches, rotary.cos, rotary.sin]);
				loss?.dispose();
			},
		};
	},
};

function makeBatch(task: Task, batch: RowBatch): Batch {
	const shape = [batch.rows, batch.time];
	const integers = (values: Int32Array) =>
		np.array(values.slice(), { dtype: np.int32 }).reshape(shape);
	const { labels, weights } = denseTargets(batch);
	return {
		tokens: integers(batch.tokens),
		labels: integers(labels),
		weights: np.array(weights).reshape(shape),
		...(task.packed && {
			positions: integers(batch.positions),
			segments: integers(batch.segments),
		}),
	};
}

function makeParameters({ specs, weights }: Task): Parameters {
	return Object.fromEntries(
		specs.map(({ role, shape, offset, size }) => [
			role,
			np.array(weights.slice(offset, offset + size)).reshape([...shape]),
		]),
	);
}

/** jax-js starts one thread per processor if memory can be shared. */
function describe(backend: 'webgpu' | 'wasm'): string {
	if (backend === 'webgpu') return 'WebGPU';
	return globalThis.crossOriginIsolated
		? `wasm, ${navigator.hardwareConcurrency} threads`
		: 'wasm, 1 thread';
}
