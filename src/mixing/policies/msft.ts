/**
 * mSFT (arXiv 2603.21606): leaves out each skill from the step at which it begins to overfit.
 *
 *  1. Roll out with the active skills (all at first) to the end.
 *  2. b_i = the step with i's lowest validation loss since the last return. The active skill with
 *     the smallest b_i is left out from step b_i on, if its loss rises after b_i.
 *  3. Return to step b_i and repeat, until no active skill overfits or one is left.
 *
 * Source: the paper's abstract and summaries of it; neither its algorithm nor its code could be
 * read here. Our reading: equal shares of the active skills, the rest of the run as the compute
 * budget of a roll-out, and a least rise that counts as overfitting. Ours: a roll-out repeats the
 * steps before its return, with the same batches and learning rates, instead of a checkpoint, so
 * the return is exact; the run then follows the schedule found, with its own draws; the last skill
 * stays to the end.
 */
import { InputError } from '#core/errors.ts';
import { isObject, type Json } from '#core/json.ts';
import { sentence } from '#core/message.ts';
import { numberSpec } from '#core/parameters.ts';
import { passiveMixer } from '../mixers.ts';
import { definePolicy, type MixContext, type Mixer, type MixSkill } from '../policy.ts';
import { countedPlan, indicesById } from '../rows.ts';
import { lossBySkill, lossProbe, unvalidatedWarnings } from './skillItGraph.ts';

/** A skill by id, left out from `step` on; by rising step. */
export interface Exclusion {
	readonly skill: string;
	readonly step: number;
}
/** Validation losses by skill after `step` steps. */
export interface Evaluation {
	readonly step: number;
	readonly losses: readonly (number | null)[];
}

/**
 * The skill that overfits first from step `from` on: lowest loss earliest, first by id. null: no
 * active skill ends more than `rise` above its lowest loss.
 */
export function earliestOverfit(
	evaluations: readonly Evaluation[],
	skills: readonly Pick<MixSkill, 'id'>[],
	active: readonly number[],
	{ from, rise }: { readonly from: number; readonly rise: number },
): Exclusion | null {
	let first: Exclusion | null = null;
	for (const i of indicesById(skills).filter((skill) => active.includes(skill))) {
		const own = evaluations.flatMap(({ step, losses }) => {
			const loss = losses[i];
			return loss !== null && step >= from ? [{ step, loss }] : [];
		});
		if (own.length === 0) continue;
		const best = own.reduce((low, one) => (one.loss < low.loss ? one : low));
		const isOverfit = own[own.length - 1].loss > best.loss * (1 + rise);
		if (isOverfit && (first === null || best.step < first.step))
			first = { skill: skills[i].id, step: best.step };
	}
	return first;
}

export const msft = definePolicy({
	id: 'msft',
	title: 'mSFT',
	summary:
		'Roll-outs find the step from which each skill overfits; the run leaves the skill out from ' +
		'there on.',
	group: 'adaptive',
	// The roll-outs begin at the base, as the run does.
	clock: 'run',
	citation: {
		text:
			'Koh et al., mSFT: Addressing Dataset Mixtures Overfitting Heterogeneously in Multi-task ' +
			'SFT, 2026. This follows its abstract and summaries',
		url: 'https://arxiv.org/abs/2603.21606',
	},
	parameters: {
		every: numberSpec(
			'Steps between evaluations',
			{ default: 20, min: 1, max: 100_000, integer: true, unit: 'steps' },
			'A roll-out measures all validation losses after this many steps (our choice: 20).',
		),
		rows: numberSpec(
			'Rows per skill',
			{ default: 32, min: 1, max: 1024, integer: true, unit: 'examples', advanced: true },
			'Validation examples of each skill per evaluation, always the same (our choice: 32).',
		),
		rise: numberSpec(
			'Least rise',
			{ default: 0.05, min: 0, max: 10 },
			'A skill overfits if its validation loss ends at least this part above its lowest value ' +
				'(ours, against noise: 0.05).',
		),
	},
	prepare: async ({ every, rows, rise }, context, { rollOut, report, signal, saved, save }) => {
		const { skills, totalSteps, random } = context;
		let excluded = (saved ?? []) as unknown as readonly Exclusion[];
		const most = skills.length - 1;
		while (excluded.length < most) {
			signal.throwIfAborted();
			const progress = { done: excluded.length, of: most };
			const values = { done: excluded.length + 1, of: most };
			report({ ...progress, label: { id: 'msft.preparing', values } });
			const evaluations: Evaluation[] = [];
			const mixer: Mixer = {
				...scheduleMixer(excluded, context),
				probes: (step) =>
					(step + 1) % every === 0 || step + 1 === totalSteps ? [lossProbe(context, rows)] : [],
				observe: ({ step, results: [result] }) => {
					if (result?.kind !== 'measure') return;
					const losses = lossBySkill(context, result.values.loss!, rows);
					evaluations.push({ step: step + 1, losses });
				},
			};
			// The same seed each time: the steps before the return are the same.
			await rollOut(mixer, { steps: totalSteps, seed: random.child('roll-outs').bits(0) });
			const active = activeAt(excluded, skills, totalSteps);
			const from = excluded[excluded.length - 1]?.step ?? 0;
			const next = earliestOverfit(evaluations, skills, active, { from, rise });
			if (next === null) break;
			excluded = [...excluded, next];
			save(excluded as unknown as Json);
		}
		return { excluded: excluded as unknown as Json };
	},
	/** At most: a roll-out for each skill but one. */
	preparationCost: ({ every, rows }, { skills, totalSteps }) => {
		const rollOuts = skills.length - 1;
		const evaluations = 1 + Math.ceil(totalSteps / every);
		return {
			updates: rollOuts * totalSteps,
			measured: rollOuts * evaluations * rows * skills.length,
		};
	},
	createMixer: (_values, context, restored) =>
		scheduleMixer(
			restored?.artefact === undefined ? null : parseExclusions(restored.artefact, context),
			context,
		),
});

/** Indices of the skills in the mix at a step; the last one stays. */
function activeAt(
	excluded: readonly Exclusion[],
	skills: readonly Pick<MixSkill, 'id'>[],
	step: number,
): number[] {
	const out = excluded.filter((one) => one.step <= step).map(({ skill }) => skill);
	return indicesById(skills).filter((i) => !out.includes(skills[i].id));
}

/** Equal shares of the active skills at each step. null: the schedule is not known yet. */
function scheduleMixer(excluded: readonly Exclusion[] | null, context: MixContext): Mixer {
	const { skills } = context;
	const names = new Map(skills.map(({ id, name }) => [id, name]));
	const named = (excluded ?? []).map(({ skill, step }) => ({ name: names.get(skill)!, step }));
	const mixer = passiveMixer(
		(step) => {
			const active = activeAt(excluded ?? [], skills, step);
			const weights = skills.map((_, i) => (active.includes(i) ? 1 / active.length : 0));
			return countedPlan(weights, context, step);
		},
		(step) => {
			if (excluded === null) return { id: 'msft.waiting', values: {} };
			if (named.length === 0) return { id: 'msft.none', values: {} };
			const out = named.filter((one) => one.step <= step);
			const next = named.find((one) => one.step > step) ?? null;
			return { id: 'msft.active', values: { out, next } };
		},
	);
	const warnings = unvalidatedWarnings(context);
	return { ...mixer, explain: () => ({ ...mixer.explain(), warnings }) };
}

/** Checks an artefact, which may come from a file. Throws an InputError that names the field. */
function parseExclusions(artefact: Json, { skills }: MixContext): readonly Exclusion[] {
	const excluded = isObject(artefact) ? artefact['excluded'] : undefined;
	const list: readonly Json[] | undefined = Array.isArray(excluded) ? excluded : undefined;
	const isExclusion = (one: Json): one is { skill: string; step: number } =>
		isObject(one) &&
		skills.some(({ id }) => id === one['skill']) &&
		Number.isInteger(one['step']) &&
		(one['step'] as number) >= 0;
	if (list && list.length < skills.length && list.every(isExclusion)) return list;
	throw new InputError(
		sentence`artefact.excluded: must be a list of skills of this run with their steps. Let the
			policy prepare again, or choose another file.`,
		{ field: 'artefact.excluded' },
	);
}
