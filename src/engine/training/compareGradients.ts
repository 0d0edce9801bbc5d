/**
 * Dot products of gradients: of groups of examples with those of targets. Sums are in double
 * precision on the host, with the bits of the gradients that the device gives.
 */
import { nextTask } from '#engine/core/nextTask.ts';
import type { ExampleAddress } from '#engine/data/batch.ts';
import type { Learner } from './Learner.ts';
import type { Optimizer } from './settings.ts';

export interface GradientGroups {
	/** A group's gradient is that of the mean loss of its examples. */
	readonly groups: readonly (readonly ExampleAddress[])[];
	readonly targets: readonly (readonly ExampleAddress[])[];
	/** Compares the direction of the optimizer's next step in place of a group's gradient. */
	readonly asUpdate?: boolean;
	/** Divides the gradient of each example of a target by its norm, before their mean. */
	readonly unitRows?: boolean;
}

export interface ComparedGradients {
	/** [targets][groups]. */
	readonly products: readonly Float64Array[];
	readonly targetNorms: Float64Array;
	readonly groupNorms: Float64Array;
}

/** Throws the signal's reason between two groups. `onGroup`: `done` groups are compared. */
export async function compareGradients(
	learner: Learner,
	{ beta1, beta2 }: Pick<Optimizer, 'beta1' | 'beta2'>,
	{ groups, targets, asUpdate = false, unitRows = false }: GradientGroups,
	{ signal, onGroup }: { signal?: AbortSignal; onGroup?: (done: number) => void } = {},
): Promise<ComparedGradients> {
	const gradientOf = async (examples: readonly ExampleAddress[]) => {
		// On the processor a pass takes up to half a second: the thread answers between two.
		await nextTask();
		signal?.throwIfAborted();
		return learner.gradient(examples);
	};
	const directions: Float32Array[] = [];
	for (const examples of targets)
		directions.push(
			unitRows
				? await meanOfUnits(examples, (example) => gradientOf([example]))
				: await gradientOf(examples),
		);
	const moments = asUpdate && groups.length > 0 ? await learner.state() : undefined;
	const products = targets.map(() => new Float64Array(groups.length));
	const groupNorms = new Float64Array(groups.length);
	for (const [i, examples] of groups.entries()) {
		const gradient = await gradientOf(examples);
		if (moments) toUpdate(gradient, moments, { beta1, beta2 });
		groupNorms[i] = norm(gradient);
		directions.forEach((direction, t) => (products[t][i] = dot(direction, gradient)));
		onGroup?.(i + 1);
	}
	return { products, targetNorms: Float64Array.from(directions, norm), groupNorms };
}

async function meanOfUnits(
	examples: readonly ExampleAddress[],
	gradientOf: (example: ExampleAddress) => Promise<Float32Array>,
): Promise<Float32Array> {
	let sum: Float64Array | undefined;
	for (const example of examples) {
		const gradient = await gradientOf(example);
		const size = examples.length * (norm(gradient) || 1);
		sum ??= new Float64Array(gradient.length);
		for (let i = 0; i < sum.length; i++) sum[i] += gradient[i] / size;
	}
	return Float32Array.from(sum ?? []);
}

/** Epsilon of LESS's code (princeton-nlp/LESS @8abf962), under the root. */
const epsilon = 1e-8;

/**
 * In place: (β₁ m + (1 − β₁) g) / √(β₂ v + (1 − β₂) g² + ε), the direction of Adam's next step
 * (arXiv 2402.04333, Γ). The corrections of the moments' start are one factor for all numbers,
 * which no cosine shows.
 */
export function toUpdate(
	gradient: Float32Array,
	{
		firstMoments,
		secondMoments,
	}: { readonly firstMoments: Float32Array; readonly secondMoments: Float32Array },
	{ beta1, beta2 }: { readonly beta1: number; readonly beta2: number },
): void {
	for (let i = 0; i < gradient.length; i++) {
		const g = gradient[i];
		const first = beta1 * firstMoments[i] + (1 - beta1) * g;
		const second = beta2 * secondMoments[i] + (1 - beta2) * g * g;
		gradient[i] = first / Math.sqrt(second + epsilon);
	}
}

/** Four sums, because an addition waits for the one before it. */
function dot(a: Float32Array, b: Float32Array): number {
	let [first, second, third, fourth] = [0, 0, 0, 0];
	const whole = a.length - (a.length % 4);
	for (let i = 0; i < whole; i += 4) {
		first += a[i] * b[i];
		second += a[i + 1] * b[i + 1];
		third += a[i + 2] * b[i + 2];
		fourth += a[i + 3] * b[i + 3];
	}
	for (let i = whole; i < a.length; i++) first += a[i] * b[i];
	return first + second + (third + fourth);
}
const norm = (vector: Float32Array): number => Math.sqrt(dot(vector, vector));
