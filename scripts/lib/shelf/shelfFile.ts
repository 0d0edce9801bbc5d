/**
 * A published study: its file, and the numbers of its cells that a report needs. The files in
 * public/studies are the only copy of the results: gzipped JSON.
 */
import { textBits } from '#engine/core/bytes.ts';
import { summariseExact } from '#engine/core/exactMatch.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { JsonObject } from '#engine/core/json.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { withPinnedSkills } from '#lab/run/pinnedSkills.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import type { Study } from '#lab/study/study.ts';
import type { CellAnswers, CellResult, LossAt } from '#lab/study/result.ts';

/** The content of a file. */
export type ShelfStudy = ReturnType<typeof packShelf>;

/** Which prompts are right (bitText(); null: not scored), and losses to six digits, by skill. */
type ShelfScores = readonly [right: readonly (string | null)[], loss: readonly number[]];

/** By skill; null: not trained. */
type ShelfShares = readonly (number | null)[];

/** Names a study file by its content. Its results keep it, so that nobody changes it later. */
export const studyHash = (file: JsonObject): string => sha256OfJson(file);

const digits = (value: number, count: number): number => Number(value.toPrecision(count));
const seconds = (milliseconds: number) => digits(milliseconds / 1000, 4);

/**
 * The study with the rows that its published cells read: skills may have later versions. `infos`:
 * the lab's skills. Only rows of other versions are generated for their hash.
 */
export function withVersions(
	study: Study,
	{ versions }: Pick<ShelfStudy, 'versions'>,
	infos: readonly SkillInfo[],
): Study {
	const skills = study.experiment.skills.map((ref) =>
		Object.hasOwn(versions, ref.id) ? { ...ref, version: versions[ref.id] } : ref,
	);
	return { ...study, experiment: withPinnedSkills({ ...study.experiment, skills }, infos) };
}

/** `results`: with the same prompts at each evaluation. */
export function packShelf(
	{ file, registered }: { readonly file: JsonObject; readonly registered: string },
	refs: readonly SkillRef[],
	results: readonly CellResult[],
) {
	const skills = refs.map(({ id }) => id);
	const builtin = refs.filter(({ id }) => !id.startsWith('file:'));
	const bases: ShelfScores[] = [];
	const baseAnswers: CellAnswers['before'][] = [];
	const listShares = (
		shares: CellResult['mix'] = {},
		round = (share: number) => share,
	): ShelfShares => skills.map((id) => (Object.hasOwn(shares, id) ? round(shares[id]) : null));
	const sixDigits = (share: number) => digits(share, 6);
	const toScores = ({ losses, right }: LossAt): ShelfScores => [
		right ?? skills.map(() => null),
		losses,
	];
	return {
		version: 2,
		/** The study as in its file in studies/. */
		file,
		/** studyHash() of the file when its first cell was trained. */
		registered,
		skills,
		/** Versions of the built-in skills whose rows the cells read, by id. */
		versions: Object.fromEntries(builtin.map(({ id, version }) => [id, version])),
		/** Held-out prompts of each skill, at each evaluation. */
		examples: results[0]?.final.skills.map((score) => score.examples) ?? [],
		cells: results.map((result) => {
			const [base, ...later] = result.lossAt ?? [];
			const { drawn, cost, answers } = result;
			return {
				factors: result.factors,
				/** Index in `bases`. */
				base: indexIn(bases, toScores(base)),
				/** Evaluations after the first step; the last one is the end of the run. */
				at: later.map((scores) => [scores.step, ...toScores(scores)] as const),
				/** Mean shares, exact: a run on its mean mix needs them. */
				mix: listShares(result.mix),
				/** Shares of the drawn examples and of their tokens. */
				drawn: [listShares(drawn?.examples, sixDigits), listShares(drawn?.tokens, sixDigits)],
				/** Tokens, seconds of training, seconds in all. */
				run: [
					result.tokens,
					seconds(result.trainingMilliseconds),
					seconds(result.totalMilliseconds),
				],
				/** Seconds of probes; updates, measured examples and seconds before the first step. */
				cost: [
					seconds(cost.probeMilliseconds),
					cost.updates,
					cost.measured,
					seconds(cost.milliseconds),
				],
				noisyShare: result.noisyShare,
				backend: result.backend,
				device: result.device ?? '',
				engine: result.engine ?? 1,
				/** SHA-256 of the experiment. */
				experiment: result.experiment,
				...(answers && {
					/** Index in `baseAnswers`, and those of the trained model. */
					answers: [indexIn(baseAnswers, answers.before), answers.after] as const,
				}),
			};
		}),
		/** Evaluations before the first step; equal for the cells of a model. */
		bases,
		/** Answers before the first step. */
		...(baseAnswers.length > 0 && { baseAnswers }),
	};
}

/** The index of an equal value, which is added if there is none. */
function indexIn<T>(values: T[], value: T): number {
	const key = JSON.stringify(value);
	const found = values.findIndex((known) => JSON.stringify(known) === key);
	return found >= 0 ? found : values.push(value) - 1;
}

export const unpackShelf = ({
	skills,
	examples,
	bases,
	baseAnswers = [],
	cells,
}: ShelfStudy): CellResult[] =>
	cells.map(({ base, at, mix, drawn, run, cost, answers, ...others }) => {
		const trained = mix.map((share) => share !== null);
		const bySkill = (shares: ShelfShares) =>
			Object.fromEntries(
				skills.flatMap((id, i) => (shares[i] === null ? [] : [[id, shares[i]] as const])),
			);
		const [tokens, training, total] = run;
		const [probes, updates, measured, beforehand] = cost;
		const evaluations = [[0, ...bases[base]] as const, ...at];
		const last = evaluations.at(-1);
		const read = ([, right, losses]: (typeof evaluations)[number]) =>
			toEvaluation(right, losses, examples, trained);
		return {
			...others,
			steps: last[0],
			tokens,
			base: read(evaluations[0]),
			final: read(last),
			trainingMilliseconds: 1000 * training,
			totalMilliseconds: 1000 * total,
			mix: bySkill(mix),
			drawn: { examples: bySkill(drawn[0]), tokens: bySkill(drawn[1]) },
			lossAt: evaluations.map(([step, right, losses]) => ({ step, losses, right })),
			mixAt: [],
			...(answers && { answers: { before: baseAnswers[answers[0]], after: answers[1] } }),
			cost: {
				probeMilliseconds: 1000 * probes,
				updates,
				measured,
				milliseconds: 1000 * beforehand,
			},
			warnings: [],
		};
	});

function toEvaluation(
	right: readonly (string | null)[],
	losses: readonly number[],
	examples: readonly number[],
	trained: readonly boolean[],
): Evaluation {
	const skills = right.map((bits, i) => ({
		exact: bits === null ? null : textBits(bits, examples[i]).filter(Boolean).length / examples[i],
		loss: losses[i],
		tokenAccuracy: NaN,
		examples: examples[i],
		...(bits !== null && { right: bits }),
	}));
	return { skills, ...summariseExact(skills, trained) };
}
