/** A trained selector as plain data: the artefact of the preparation, which files can share. */
import type * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { oneOf } from '#engine/core/fields.ts';
import { isObject, toJson, type Json } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import { actorShape } from './choose.ts';
import { decodeFloats, encodeFloats } from '../storedData.ts';
import { count, finite, listOf, objectOf, readArtefact, text } from '../storedData.ts';
import { difficultyWidth, featureCount, featureParts, type FeaturePart } from './features.ts';
import { parameterCount } from './network.ts';
import type { FeatureBasis } from './survey.ts';

const format = 'skillet-selector';
const version = 1;

export interface Selector {
	readonly hidden: number;
	readonly without: FeaturePart | 'none';
	readonly basis: FeatureBasis;
	readonly actor: Float64Array;
	readonly training: SelectorTraining;
}
/** The training of a selector. */
export interface SelectorTraining {
	/** Steps of each episode. Together with batchSize and losses.length they give the cost. */
	readonly steps: number;
	readonly batchSize: number;
	/** Ids of the target skills. */
	readonly targets: readonly string[];
	/** Validation loss at the end of each episode, nats. The first episode chose at random. */
	readonly losses: readonly number[];
}

const basisSchema = objectOf({
	means: text,
	deviations: text,
	width: count,
	components: count,
	stateMean: text,
	basis: text,
	classes: count,
	centres: text,
});
type StoredBasis = v.InferOutput<typeof basisSchema>;

export const storeBasis = ({
	means,
	deviations,
	components,
	centres,
}: FeatureBasis): StoredBasis => ({
	means: encodeFloats(means),
	deviations: encodeFloats(deviations),
	width: components.width,
	components: components.count,
	stateMean: encodeFloats(components.mean),
	basis: encodeFloats(components.basis),
	classes: centres.count,
	centres: encodeFloats(centres.values),
});

/** Throws a RangeError if the numbers are damaged. */
export const restoreBasis = ({
	means,
	deviations,
	width,
	components,
	stateMean,
	basis,
	classes,
	centres,
}: StoredBasis): FeatureBasis => ({
	means: requireLength(decodeFloats(means), difficultyWidth),
	deviations: requireLength(decodeFloats(deviations), difficultyWidth),
	components: {
		width,
		count: components,
		mean: requireLength(decodeFloats(stateMean), width),
		basis: requireLength(decodeFloats(basis), width * components),
	},
	centres: {
		count: classes,
		width: components,
		values: requireLength(decodeFloats(centres), classes * components),
	},
});

const selectorSchema = objectOf({
	hidden: count,
	without: oneOf(['none', ...featureParts]),
	basis: basisSchema,
	actor: text,
	training: objectOf({
		steps: count,
		batchSize: count,
		targets: listOf(text),
		losses: listOf(finite),
	}),
});

export const selectorToJson = (selector: Selector): Json =>
	toJson({
		format,
		version,
		features: featureCount,
		...selector,
		basis: storeBasis(selector.basis),
		actor: encodeFloats(selector.actor),
	});

/** Throws an InputError if the data is not a selector, has another version, or is damaged. */
export function selectorFromJson(json: Json): Selector {
	if (!isObject(json) || json['format'] !== format)
		throw unusable(say('this is not a selector of RAISE. Choose a selector file of the lab.'));
	if (json['version'] !== version || json['features'] !== featureCount)
		throw unusable(
			say(
				'this selector has version {version} with {features} features; the lab reads version {readVersion} with {featureCount}. Train it again.',
				{
					version: JSON.stringify(json['version']),
					features: JSON.stringify(json['features']),
					readVersion: version,
					featureCount,
				},
			),
		);
	const { basis, actor, ...numbers } = readArtefact(selectorSchema, json);
	try {
		return {
			...numbers,
			basis: restoreBasis(basis),
			actor: requireLength(decodeFloats(actor), parameterCount(actorShape(numbers.hidden))),
		};
	} catch {
		throw unusable(
			say('its numbers are damaged. Use another copy of the file, or train it again.'),
		);
	}
}

const unusable = (why: Message) =>
	new InputError(say('artefact: {why}', { why }), { field: 'artefact' });

function requireLength(values: Float64Array, count: number): Float64Array {
	if (values.length !== count || !values.every(Number.isFinite)) throw new RangeError('damaged');
	return values;
}
