/**
 * A study of fixed mixes around equal shares, and the law of scores by the mix that its results
 * give. One mix for each skill, with 2.5 times its ratio, beside equal shares. On the published
 * runs (studies/law.json) these nine propose a mix that the law of all nineteen puts 8.9 points
 * above equal shares; nine with 0.4 times the ratio propose one of 7.2, and promise nothing. A few
 * skills have further rounds of mixes, because four runs say too little.
 */
import * as v from 'valibot';
import { textBits } from '#engine/core/bytes.ts';
import { checkScoreLaw, fitScoreLaw, leaveEachOut, type LawRun } from '#mixing/scoreLaw.ts';
import { list, mustBe, number, object, sha256, text } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { freeName, truncate } from '#engine/core/text.ts';
import { mean } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { lawKey, onlyScore, type LawFit } from './lawFit.ts';
import { wholeGoal } from './mixGoal.ts';
import { listsByKey } from '#engine/core/listsByKey.ts';
import type { ReportMessage } from './sentences.ts';
import { evaluationAt, type CellResult } from './result.ts';
import type { Study } from './study.ts';

const amount = number(say('a finite number'), Number.isFinite);
const numbers = v.array(amount, mustBe(say('a finite number')));
/** A law from a file. */
export const lawSchema = v.pipe(
	object({
		key: sha256,
		skills: list(text(100), say('ids of skills'), 100),
		at: list(object({ step: amount, coefficients: v.array(numbers) }), say('an object'), 1000),
		left: list(object({ measured: numbers, predicted: numbers }), say('an object'), 1000),
	}),
	v.check(
		({ skills: { length }, at, left }) =>
			[
				...at.map(({ coefficients }) => coefficients),
				...left.flatMap(({ measured, predicted }) => [measured, predicted]),
			].every((lists) => lists.length === length) &&
			at.every(({ coefficients }) => coefficients.every((c) => c.length === length + 2)),
		mustBe(say('a law with a row of coefficients for each skill')),
	),
);

/** Policies whose shares do not depend on the run. */
export const fixedMixes: ReadonlySet<string> = new Set([
	'uniform',
	'fixed',
	'proportional',
	'temperature',
]);

/** A skill's ratio in each round. None is another's inverse: of two skills, both are one mix. */
const factors = [2.5, 0.5, 1.6, 4];
const leastRuns = 9;
/** Letters of a skill's name: the label of a policy has at most 100. */
const longestName = 80;

/** The fields of a study that measures the law of an experiment. `nameOf`: a skill's name. */
export function lawStudy(
	{ skills, steps, evaluation }: Experiment,
	nameOf: (skill: Experiment['skills'][number]) => string,
) {
	const trained = skills.filter(({ use }) => use === 'train');
	const names: string[] = [];
	for (const skill of trained)
		names.push(freeName(truncate(nameOf(skill), longestName), (name) => names.includes(name)));
	const rounds = Math.max(1, Math.round((leastRuns - 1) / trained.length));
	const policies = factors.slice(0, rounds).flatMap((factor) =>
		trained.map((skill, i) => ({
			// The other order is in `studies.mixes`, which knows the built-in skills alone.
			label: `${factor} × ${names[i]}`,
			id: 'fixed',
			settings: {
				ratios: Object.fromEntries(trained.map(({ id }) => [id, id === skill.id ? factor : 1])),
			},
		})),
	);
	const equal = { label: 'Equal shares', id: 'uniform', settings: {} };
	return {
		policies: [equal, ...policies],
		seeds: [1],
		evaluation: { ...evaluation, every: steps, samples: 0 },
	};
}

/** `k`: the index in the experiment's skills. */
const trainedSkills = ({ skills }: Experiment) =>
	skills.flatMap(({ id, use }, k) => (use === 'train' ? { id, k } : []));

/** The fixed mixes of a study with the right answers of all their cells after this step. */
export function lawRuns(
	{ experiment, policies }: Study,
	results: readonly CellResult[],
	step: number,
): LawRun[] {
	const trained = trainedSkills(experiment);
	const mixes = new Set(policies.flatMap(({ id, label }) => (fixedMixes.has(id) ? label : [])));
	const fixed = results.filter(({ factors }) => mixes.has(String(factors['policy'])));
	return [...listsByKey(fixed, ({ factors }) => factors['policy']).values()].map((cells) => {
		const counted = cells.map((cell) =>
			trained.map(({ k }) => {
				const prompts = cell.final.skills[k].examples;
				const bits = evaluationAt(cell, step)?.right?.[k] ?? '';
				return { prompts, right: textBits(bits, prompts).filter(Boolean).length };
			}),
		);
		const sum = (i: number, read: (count: { prompts: number; right: number }) => number) =>
			counted.reduce((total, bySkill) => total + read(bySkill[i]), 0);
		return {
			shares: trained.map(({ id }) => cells[0].mix[id]),
			right: trained.map((_, i) => sum(i, ({ right }) => right)),
			prompts: trained.map((_, i) => sum(i, ({ prompts }) => prompts)),
		};
	});
}

/** The law at these steps. */
export function fitLaw(
	study: Study,
	results: readonly CellResult[],
	steps: readonly number[],
): LawFit {
	const { experiment, axes } = study;
	const runsAt = (step: number) => lawRuns(study, results, step);
	return {
		key: lawKey({ ...experiment, model: axes.model?.[0] ?? experiment.model }),
		skills: trainedSkills(experiment).map(({ id }) => id),
		at: steps.map((step) => ({
			step,
			coefficients: fitScoreLaw(runsAt(step)).coefficients.map(rounded),
		})),
		left: leaveEachOut(runsAt(steps.at(-1)!)).map(({ measured, predicted }) => ({
			measured: rounded(measured),
			predicted: rounded(predicted),
		})),
	};
}

/** Six digits. */
const rounded = (values: readonly number[]): number[] =>
	values.map((value) => Number(value.toPrecision(6)));

const variesOnlyMixes = ({ axes, budget }: Study): boolean =>
	budget === null &&
	Object.entries(axes).every(([axis, values]) => axis === 'model' && values.length === 1);

/**
 * null: the study varies more than mix and seed, a skill has no score, or a mix has no result yet.
 */
export function measuredLaw(study: Study, results: readonly CellResult[]): LawFit | null {
	if (!variesOnlyMixes(study)) return null;
	const { steps } = study.experiment;
	const trained = trainedSkills(study.experiment);
	const ended = results.filter((cell) => cell.steps === steps);
	const isScored = (cell: CellResult) =>
		trained.every(({ k }) => typeof evaluationAt(cell, steps)?.right?.[k] === 'string');
	if (!ended.every(isScored)) return null;
	const runs = lawRuns(study, ended, steps);
	const planned = study.policies.filter(({ id }) => fixedMixes.has(id));
	const mixes = new Set(runs.map(({ shares }) => shares.join(' ')));
	return mixes.size > trained.length && runs.length === planned.length
		? fitLaw(study, ended, [steps])
		: null;
}

/** The answer of a study that measures a law until all of its mixes have results; then null. */
export function pendingLaw(study: Study, results: readonly CellResult[]): ReportMessage | null {
	const { experiment, policies, seeds } = study;
	const isDesign =
		variesOnlyMixes(study) &&
		seeds.length === 1 &&
		policies.length > trainedSkills(experiment).length &&
		policies.every(({ id }) => fixedMixes.has(id));
	if (!isDesign || results.length >= policies.length) return null;
	const counts = { measured: results.length, mixes: policies.length };
	return { id: 'answer.law', values: { ...counts, explained: 0, error: 0, bases: 0 } };
}

/** How well the law explains the average of all skills. */
export function lawAnswer(law: LawFit): ReportMessage {
	const { mixes, explained, error } = checkScoreLaw(law.left, mean);
	const isFlat = onlyScore(law, wholeGoal) !== null;
	const values = { mixes, measured: mixes, explained: isFlat ? null : explained, error, bases: 0 };
	return { id: 'answer.law', values };
}
