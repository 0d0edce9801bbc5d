/** A trained selector as plain data: what preparation returns, what can be saved, shared in a file and used again. */
import { InputError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { actorShape } from './choose.ts';
import { difficultyWidth, featureCount, type FeaturePart, type Stage } from './features.ts';
import { parameterCount } from './network.ts';
import { fromText, toText } from './numbersAsText.ts';
import type { FeatureBasis } from './survey.ts';

const format = 'skillet-selector';
const version = 1;

export interface Selector {
	readonly hidden: number;
	readonly without: FeaturePart | 'none';
	readonly basis: FeatureBasis;
	readonly actor: Float64Array;
	readonly critic: Float64Array;
	/** Mean stage of the training: what ablation puts in their place. */
	readonly meanStage: Stage;
	readonly training: SelectorTraining;
}
/** How it came about. */
export interface SelectorTraining {
	/** Steps of each episode, and examples of each step: with the episodes, what the selector cost. */
	readonly steps: number;
	readonly batchSize: number;
	/** Ids of the skills that it was trained for. */
	readonly targets: readonly string[];
	/** Validation loss at the end of each episode, nats; the first chose at random. */
	readonly losses: readonly number[];
}

export function basisToJson({ means, deviations, components, centres }: FeatureBasis): Json {
	return {
		means: toText(means),
		deviations: toText(deviations),
		width: components.width,
		components: components.count,
		stateMean: toText(components.mean),
		basis: toText(components.basis),
		classes: centres.count,
		centres: toText(centres.values),
	};
}
export function basisFromJson(json: Json): FeatureBasis {
	const { means, deviations, width, components, stateMean, basis, classes, centres } =
		json as unknown as SavedBasis;
	return {
		means: sized(fromText(means), difficultyWidth),
		deviations: sized(fromText(deviations), difficultyWidth),
		components: {
			width,
			count: components,
			mean: sized(fromText(stateMean), width),
			basis: sized(fromText(basis), width * components),
		},
		centres: {
			count: classes,
			width: components,
			values: sized(fromText(centres), classes * components),
		},
	};
}
interface SavedBasis {
	readonly means: string;
	readonly deviations: string;
	readonly width: number;
	readonly components: number;
	readonly stateMean: string;
	readonly basis: string;
	readonly classes: number;
	readonly centres: string;
}

export const selectorToJson = ({
	hidden,
	without,
	basis,
	actor,
	critic,
	meanStage,
	training,
}: Selector): Json => ({
	...{ format, version, features: featureCount, hidden, without },
	basis: basisToJson(basis),
	actor: toText(actor),
	critic: toText(critic),
	meanStage: [...meanStage],
	training: { ...training, targets: [...training.targets], losses: [...training.losses] },
});

/** Throws InputError on what is no selector, is of another version, or is broken. */
export function selectorFromJson(json: Json): Selector {
	const saved = json as { readonly [K in keyof Selector]: Json } & {
		format?: Json;
		version?: Json;
		features?: Json;
	};
	if (saved === null || typeof saved !== 'object' || saved.format !== format)
		throw unusable('this is no selector of RAISE. Choose a file that the lab saved as one.');
	if (saved.version !== version || saved.features !== featureCount)
		throw unusable(
			`this selector has version ${JSON.stringify(saved.version)} with ${JSON.stringify(saved.features)} features; the lab reads ` +
				`version ${version} with ${featureCount}. Train it again.`,
		);
	const hidden = saved.hidden as number;
	try {
		if (!Number.isInteger(hidden)) throw new RangeError('damaged');
		return {
			hidden,
			without: saved.without as Selector['without'],
			basis: basisFromJson(saved.basis),
			actor: sized(fromText(saved.actor as string), parameterCount(actorShape(hidden))),
			critic: fromText(saved.critic as string),
			meanStage: saved.meanStage as unknown as Stage,
			training: saved.training as unknown as SelectorTraining,
		};
	} catch {
		throw unusable('its numbers are damaged. Take another copy of the file, or train it again.');
	}
}

const unusable = (why: string) => new InputError(`artefact: ${why}`, { field: 'artefact' });

function sized(values: Float64Array, count: number): Float64Array {
	if (values.length !== count || !values.every(Number.isFinite)) throw new RangeError('damaged');
	return values;
}
