/** Results of a run for a link: final scores by skill, hash of the exact curve, device, engine. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { scoreUnit } from '#engine/core/exactMatch.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { backends } from '#engine/gpu/report.ts';
import type { RunEvent, SkillScore } from '#lab/training/events.ts';
import { between, list, mustBe, number, object, oneOf, text, whole } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { finalScores } from './runSummary.ts';
import { curveScores } from './sameRows.ts';
import type { RunRecord } from './stores.ts';

const share = between(0, 1);
export const outcomeSchema = object({
	/** Completed steps. */
	steps: whole(1, 1_000_000),
	/** First 8 bytes of the SHA-256 over all bits of the curve, in hex. */
	bits: v.pipe(
		v.string(mustBe(say('16 hex digits in lower case'))),
		v.regex(/^[0-9a-f]{16}$/, mustBe(say('16 hex digits in lower case'))),
	),
	/** In the order of the experiment's skills. */
	skills: list(
		object({
			/** Held-out loss, nats per answer token, five significant digits. */
			loss: number(say('a number of 0 or more'), (value) => value >= 0 && value < 1e6),
			/** Share of held-out prompts with a correct answer, four decimals; null for text. */
			exact: v.nullable(share),
		}),
		say('scores'),
		64,
	),
	backend: oneOf<readonly string[]>(backends),
	/** deviceWords() of the device; missing in old runs. */
	device: v.exactOptional(text(100)),
	/** engineVersion; missing in old runs. */
	engine: v.exactOptional(whole(1, 1_000_000)),
});
export type Outcome = v.InferOutput<typeof outcomeSchema>;

/** Throws InputError for an unfinished run, whose curve cannot be compared. */
export function toOutcome(
	{ end, backend, device, engine }: RunRecord,
	events: readonly RunEvent[],
): Outcome {
	const scores = finalScores(events);
	if (end !== 'finished' || !scores)
		throw new InputError(
			say('This run has not finished: train it to its end, then share its results.'),
		);
	return {
		steps: scores.steps,
		bits: curveBits(events),
		skills: scores.final.skills.map(roundedScore),
		backend,
		...(device !== undefined && { device }),
		...(engine !== undefined && { engine }),
	};
}

/** As a link stores it. Figures beside those of a link must be rounded in the same way. */
export const roundedScore = ({ loss, exact }: SkillScore) => ({
	loss: Number(loss.toPrecision(5)),
	exact: exact === null ? null : Number(exact.toFixed(4)),
});

/**
 * Hash over every step's loss and every evaluation's scores, each as the 8 bytes of its double.
 * Of an evaluation on two numbers of rows only the first counts, as before there were two.
 * Equal hashes mean equal curves, bit for bit. Wall times are left out.
 */
export function curveBits(events: readonly RunEvent[]): string {
	const values = events.flatMap((event): number[] => {
		if (event.type === 'step') return [event.step, event.loss];
		if (event.type !== 'evaluation') return [];
		const scores = event.skills.flatMap(({ loss, exact, tokenAccuracy, examples }) => [
			loss,
			exact ?? -1,
			tokenAccuracy,
			examples,
		]);
		return [-1, event.step, ...scores];
	});
	const bytes = new DataView(new ArrayBuffer(8 * values.length));
	values.forEach((value, i) => bytes.setFloat64(8 * i, value, true));
	return sha256Hex(new Uint8Array(bytes.buffer)).slice(0, 16);
}

/** More points would make the link longer, and no reader would see them in a tile. */
const maxPoints = 12;
const value = between(0, 100_000);

/**
 * The evaluations of a finished run in a few numbers, all on equally many rows, so that a link can
 * carry them.
 */
export const expectedCurvesSchema = object({
	/** Rising steps of evaluations; the first is 0. */
	steps: list(whole(0, 1_000_000), say('steps'), maxPoints),
	/** [skill][point]: exact match in percent, or for a text its loss in hundredths of nats. */
	skills: list(list(value, say('points'), maxPoints), say('curves'), 64),
	/** The same in hundredths of nats, if the skills count unlike things: only losses compare. */
	losses: v.exactOptional(list(list(value, say('points'), maxPoints), say('curves'), 64)),
});
export type ExpectedCurves = v.InferOutput<typeof expectedCurvesSchema>;

export function expectedCurves(events: readonly RunEvent[]): ExpectedCurves {
	const all = events.filter((event) => event.type === 'evaluation').map(curveScores);
	const last = all.length - 1;
	const count = Math.min(maxPoints, all.length);
	const chosen = Array.from(
		{ length: count },
		(_, i) => all[Math.round((i * last) / Math.max(1, count - 1))],
	);
	const first = all[0]?.skills ?? [];
	const points = (read: (score: SkillScore) => number) =>
		first.map((_, skill) => chosen.map(({ skills }) => Math.round(100 * read(skills[skill]))));
	return {
		steps: chosen.map(({ step }) => step),
		skills: points(({ exact, loss }) => exact ?? loss),
		...(new Set(first.map(scoreUnit)).size > 1 && { losses: points(({ loss }) => loss) }),
	};
}
