/** Compares a kernel's chain rule, computed by float64 references, with finite differences. */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '#engine/gpu/tfjs.ts';
import { capture } from '#engine/gpu/capture.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import type { Program } from '#engine/gpu/program.ts';
import { interpret } from '#engine/gpu/interpret.ts';
import { Draw, type KernelCase } from './kernelCase.ts';

/** Relative to the gradient's largest element. */
const tolerance = 1e-6;
const step = 1e-4;
/** Elements of an input to check. In larger inputs they are random. */
const maxElements = 24;

/** Descriptions of all errors. `change` may turn the program into a mutant. */
export function gradientMismatches(
	kernelCase: KernelCase,
	change: (program: Program) => Program = (program) => program,
): string[] {
	const { kernel, inputs, attributes } = kernelCase;
	const draw = new Draw(1, kernelCase.name);
	const outputs = kernel.outputs(inputs, attributes);
	const seeds = outputs.map(({ shape }, i) =>
		kernelCase.dy
			? (kernelCase.dy[i] ?? new Float64Array(sizeOf(shape)))
			: draw.floats(shape).values,
	);

	const gradients = interpret(change(chainRule(kernelCase)), {
		inputs: Object.fromEntries([
			...inputs.map(({ values }, i) => [`x${i}`, values] as const),
			...seeds.map((values, i) => [`dy${i}`, values] as const),
		]),
	});

	/** Σ seed ∘ output after one input element changed. */
	const loss = (at: number, element: number, by: number): number => {
		const values = inputs.map((input) => input.values.slice());
		values[at][element] += by;
		const changed = kernel.reference(values, { inputs, outputs }, attributes);
		return changed.reduce(
			(sum, output, i) => sum + output.reduce((part, y, j) => part + y * seeds[i][j], 0),
			0,
		);
	};
	const wrong: string[] = [];
	for (const [name, gradient] of Object.entries(gradients)) {
		const at = kernel.inputs.findIndex((input) => input.replace('?', '') === name);
		const largest = gradient.reduce((m, value) => Math.max(m, Math.abs(value)), 1e-3);
		const size = inputs[at].values.length;
		const elements =
			size <= maxElements
				? Array.from({ length: size }, (_, i) => i)
				: Array.from({ length: maxElements }, () => draw.integer(0, size - 1));
		for (const element of elements) {
			// Richardson extrapolation removes the central differences' error of order step².
			const central = (h: number) => (loss(at, element, h) - loss(at, element, -h)) / (2 * h);
			const expected = (4 * central(step / 2) - central(step)) / 3;
			if (!(Math.abs(gradient[element] - expected) <= tolerance * largest))
				wrong.push(`∂${name}[${element}] is ${gradient[element]}, not ${expected}`);
		}
	}
	if (Object.keys(gradients).length === 0) wrong.push('no input has a gradient');
	return wrong;
}

/** A program that computes the gradient of each input, by its name, from dy of each output. */
export function chainRule({ kernel, inputs, attributes }: KernelCase): Program {
	const { gradient } = kernel;
	if (!gradient) throw new RangeError(`${kernel.name} has no gradient.`);
	return capture(`gradient of ${kernel.name}`, (recording) => {
		const tensors: { [name: string]: tf.Tensor } = {};
		inputs.forEach(({ shape, storage }, i) => {
			tensors[kernel.inputs[i].replace('?', '')] = recording.input(`x${i}`, shape, storage);
		});
		const outputs = apply(kernel, tensors, attributes);
		const dy = kernel
			.outputs(inputs, attributes)
			.map(({ shape }, i) => recording.input(`dy${i}`, shape, 'f32'));
		const saved = [
			...gradient.inputs.map((name) => tensors[name]),
			...(gradient.outputs ?? []).map((i) => outputs[i]),
		];
		for (const [name, compute] of Object.entries(gradient.backward(dy, saved, attributes)))
			if (tensors[name]) recording.result(name, compute());
	});
}
