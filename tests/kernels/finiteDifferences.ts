/** A kernel's chain rule, carried out on references in float64, against finite differences of its reference. */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '#gpu/apply.ts';
import { capture } from '#gpu/capture.ts';
import { sizeOf } from '#gpu/kernel.ts';
import type { Program } from '#gpu/program.ts';
import { interpret } from './interpret.ts';
import { Draw, type KernelCase } from './kernelCase.ts';

/** Of the largest element of the gradient. */
const tolerance = 1e-6;
const step = 1e-4;
/** Elements of an input that are tried; more are drawn from. */
const most = 24;

/** What is wrong, in words. `change` may replace the program: a mutant. */
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

	/** Σ seed ∘ output, less what it is without the change: small differences of large sums lose digits. */
	const loss = (at: number, element: number, by: number): number => {
		const values = inputs.map((input) => input.values.slice());
		values[at][element] += by;
		const made = kernel.reference(values, { inputs, outputs }, attributes);
		return made.reduce(
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
			size <= most
				? Array.from({ length: size }, (_, i) => i)
				: Array.from({ length: most }, () => draw.integer(0, size - 1));
		for (const element of elements) {
			// Richardson: the error of order step² of central differences is taken away.
			const central = (h: number) => (loss(at, element, h) - loss(at, element, -h)) / (2 * h);
			const expected = (4 * central(step / 2) - central(step)) / 3;
			if (!(Math.abs(gradient[element] - expected) <= tolerance * largest))
				wrong.push(`∂${name}[${element}] is ${gradient[element]}, not ${expected}`);
		}
	}
	if (Object.keys(gradients).length === 0) wrong.push('no input has a gradient');
	return wrong;
}

/** A program that gives the gradient of each input that has one, by the input's name, from dy of each output. */
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
		for (const [name, of] of Object.entries(gradient.of(dy, saved, attributes)))
			if (tensors[name]) recording.result(name, of());
	});
}
