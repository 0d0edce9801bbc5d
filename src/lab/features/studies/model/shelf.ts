/**
 * A published study: its file, and the numbers of its cells that a report needs. The files in
 * public/studies are the only copy of the results: gzipped JSON. The page and `npm run results`
 * read it.
 */
import { textBits } from '#engine/core/bytes.ts';
import { summariseExact } from '#engine/core/exactMatch.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { withPinnedSkills } from '#lab/run/pinnedSkills.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import type { MeasureId, Factors, Study } from './study.ts';
import type { ReportMessage } from './messages.ts';
import type { CellResult, LossAt } from './result.ts';

export interface ShelfEntry {
	/** The file is `name.json.gz`. */
	readonly name: string;
	readonly title: string;
	readonly about: string;
	/** The answer to the title's question. */
	readonly answer: ReportMessage | null;
	/** The comparisons that the study names, in its order. */
	readonly gaps: readonly ShelfGap[];
	readonly cells: number;
	readonly engine: number;
}

/** A difference with its 95 % interval, in shares of right answers or nats. */
export interface ShelfDifference {
	readonly mean: number;
	readonly low: number;
	readonly high: number;
	/** After Holm's correction. */
	readonly verdict: 'better' | 'worse' | 'undecided';
}

/** A difference of two policies in the study's outcome, and in other measures beside it. */
export interface ShelfGap extends ShelfDifference {
	readonly label: string;
	readonly against: string;
	readonly beside: { readonly [Id in MeasureId]?: ShelfDifference };
}

export interface ShelfStudy {
	readonly version: 2;
	/** The study as in its file in studies/. */
	readonly file: JsonObject;
	/** studyHash() of the file when its first cell was trained. */
	readonly registered: string;
	readonly skills: readonly string[];
	/** Versions of the built-in skills whose rows the cells read, by id. */
	readonly versions: Readonly<Record<string, number>>;
	/** Held-out prompts of each skill, at each evaluation. */
	readonly examples: readonly number[];
	/** Evaluations before the first step; equal for the cells of a model. */
	readonly bases: readonly ShelfScores[];
	readonly cells: readonly ShelfCell[];
}

/** Which prompts are right (bitText(); null: not scored), and losses to six digits, by skill. */
export type ShelfScores = readonly [right: readonly (string | null)[], loss: readonly number[]];

/** By skill; null: not trained. */
export type ShelfShares = readonly (number | null)[];

interface ShelfCell {
	readonly factors: Factors;
	/** Index in `bases`. */
	readonly base: number;
	/** Evaluations after the first step; the last one is the end of the run. */
	readonly at: readonly (readonly [step: number, ...ShelfScores])[];
	/** Mean shares, exact: a run on its mean mix needs them. */
	readonly mix: ShelfShares;
	/** Shares of the drawn examples and of their tokens. */
	readonly drawn: readonly [examples: ShelfShares, tokens: ShelfShares];
	/** Tokens, seconds of training, seconds in all. */
	readonly run: readonly [number, number, number];
	/** Seconds of probes; updates, measured examples and seconds before the first step. */
	readonly cost: readonly [number, number, number, number];
	readonly noisyShare: number | null;
	readonly backend: string;
	readonly device: string;
	readonly engine: number;
	/** SHA-256 of the experiment. */
	readonly experiment: string;
}

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

/** Skills of which the lab has later rows than the study. */
export const outdatedSkills = ({ experiment }: Study, skills: readonly SkillInfo[]): SkillRef[] =>
	experiment.skills.filter((ref) =>
		skills.some(({ id, version = 0 }) => id === ref.id && version > ref.version),
	);

/** `results`: with the same prompts at each evaluation. */
export function packShelf(
	{ file, registered }: Pick<ShelfStudy, 'file' | 'registered'>,
	refs: readonly SkillRef[],
	results: readonly CellResult[],
): ShelfStudy {
	const skills = refs.map(({ id }) => id);
	const builtin = refs.filter(({ id }) => !id.startsWith('file:'));
	const bases: ShelfScores[] = [];
	const baseIndex = (scores: ShelfScores) => {
		const key = JSON.stringify(scores);
		const found = bases.findIndex((base) => JSON.stringify(base) === key);
		return found >= 0 ? found : bases.push(scores) - 1;
	};
	const listShares = (shares: CellResult['mix'] = {}, round = (share: number) => share) =>
		skills.map((id) => (Object.hasOwn(shares, id) ? round(shares[id]) : null));
	const sixDigits = (share: number) => digits(share, 6);
	const toScores = ({ losses, right }: LossAt): ShelfScores => [
		right ?? skills.map(() => null),
		losses,
	];
	return {
		version: 2,
		file,
		registered,
		skills,
		versions: Object.fromEntries(builtin.map(({ id, version }) => [id, version])),
		examples: results[0]?.final.skills.map((score) => score.examples) ?? [],
		cells: results.map((result) => {
			const [base, ...later] = result.lossAt ?? [];
			return {
				factors: result.factors,
				base: baseIndex(toScores(base)),
				at: later.map((scores) => [scores.step, ...toScores(scores)] as const),
				mix: listShares(result.mix),
				drawn: [
					listShares(result.drawn?.examples, sixDigits),
					listShares(result.drawn?.tokens, sixDigits),
				],
				run: [
					result.tokens,
					seconds(result.trainingMilliseconds),
					seconds(result.totalMilliseconds),
				],
				cost: [
					seconds(result.cost.probeMilliseconds),
					result.cost.updates,
					result.cost.measured,
					seconds(result.cost.milliseconds),
				],
				noisyShare: result.noisyShare,
				backend: result.backend,
				device: result.device ?? '',
				engine: result.engine ?? 1,
				experiment: result.experiment,
			};
		}),
		bases,
	};
}

export const unpackShelf = ({ skills, examples, bases, cells }: ShelfStudy): CellResult[] =>
	cells.map(({ base, at, mix, drawn, run, cost, ...others }) => {
		const trained = mix.map((share) => share !== null);
		const bySkill = (shares: ShelfShares) =>
			Object.fromEntries(
				skills.flatMap((id, i) => (shares[i] === null ? [] : [[id, shares[i]] as const])),
			);
		const [tokens, training, total] = run;
		const [probes, updates, measured, beforehand] = cost;
		const evaluations = [[0, ...bases[base]] as const, ...at];
		const last = evaluations.at(-1)!;
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

/** Reads the bytes of a published study. A server may have unpacked them already. */
export async function readShelf(bytes: Uint8Array<ArrayBuffer>): Promise<ShelfStudy> {
	const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
	const stream = new Blob([bytes]).stream();
	const text = isPacked ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
	return (await new Response(text).json()) as ShelfStudy;
}

/** The versions of the engine that computed a published study, beside today's. */
export const besideToday = (engines: readonly number[]) => ({
	engines,
	engine: engineVersion,
	isSame: engines.includes(engineVersion),
});

export interface CellCheck {
	readonly isSame: boolean;
	/** The skill with the largest difference of exact match, or else of loss. */
	readonly skill: number;
	readonly exact: readonly [published: number | null, here: number | null];
	readonly loss: readonly [published: number, here: number];
	readonly engines: readonly [published: number, here: number];
	readonly backends: readonly [published: string, here: string];
	/** Today's lab makes the experiment that was published. */
	readonly isSameExperiment: boolean;
}

/** Prompts that only one of the two answers rightly. */
function countDifferent(a: Evaluation['skills'][number], b: Evaluation['skills'][number]): number {
	const [left, right] = [a, b].map(({ right = '', examples }) => textBits(right, examples));
	return left.filter((isRight, i) => isRight !== right[i]).length;
}

/** Compares a cell that was trained again with the published one, skill by skill. */
export function checkCell(published: CellResult, here: CellResult): CellCheck {
	const gaps = published.final.skills.map((score, skill) => {
		const trainedHere = here.final.skills[skill];
		const exact = countDifferent(score, trainedHere);
		const loss = Math.abs(digits(score.loss, 6) - digits(trainedHere.loss, 6));
		return { skill, exact, loss };
	});
	const [largest] = gaps.toSorted((a, b) => b.exact - a.exact || b.loss - a.loss);
	const [before, other] = [published, here].map(({ final }) => final.skills[largest.skill]);
	return {
		isSame: largest.exact === 0 && largest.loss === 0,
		skill: largest.skill,
		exact: [before.exact, other.exact],
		loss: [before.loss, other.loss],
		engines: [published.engine ?? 1, here.engine ?? 1],
		backends: [published.backend, here.backend],
		isSameExperiment: here.experiment === published.experiment,
	};
}
