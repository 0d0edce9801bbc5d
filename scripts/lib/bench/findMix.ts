/** `npm run bench -- --find-mix`: blends in the page, proposes a mix, and trains it as a check. */
import type { Page } from 'playwright';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { mean, sum } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import {
	findBlendMix,
	surfaceDesign,
	type ForecastMix,
	type ProposedMix,
} from '#lab/study/blendMix.ts';
import { goalWeights, type MixGoal } from '#lab/study/mixGoal.ts';
import { normalise } from '#mixing/index.ts';
import { tableOf } from '../output.ts';

export interface MixWish {
	/** Steps that the forecast looks ahead. */
	readonly steps: number;
	/**
	 * What counts: a skill, or skills with weights, `Adding=2,French=1`, by id or name; undefined:
	 * the average of all.
	 */
	readonly goal?: string | undefined;
	/** The largest rise of any skill's loss, in nats. */
	readonly limit?: number | undefined;
	/** Skills with the highest loss that each may have, in nats: `French=0.8`. */
	readonly floors?: readonly string[] | undefined;
}

export interface FoundByBlend {
	readonly experiment: Experiment;
	readonly steps: number;
	readonly points: readonly ForecastMix[];
	/** Losses of all skills before the first step. */
	readonly before: readonly number[];
	/** null: no mix keeps the limits. */
	readonly proposal: ProposedMix | null;
	/** Losses of all skills by the trained proposal. The first point has those of equal shares. */
	readonly trained: readonly number[] | null;
}

/** Throws InputError if the experiment cannot be blended, or has no such skill. */
export async function findMixByBlend(
	page: Page,
	experiment: Experiment,
	wish: MixWish,
	log: (line: string) => void,
): Promise<FoundByBlend> {
	const trained = experiment.skills.filter(({ use }) => use === 'train');
	const goal = goalOf(experiment, wish);
	const steps = Math.min(wish.steps, experiment.steps);
	const measured = {
		...experiment,
		evaluation: {
			...experiment.evaluation,
			every: steps,
			// The rows of the forecasts.
			finalExamples: experiment.evaluation.examples,
			samples: 0,
		},
	};
	log(`Blends ${trained.length} skills and equal shares, each ${steps} steps.`);
	await page.evaluate(
		(json) =>
			window.skillet!.client['run.create']({
				runId: 'find mix',
				experiment: JSON.parse(json) as Experiment,
			}),
		JSON.stringify(measured),
	);
	const made = await page.evaluate(async (steps) => {
		const { client } = window.skillet!;
		const runId = 'find mix';
		const { skills } = await client['blend.make']({ runId, steps });
		const shares = skills.map(() => 0);
		const now = await client['blend.forecast']({ runId, shares, samples: 0 });
		return { skills, before: now.skills.map(({ loss }) => loss) };
	}, steps);
	const points: ForecastMix[] = [];
	for (const shares of surfaceDesign(made.skills)) {
		const losses = await page.evaluate(async (shares) => {
			const { client } = window.skillet!;
			const forecast = await client['blend.forecast']({ runId: 'find mix', shares, samples: 0 });
			return forecast.skills.map(({ loss }) => loss);
		}, shares);
		points.push({ shares, losses });
		log(`${percents(shares)} %: forecast of the mean loss ${mean(losses).toFixed(3)}`);
	}
	const proposal = findBlendMix(experiment, { points, now: made.before }, goal);
	const trainMix = async (shares: readonly number[]) => {
		const ratios = Object.fromEntries(made.skills.map((id, i) => [id, shares[i]]));
		log(`Trains ${percents(shares)} % for ${steps} steps.`);
		const policy = [{ fromStep: 0, id: 'fixed', settings: { ratios } }];
		const json = JSON.stringify({ ...measured, policy });
		return page.evaluate(trainOnPage, { json, steps });
	};
	const found = { experiment, steps, points, before: made.before, proposal };
	if (!proposal) return { ...found, trained: null };
	return { ...found, trained: await trainMix(proposal.shares) };
}

/** Runs in the page. The losses of all skills at step `steps`. */
async function trainOnPage({
	json,
	steps,
}: {
	readonly json: string;
	readonly steps: number;
}): Promise<number[]> {
	const { client } = window.skillet!;
	const runId = 'check of a mix';
	await client['run.create']({ runId, experiment: JSON.parse(json) as Experiment });
	const ended = new Promise<void>((resolve, reject) =>
		client.subscribe((event) => {
			if (event.event !== 'run.status' || event.runId !== runId) return;
			const { status } = event;
			if (status.kind === 'failed') reject(new Error(status.error.message));
			if (status.kind !== 'running' && status.step >= steps) resolve();
		}),
	);
	await client['run.play']({ runId, pace: { kind: 'until', step: steps } });
	await ended;
	const events = await client['run.events']({ runId });
	const last = events.findLast((event) => event.type === 'evaluation')!;
	await client['run.delete']({ runId });
	return last.skills.map(({ loss }) => loss);
}

/** Throws InputError. */
export function goalOf(
	{ skills }: Pick<Experiment, 'skills'>,
	{ goal, limit, floors = [] }: Omit<MixWish, 'steps'>,
): Omit<MixGoal, 'measure'> {
	const bounds = floors.map((floor) => {
		const { id, amount } = readAmount(floor, skills, '--floor');
		if (amount === null)
			throw new InputError(asMessage(`--floor: "${floor}" has no number. Write SKILL=NATS.`));
		return [id, amount] as const;
	});
	return {
		weights: goal === undefined ? {} : readWeights(goal, skills),
		limit: limit ?? null,
		bounds: Object.fromEntries(bounds),
	};
}

type Named = Experiment['skills'];
const findSkill = (word: string, skills: Named) =>
	skills.find(({ id, name }) => word === id || word === name);

/** By id. A skill without a number has weight 1. */
function readWeights(goal: string, skills: Named): MixGoal['weights'] {
	// A name may have a comma.
	const words = findSkill(goal, skills) ? [goal] : goal.split(',');
	const weights = words.map((word) => {
		const { id, amount } = readAmount(word, skills, '--goal');
		return [id, amount ?? 1] as const;
	});
	if (weights.every(([, weight]) => weight === 0))
		throw new InputError(asMessage('--goal: all weights are 0. Give one skill a weight above 0.'));
	return Object.fromEntries(weights);
}

/** `French` or `French=0.8`. */
function readAmount(word: string, skills: Named, option: string) {
	const whole = findSkill(word.trim(), skills);
	if (whole) return { id: whole.id, amount: null };
	const at = word.lastIndexOf('=');
	const skill = findSkill(word.slice(0, Math.max(0, at)).trim(), skills);
	if (!skill) {
		const named = (at < 0 ? word : word.slice(0, at)).trim();
		const names = skills.map(({ name }) => name).join(', ');
		throw new InputError(
			asMessage(`${option}: there is no skill "${named}". Choose one of ${names}.`),
		);
	}
	const text = word.slice(at + 1).trim();
	const amount = Number(text);
	if (text === '' || !Number.isFinite(amount) || amount < 0)
		throw new InputError(
			asMessage(`${option}: "${word.trim()}" needs a number of 0 or more after the =.`),
		);
	return { id: skill.id, amount };
}

const percents = (shares: readonly number[]): string =>
	shares.map((share) => Math.round(100 * share)).join(', ');

/** The proposal, what it promises, and what the check found. */
export function findMixText({
	experiment,
	steps,
	before,
	proposal,
	trained,
	points,
}: FoundByBlend): string {
	if (!proposal || !trained)
		return (
			'No mix keeps the limits: with each, a skill is worse than allowed. ' +
			'Raise --limit or --floor.'
		);
	const shares = new Map(
		experiment.skills
			.filter(({ use }) => use === 'train')
			.map(({ id }, i) => [id, proposal.shares[i]]),
	);
	const losses = (list: readonly number[], i: number) => list[i].toFixed(3);
	const rows = experiment.skills.map(({ id, name }, i) => ({ id, name, i }));
	return [
		tableOf(rows, {
			skill: ({ name }) => name,
			'share in %': ({ id }) => (100 * (shares.get(id) ?? 0)).toFixed(1),
			'loss before': ({ i }) => losses(before, i),
			forecast: ({ i }) => losses(proposal.losses, i),
			trained: ({ i }) => losses(trained, i),
			'equal, trained': ({ i }) => losses(points[0].losses, i),
		}),
		`A forecast of ${steps} steps: what counts is expected ${proposal.gain.toFixed(3)} nats ` +
			`lower than with equal shares, give or take ${proposal.reach.toFixed(3)}.`,
	].join('\n\n');
}

/** By how much the trained proposal is below trained equal shares, in what counts. */
export const trainedGain = (
	{ experiment, trained, points }: FoundByBlend,
	wish: MixWish,
): number | null => {
	if (!trained) return null;
	const { skills } = experiment;
	const all = skills.flatMap(({ id, use }) => (use === 'train' ? id : []));
	const ids = skills.map(({ id }) => id);
	const weights = normalise(goalWeights(goalOf(experiment, wish), ids, all));
	return sum(weights.map((weight, k) => weight * (points[0].losses[k] - trained[k])));
};
