/** A trained selector as plain data: the artefact of the preparation, which files can share. */
import { fromBase64, toBase64 } from '#engine/core/bytes.ts';
import { InputError } from '#engine/core/errors.ts';
import { toJson, type Json } from '#engine/core/json.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { actorShape } from './choose.ts';
import { difficultyWidth, featureCount, type FeaturePart, type Stage } from './features.ts';
import { parameterCount } from './network.ts';
import type { FeatureBasis } from './survey.ts';

const format = 'skillet-selector';
const version = 1;

export interface Selector {
	readonly hidden: number;
	readonly without: FeaturePart | 'none';
	readonly basis: FeatureBasis;
	readonly actor: Float64Array;
	readonly critic: Float64Array;
	/** Mean stage of the training, for the ablation. */
	readonly meanStage: Stage;
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

export const basisToJson = ({ means, deviations, components, centres }: FeatureBasis) => ({
	means: encodeFloats(means),
	deviations: encodeFloats(deviations),
	width: components.width,
	components: components.count,
	stateMean: encodeFloats(components.mean),
	basis: encodeFloats(components.basis),
	classes: centres.count,
	centres: encodeFloats(centres.values),
});

export function basisFromJson(json: Json): FeatureBasis {
	const { means, deviations, width, components, stateMean, basis, classes, centres } =
		json as ReturnType<typeof basisToJson>;
	return {
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
	};
}

export const selectorToJson = (selector: Selector): Json =>
	toJson({
		format,
		version,
		features: featureCount,
		...selector,
		basis: basisToJson(selector.basis),
		actor: encodeFloats(selector.actor),
		critic: encodeFloats(selector.critic),
	});

/** Throws an InputError if the data is not a selector, has another version, or is damaged. */
export function selectorFromJson(json: Json): Selector {
	const saved = json as Record<keyof Selector | 'format' | 'version' | 'features', Json>;
	if (saved === null || typeof saved !== 'object' || saved.format !== format)
		throw unusable(sentence`this is not a selector of RAISE. Choose a selector file of the lab.`);
	if (saved.version !== version || saved.features !== featureCount)
		throw unusable(
			sentence`this selector has version ${JSON.stringify(saved.version)} with
				${JSON.stringify(saved.features)} features; the lab reads version ${version} with
				${featureCount}. Train it again.`,
		);
	const hidden = saved.hidden as number;
	try {
		if (!Number.isInteger(hidden)) throw new RangeError('damaged');
		return {
			hidden,
			without: saved.without as Selector['without'],
			basis: basisFromJson(saved.basis),
			actor: requireLength(decodeFloats(saved.actor as string), parameterCount(actorShape(hidden))),
			critic: decodeFloats(saved.critic as string),
			meanStage: saved.meanStage as unknown as Stage,
			training: saved.training as unknown as SelectorTraining,
		};
	} catch {
		throw unusable(
			sentence`its numbers are damaged. Use another copy of the file, or train it again.`,
		);
	}
}

const unusable = (why: Message) =>
	new InputError(sentence`artefact: ${why}`, { field: 'artefact' });

function requireLength(values: Float64Array, count: number): Float64Array {
	if (values.length !== count || !values.every(Number.isFinite)) throw new RangeError('damaged');
	return values;
}

/** Base64 of 32-bit floats: short text for files. */
export const encodeFloats = (values: ArrayLike<number>): string =>
	toBase64(new Uint8Array(Float32Array.from(values).buffer));

/** The inverse of encodeFloats. Throws DOMException on invalid text. */
export function decodeFloats(text: string): Float64Array {
	const { buffer, length } = fromBase64(text);
	return Float64Array.from(new Float32Array(buffer, 0, Math.floor(length / 4)));
}
