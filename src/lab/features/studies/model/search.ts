/**
 * A search for the best static mix: random mixes, then variations of the best ones, then the best
 * of all again on a second seed. Scores come from validation examples, on seeds that no comparison
 * uses.
 */
import { InternalError } from '#engine/core/errors.ts';
import type { Ratios } from '#engine/core/parameters.ts';
import { normal, randomStream, type RandomStream } from '#engine/core/random.ts';
import { gamma } from '#mixing/index.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { withRatios, type Cell } from './cells.ts';
import type { CellResult } from './result.ts';
import type { MixSearch } from './study.ts';

export type FoundMix = Readonly<Awaited<ReturnType<typeof searchMix>>>;

export const searchRuns = ({ draws, refinements, finalists }: MixSearch): number =>
	draws + refinements + Math.min(finalists, draws + refinements);

/** `run` trains an experiment scored on validation examples; it may return a stored result. */
export async function searchFor(
	{ experiment, search: id }: Cell,
	search: MixSearch,
	run: (experiment: Experiment) => Promise<Pick<CellResult, 'final'>>,
) {
	if (id === undefined) throw new InternalError('This cell has no search: its shares are known.');
	const evaluation = { ...experiment.evaluation, part: 'validation' } as const;
	const trained = experiment.skills.filter(({ use }) => use === 'train').map(({ id }) => id);
	return searchMix(trained, search, async (ratios, seed) => {
		const { final } = await run(withRatios({ ...experiment, evaluation, seed }, ratios));
		return final.averageExact ?? Number.NaN;
	});
}

/** `score` trains with these shares and this seed; higher is better. */
export async function searchMix(
	skills: readonly string[],
	search: MixSearch,
	score: (ratios: Ratios, seed: number) => Promise<number>,
) {
	const stream = randomStream(search.seeds[0], 'mix search');
	const [first, second] = search.seeds;
	const tried: { shares: number[]; score: number }[] = [];
	const tryMix = async (shares: number[]) =>
		tried.push({ shares, score: await score(toRatios(skills, shares), first) });

	await tryMix(skills.map(() => 1));
	for (let i = 1; i < search.draws; i++)
		await tryMix(dirichlet(stream.child(`draw ${i}`), skills.length, search.concentration));
	const centre = geometricMean(chooseBest(tried, 4).map(({ shares }) => normalised(shares)));
	for (let i = 0; i < search.refinements; i++)
		await tryMix(varied(stream.child(`refinement ${i}`), centre, search.spread));
	const finals = [];
	for (const { shares, score: before } of chooseBest(tried, search.finalists)) {
		const again = await score(toRatios(skills, shares), second);
		finals.push({ shares, score: (before + again) / 2 });
	}
	const [best] = chooseBest(finals, 1);
	return {
		ratios: toRatios(skills, best.shares),
		/** Mean score of both seeds. */
		score: best.score,
		/** Number of runs of the search. */
		runs: tried.length + finals.length,
	};
}

const chooseBest = <T extends { score: number }>(tried: readonly T[], count: number): T[] =>
	[...tried].sort((a, b) => b.score - a.score).slice(0, count);

const normalised = (shares: readonly number[]): number[] => {
	const sum = shares.reduce((a, b) => a + b, 0);
	return shares.map((share) => share / sum);
};

/** Rounds to three digits to keep the experiment short. */
const toRatios = (skills: readonly string[], shares: readonly number[]): Ratios =>
	Object.fromEntries(
		normalised(shares).map((share, i) => [skills[i], Math.max(1e-3, Number(share.toFixed(3)))]),
	);

const geometricMean = (mixes: readonly (readonly number[])[]): number[] =>
	mixes[0].map((_, i) =>
		Math.exp(mixes.reduce((sum, mix) => sum + Math.log(Math.max(1e-3, mix[i])), 0) / mixes.length),
	);

const varied = (stream: RandomStream, centre: readonly number[], deviation: number): number[] =>
	centre.map((share, i) => share * Math.exp(deviation * normal(stream, i)));

/** Gamma variables: divided by their sum they are a draw from a Dirichlet distribution. */
function dirichlet(stream: RandomStream, count: number, concentration: number): number[] {
	return Array.from({ length: count }, (_, i) => gamma(stream.child(`${i}`), concentration));
}
