/** Measures a pool and turns it into features: in chunks, states projected at once, so that memory is bounded. */
import { InputError } from '#core/errors.ts';
import type { RandomStream } from '#core/random.ts';
import type { MeasureResult, Quantity, Survey } from '../policy.ts';
import { drawCandidates } from './candidates.ts';
import { difficultyWidth, semanticWidth, staticWidth, type PoolFeatures } from './features.ts';
import { kMeans, nearestAll, type Centres } from './kMeans.ts';
import { refAt, type ExamplePool } from './pool.ts';
import { principalComponents, project, type Components } from './principalComponents.ts';

/** How measurements become features: fitted once, kept with the selector. */
export interface FeatureBasis {
	/** Of the four difficulty features. */
	readonly means: Float64Array;
	readonly deviations: Float64Array;
	readonly components: Components;
	readonly centres: Centres;
}

/** Examples of one measurement, and at most so many for the fit. */
const chunk = 2048;
/** Standardised features are kept within ± this, so that one odd example cannot saturate the network. */
const mostDeviations = 5;
const quantities = [
	...['promptTokens', 'answerTokens', 'auxiliaryLoss', 'auxiliaryAnswerLoss', 'auxiliaryState'],
] as Quantity[];

/** The places of a pool, so many at a time: says how far it is, and throws the signal's reason before each part. */
export function* chunks(
	{ size }: ExamplePool,
	{ report, signal }: Survey,
	label: (progress: string) => string,
): Generator<Uint32Array> {
	for (let from = 0; from < size; from += chunk) {
		signal.throwIfAborted();
		const progress = `${from.toLocaleString('en')} of ${size.toLocaleString('en')}`;
		report({ done: from, of: size, label: label(progress) });
		yield Uint32Array.from({ length: Math.min(chunk, size - from) }, (_, i) => from + i);
	}
}

/** Chooses what is fitted to: a sample drawn by chance of a pool larger than one chunk. */
export async function fitBasis(
	pool: ExamplePool,
	survey: Survey,
	{ classes, stream }: { readonly classes: number; readonly stream: RandomStream },
): Promise<FeatureBasis> {
	survey.signal.throwIfAborted();
	const places = drawCandidates(pool.size, chunk, stream.child('fit'), 0);
	const { raw, states, width } = await measured(pool, places, survey);
	const rows = places.length;
	const means = new Float64Array(difficultyWidth);
	const deviations = new Float64Array(difficultyWidth);
	for (let i = 0; i < difficultyWidth; i++) {
		let sum = 0;
		for (let r = 0; r < rows; r++) sum += raw[r * difficultyWidth + i];
		means[i] = sum / rows;
		let squares = 0;
		for (let r = 0; r < rows; r++) squares += (raw[r * difficultyWidth + i] - means[i]) ** 2;
		deviations[i] = Math.sqrt(squares / rows);
	}
	const count = Math.min(semanticWidth, width, rows);
	const components = principalComponents(states, width, count, stream.child('components'));
	const points = new Float32Array(rows * count);
	project(components, states, points, { offset: 0, stride: count });
	const centres = kMeans(points, count, classes, stream.child('classes'));
	return { means, deviations, components, centres };
}

/** Throws InputError when the basis was fitted on a model of another width. */
export async function surveyPool(
	pool: ExamplePool,
	basis: FeatureBasis,
	survey: Survey,
): Promise<PoolFeatures> {
	const { components, centres } = basis;
	const values = new Float32Array(pool.size * staticWidth);
	const classes = new Uint8Array(pool.size);
	for (const places of chunks(pool, survey, (p) => `Measuring the pool: ${p} examples`)) {
		const [from] = places;
		const { raw, states, width } = await measured(pool, places, survey);
		if (width !== components.width)
			throw new InputError(
				`artefact: this selector reads states of ${components.width} numbers, and the model here has ${width}. ` +
					'Use it with a model of the width that it was trained with, or train a new selector.',
				{ field: 'artefact' },
			);
		standardise(raw, basis, values, from);
		const offset = from * staticWidth + difficultyWidth;
		project(components, states, values, { offset, stride: staticWidth });
		const points = new Float32Array(places.length * components.count);
		for (let r = 0; r < places.length; r++)
			for (let i = 0; i < components.count; i++)
				points[r * components.count + i] = values[offset + r * staticWidth + i];
		classes.set(nearestAll(points, centres), from);
	}
	return { pool, values, classes, classCount: centres.count };
}

function standardise(
	raw: Float32Array,
	{ means, deviations }: FeatureBasis,
	values: Float32Array,
	from: number,
): void {
	for (let k = 0; k < raw.length; k++) {
		const i = k % difficultyWidth;
		const z = deviations[i] > 1e-6 ? (raw[k] - means[i]) / deviations[i] : 0;
		const to = (from + Math.floor(k / difficultyWidth)) * staticWidth + i;
		values[to] = Math.max(-mostDeviations, Math.min(mostDeviations, z));
	}
}

/** [rows × 4] lengths and log-probabilities per answer token, and the states. */
async function measured(pool: ExamplePool, places: Uint32Array, { measure }: Survey) {
	const examples = Array.from(places, (place) => refAt(pool, place));
	const { values }: MeasureResult = await measure({
		kind: 'measure',
		id: 'pool',
		examples,
		quantities,
	});
	const columns = [
		values.promptTokens!,
		values.answerTokens!,
		values.auxiliaryLoss!.map((loss) => -loss),
		values.auxiliaryAnswerLoss!.map((loss) => -loss),
	];
	const raw = new Float32Array(places.length * difficultyWidth);
	// What cannot be measured (an answer of no tokens) counts as 0.
	columns.forEach((column, i) =>
		column.forEach((value, r) => {
			raw[r * difficultyWidth + i] = Number.isFinite(value) ? value : 0;
		}),
	);
	const states = values.auxiliaryState!.map((value) => (Number.isFinite(value) ? value : 0));
	return { raw, states, width: states.length / places.length };
}
