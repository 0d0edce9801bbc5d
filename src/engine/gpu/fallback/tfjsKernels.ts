/** tfjs's kernels as fallback kernels of captures. Loaded when a capture first needs one. */
// Registers tfjs's cpu backend and its chain rules.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { InternalError } from '#engine/core/errors.ts';
import { recordFallbacks } from '../capture.ts';
import { sizeOf } from '../kernel.ts';
import {
	fallbackKernel,
	tfjsInputs,
	type Numbers,
	type TensorType,
	type TfjsCall,
} from '../fallback.ts';

/** Operations whose result depends on more than their inputs' shapes, or changes at each run. */
const notCapturable = new Set<string>([
	tf.Unique,
	tf.NonMaxSuppressionV3,
	tf.NonMaxSuppressionV4,
	tf.NonMaxSuppressionV5,
	tf.SparseFillEmptyRows,
	tf.SparseReshape,
	tf.Multinomial,
]);

/** Makes captures record every operation of tfjs's cpu backend that has no kernel of the lab. */
export function registerFallback(): void {
	const backend = tf.findBackendFactory('cpu')() as unknown as Cpu;
	/** By operation and shapes, because layers repeat them. */
	const known = new Map<string, readonly TensorType[]>();
	recordFallbacks(
		tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName),
		(call) => {
			const key = JSON.stringify(call);
			const outputs = known.get(key) ?? outputTypes(backend, call);
			known.set(key, outputs);
			return fallbackKernel({
				...call,
				outputs,
				compute: (inputs) => compute(backend, call, inputs).map(({ values }) => values),
			});
		},
	);
}

interface Cpu extends tf.KernelBackend {
	makeTensorInfo(shape: readonly number[], dtype: tf.DataType, values: Numbers): tf.TensorInfo;
}

/** Shapes and types of the outputs, found by computing with zeros, except of matrix products. */
function outputTypes(backend: Cpu, call: TfjsCall): readonly TensorType[] {
	const { name, inputs, attributes } = call;
	if (notCapturable.has(name))
		throw new InternalError(
			`The operation ${name} cannot be captured: its result is not a function of its inputs of a ` +
				'fixed shape. Compute it on the host, and give it as an input.',
		);
	if (name === tf.BatchMatMul) {
		const [a, b] = inputs.map(({ shape }) => shape);
		const { transposeA, transposeB } = attributes as unknown as tf.BatchMatMulAttrs;
		const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2));
		const shape = [...batch, a.at(transposeA ? -1 : -2)!, b.at(transposeB ? -2 : -1)!];
		return [{ shape, dtype: 'float32' }];
	}
	const zeros = inputs.map(({ shape, dtype }) =>
		dtype === 'float32' ? new Float32Array(sizeOf(shape)) : new Int32Array(sizeOf(shape)),
	);
	const outputs = compute(backend, call, zeros);
	return outputs.map(({ shape, dtype }) => {
		if (dtype !== 'string' && dtype !== 'complex64') return { shape, dtype };
		throw new InternalError(`The operation ${name} gives ${dtype}, which no device can hold.`);
	});
}

function compute(
	backend: Cpu,
	call: TfjsCall,
	values: readonly Numbers[],
): (TensorType & { readonly values: Numbers })[] {
	const given = call.inputs.map(({ shape, dtype }, i) =>
		backend.makeTensorInfo(shape, dtype, values[i]),
	);
	const made = runKernel('cpu', backend, call, given);
	const results = made.map(({ dataId, shape, dtype }) => ({
		shape,
		dtype,
		values: (backend.readSync(dataId) as Numbers).slice(),
	}));
	for (const { dataId } of [...given, ...made]) backend.disposeData(dataId, true);
	return results;
}

/** Calls a kernel of tfjs without its engine, so that nothing is tracked or recorded. */
export function runKernel(
	backendName: 'cpu' | 'webgpu',
	backend: tf.KernelBackend,
	call: Pick<TfjsCall, 'name' | 'inputNames' | 'attributes'>,
	given: readonly tf.TensorInfo[],
): tf.TensorInfo[] {
	const { name, attributes } = call;
	const kernel = tf.getKernel(name, backendName) as tf.KernelConfig | undefined;
	if (!kernel) throw new InternalError(`tfjs has no kernel ${name} for ${backendName}.`);
	const inputs = tfjsInputs(call, given);
	return [kernel.kernelFunc({ inputs, attrs: attributes, backend })].flat();
}
