/** A checkpoint in a run file: arrays as base64 of little-endian 32-bit floats, bit for bit. */
import * as v from 'valibot';
import { fromBase64, toBase64 } from '#core/bytes.ts';
import { InputError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { mustBe, object, whole, wrong } from '#core/fields.ts';
import { sentence } from '#core/message.ts';
import type { Checkpoint } from '#lab/run/stores.ts';

const arrays = ['weights', 'firstMoments', 'secondMoments'] as const;
/** For the three arrays: 20 million parameters. A browser can hold their text in one string. */
const maxBytes = 240_000_000;

const base64 = v.string(mustBe('base64'));
export const packedCheckpoint = object({
	step: whole(0, 1_000_000),
	weights: base64,
	firstMoments: base64,
	secondMoments: base64,
	counters: v.unknown(),
});
type PackedCheckpoint = v.InferOutput<typeof packedCheckpoint>;

const countBytes = (given: Pick<Checkpoint, (typeof arrays)[number]>): number =>
	arrays.reduce((sum, name) => sum + given[name].byteLength, 0);

export const fitsBoth = (one: Checkpoint, other: Checkpoint): boolean =>
	countBytes(one) + countBytes(other) <= maxBytes;

/** Throws InputError if the checkpoint is too large for a file. */
export function packCheckpoint({ step, counters, ...given }: Checkpoint): PackedCheckpoint {
	const bytes = countBytes(given);
	if (bytes > maxBytes)
		throw new InputError(
			sentence`The weights and their moments have ${Math.round(bytes / 1e6)} MB, and a run file
				takes ${maxBytes / 1e6} MB. Save it without them.`,
			{ bytes, maxBytes },
		);
	const packed = ({ buffer, byteOffset, byteLength }: Float32Array) =>
		toBase64(new Uint8Array(buffer, byteOffset, byteLength));
	return {
		step,
		counters,
		weights: packed(given.weights),
		firstMoments: packed(given.firstMoments),
		secondMoments: packed(given.secondMoments),
	};
}

export function unpackCheckpoint(
	{ step, counters, ...packed }: PackedCheckpoint,
	runId: string,
	done: number,
): Checkpoint {
	if (step !== done) throw wrong('step', sentence`must be ${done}, as the run's, not ${step}.`);
	const [weights, firstMoments, secondMoments] = arrays.map((name) => toFloats(packed[name], name));
	for (const [name, { length }] of Object.entries({ firstMoments, secondMoments }))
		if (length !== weights.length)
			throw wrong(
				name,
				sentence`must have ${weights.length} numbers, as the weights, not ${length}.`,
			);
	return { runId, step, weights, firstMoments, secondMoments, counters: counters as Json };
}

function toFloats(text: string, name: string): Float32Array {
	let bytes: Uint8Array<ArrayBuffer>;
	try {
		bytes = fromBase64(text);
	} catch {
		throw wrong(name, sentence`is not base64. Ask for the file once more.`);
	}
	if (bytes.length === 0 || bytes.length % 4 !== 0)
		throw wrong(name, sentence`must be whole 32-bit floats, not ${bytes.length} bytes.`);
	const floats = new Float32Array(bytes.buffer);
	const bad = floats.findIndex((value) => !Number.isFinite(value));
	if (bad >= 0)
		throw wrong(`${name}[${bad}]`, sentence`must be a finite number, not ${floats[bad]}.`);
	return floats;
}
