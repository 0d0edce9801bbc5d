/**
 * What came out of a run, small enough for a link: final scores by skill, a hash of the exact curve, and what computed
 * it. Whoever repeats the run compares theirs with it (compareOutcomes.ts).
 */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import { sha256Hex } from '#core/hash.ts';
import type { RunEvent } from '#training/events.ts';
import { list, mustBe, number, object, oneOf, text, whole } from './fields.ts';
import type { RunRecord } from './stores.ts';

export interface OutcomeScore {
	/** Held-out, nats per answer token; five significant digits. */
	readonly loss: number;
	/** Share of held-out prompts that are right as a whole, four decimals; null for text. */
	readonly exact: number | null;
}

export interface Outcome {
	/** Steps that were done. */
	readonly steps: number;
	/** First 8 bytes of the SHA-256 over all bits of the curve, in hex. */
	readonly bits: string;
	/** In the order of the experiment's skills. */
	readonly skills: readonly OutcomeScore[];
	readonly backend: string;
	/** deviceWords() of the device; left out for runs from before it was noted. */
	readonly device?: string;
	/** engineVersion; left out for runs from before it was noted. */
	readonly engine?: number;
}

/** Throws InputError for a run that has not finished: its curve is not one that can be compared. */
export function outcomeOf(
	{ end, backend, device, engine }: RunRecord,
	events: readonly RunEvent[],
): Outcome {
	const last = events.findLast((event) => event.type === 'evaluation');
	const steps = events.findLast((event) => event.type === 'step')?.step ?? 0;
	if (end !== 'finished' || !last || last.step < steps)
		throw new InputError('This run has not finished: train it to its end, then share its results.');
	return {
		steps,
		bits: curveBits(events),
		skills: last.skills.map(({ loss, exact }) => ({
			loss: Number(loss.toPrecision(5)),
			exact: exact === null ? null : Number(exact.toFixed(4)),
		})),
		backend,
		...(device !== undefined && { device }),
		...(engine !== undefined && { engine }),
	};
}

/**
 * Over every step's loss and every evaluation's scores, each as the 8 bytes of its double: equal if and only if the two
 * curves are the same bit for bit. Wall times are not part of it.
 */
export function curveBits(events: readonly RunEvent[]): string {
	const values = events.flatMap((event): number[] => {
		if (event.type === 'step') return [event.step, event.loss];
		if (event.type !== 'evaluation') return [];
		const scores = event.skills.flatMap(({ loss, exact, tokenAccuracy, examples }) => [
			...[loss, exact ?? -1, tokenAccuracy, examples],
		]);
		return [-1, event.step, ...scores];
	});
	const bytes = new DataView(new ArrayBuffer(8 * values.length));
	values.forEach((value, i) => bytes.setFloat64(8 * i, value, true));
	return sha256Hex(new Uint8Array(bytes.buffer)).slice(0, 16);
}

const share = number('a number from 0 to 1', (value) => value >= 0 && value <= 1);
export const outcomeSchema = object({
	steps: whole(1, 1_000_000),
	bits: v.pipe(
		v.string(mustBe('16 hex digits')),
		v.regex(/^[0-9a-f]{16}$/, mustBe('16 hex digits in lower case')),
	),
	skills: list(
		object({
			loss: number('a number of 0 or more', (value) => value >= 0 && value < 1e6),
			exact: v.nullable(share),
		}),
		'scores',
		64,
	),
	backend: oneOf(['webgpu', 'wasm']),
	device: v.exactOptional(text(100)),
	engine: v.exactOptional(whole(1, 1_000_000)),
});
