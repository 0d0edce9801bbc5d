/** Measures a pool in chunks and projects the states at once, so that memory is bounded. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { RandomStream } from '#engine/core/random.ts';
import { mean } from '#engine/core/statistics.ts';
import type { MeasureResult, Quantity, Survey } from '../policy.ts';
import { drawCandidates, exampleAt, type ExamplePool } from './pool.ts';
import { difficultyWidth, semanticWidth, staticWidth, type PoolFeatures } from './features.ts';
import { kMeans, assignNearest, type Centres } from './kMeans.ts';
import { principalComponents, project, type Components } from './principalComponents.ts';

/** The map from measurements to features: fitted once, stored with the selector. */
export interface FeatureBasis {
	/** Means of the four difficulty features. */
	readonly means: Float64Array;
	/** Their standard deviations. */
	readonly deviations: Float64Array;
	readonly components: Components;
	readonly centres: Centres;
}

/** Examples per measurement; the basis is fitted to at most as many. */
const chunk = 2048;
/** Clip for standardised features, so that no outlier saturates the network. */
const mostDeviations = 5;
const quantities: readonly Quantity[] = [
	'promptTokens',
	'answerTokens',
	'auxiliaryLoss',
	'auxiliaryAnswerLoss',
	'auxiliaryState',
];

/** A pool's indices in chunks. Reports progress, and throws if the signal aborts. */
export function* chunks({ size }: ExamplePool, { report, signal }: Survey): Generator<Uint32Array> {
	for (let from = 0; from < size; from += chunk) {
		signal.throwIfAborted();
		const progress = { done: from, of: size };
		report({ ...progress, label: { id: 'pool.measuring', values: progress } });
		yield Uint32Array.from({ length: Math.min(chunk, size - from) }, (_, i) => from + i);
	}
}

/** Fits the basis to a chunk of the pool, drawn at random. */
export async function fitBasis(
	pool: ExamplePool,
	survey: Survey,
	{ classes, stream }: { readonly classes: number; readonly stream: RandomStream },
): Promise<FeatureBasis> {
	survey.signal.throwIfAborted();
	const indices = drawCandidates(pool.size, chunk, stream.child('fit'), 0);
	const { columns, states, width } = await measurePool(pool, indices, survey);
	const means = Float64Array.from(columns, mean);
	const deviations = Float64Array.from(columns, (column, i) =>
		Math.sqrt(mean(column.map((value) => (value - means[i]) ** 2))),
	);
	const count = Math.min(semanticWidth, width, indices.length);
	const components = principalComponents(states, width, count, stream.child('components'));
	const points = project(components, states);
	const centres = kMeans(points, count, classes, stream.child('classes'));
	return { means, deviations, components, centres };
}

/** Throws an InputError if the basis belongs to a model of another width. */
export async function surveyPool(
	pool: ExamplePool,
	basis: FeatureBasis,
	survey: Survey,
): Promise<PoolFeatures> {
	const { components, centres } = basis;
	const { count } = components;
	const values = new Float32Array(pool.size * staticWidth);
	const classes = new Uint8Array(pool.size);
	for (const indices of chunks(pool, survey)) {
		const [from] = indices;
		const { columns, states, width } = await measurePool(pool, indices, survey);
		if (width !== components.width)
			throw new InputError(
				say(
					'artefact: this selector reads states of {needed} numbers, and the model here has {width}. Use it with a model of its own width, or train a new selector.',
					{ needed: components.width, width },
				),
				{ field: 'artefact' },
			);
		const points = project(components, states);
		for (let r = 0; r < indices.length; r++) {
			const difficulty = columns.map((column, i) => standardised(column[r], i, basis));
			const to = (from + r) * staticWidth;
			values.set(difficulty, to);
			values.set(points.subarray(r * count, (r + 1) * count), to + difficultyWidth);
		}
		classes.set(assignNearest(points, centres), from);
	}
	return { pool, values, classes, classCount: centres.count };
}

function standardised(value: number, i: number, { means, deviations }: FeatureBasis): number {
	const z = deviations[i] > 1e-6 ? (value - means[i]) / deviations[i] : 0;
	return Math.max(-mostDeviations, Math.min(mostDeviations, z));
}

/** Lengths and log-probabilities per answer token [4][rows], and the states. */
async function measurePool(pool: ExamplePool, indices: Uint32Array, { measure }: Survey) {
	const examples = Array.from(indices, (index) => exampleAt(pool, index));
	const { values }: MeasureResult = await measure({
		kind: 'measure',
		id: 'pool',
		examples,
		quantities,
	});
	// A value that cannot be measured (an answer without tokens) counts as 0.
	const known = (value: number) => (Number.isFinite(value) ? value : 0);
	const columns = [
		values.promptTokens!,
		values.answerTokens!,
		values.auxiliaryLoss!.map((loss) => -loss),
		values.auxiliaryAnswerLoss!.map((loss) => -loss),
	].map((column) => Array.from(column, known));
	const states = values.auxiliaryState!.map(known);
	return { columns, states, width: states.length / indices.length };
}
