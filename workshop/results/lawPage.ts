/** Writes docs/guide/law.md: what the mean shares of a run explain, and what they leave. */
import { builtinSkill } from '../../src/engine/data/builtinSkills.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import { fixed } from '../../src/languages/format.ts';
import {
	asPrediction,
	basesResiduals,
	basesSteps,
	checkBasesLaw,
	checkFirstLaw,
	lawsByBase,
	slopesOverBases,
	type BasesResidual,
	type MixCheck,
} from './basesLaw.ts';
import { budgets, type Tested } from './comparisons.ts';
import { reference, type ForestRow } from './forest.ts';
import { fitOf, lawSkills, residuals, type Prediction } from './law.ts';
import { formatMarkdown, markdownTable as table } from '../../scripts/lib/markdown.ts';
import { hypothesis } from './onlinePage.ts';
import { points, range } from './points.ts';
import { publishedStudy } from '../../scripts/lib/shelf/published.ts';

export const lawPageFile = 'docs/guide/law.md';

/** Signs are compared between these updates. */
const [early, last] = budgets;

interface Row {
	readonly policy: string;
	readonly step: number;
	readonly rest: Tested;
}

/** The rows of a policy, in the order of their steps. */
const byPolicy = <T extends Row>(all: readonly T[]): T[][] =>
	[...new Set(all.map(({ policy }) => policy))].map((name) =>
		all.filter(({ policy }) => policy === name),
	);

const isApart = ({ rest: { verdict } }: Row): boolean =>
	verdict === 'better' || verdict === 'worse';

/** Names the rows and what is left over in each. */
const namesApart = (rows: readonly Row[], nameOf: (policy: string) => string): string =>
	rows
		.map(({ policy, step, rest }) => `${nameOf(policy)} after ${step} (${range(rest)})`)
		.join('; ');

const fitInPoints = (rows: readonly Prediction[]) => {
	const { error, scatter } = fitOf(rows);
	return { error: fixed(100 * error, 1), scatter: fixed(100 * scatter, 1) };
};

/** One sentence by step. */
const fitText = (rows: readonly (Prediction & { readonly step: number })[]): string =>
	[...new Set(rows.map(({ step }) => step))]
		.map((step) => {
			const { error, scatter } = fitInPoints(rows.filter((row) => row.step === step));
			return `${error} after ${step}, when the policies scatter by ${scatter}`;
		})
		.join('; ');

const apartText = (all: readonly Row[]): string => {
	const apart = all.filter(isApart);
	return (
		'After Holm’s correction over the table ' +
		(apart.length === 0
			? 'nothing that is left is told apart from 0.'
			: `${apart.length} of ${all.length} ${apart.length === 1 ? 'is' : 'are'} ` +
				`told apart from 0: ${namesApart(apart, labelText)}.`)
	);
};

/** A row by policy: what was predicted and measured at each step, and what is left. */
function leftTable<T extends Row & { readonly expected: number }>(
	all: readonly T[],
	measuredText: (row: T) => string,
): string {
	const policies = byPolicy(all);
	const steps = policies[0].map(({ step }) => step);
	return table(
		[
			'policy',
			...steps.map((step) => `${step}: predicted, measured`),
			...steps.map((step) => `left after ${step}`),
		],
		policies.map((rows) => [
			labelText(rows[0].policy),
			...rows.map((row) => `${points(row.expected)}, ${measuredText(row)}`),
			...rows.map(({ rest }) => range(rest)),
		]),
	);
}

const mixCount = (): number => publishedStudy('law').study.policies.length;

/** The last rows of the page's table, and whether the early surplus came again. */
function directTest(rows: readonly ForestRow[]): string {
	const { policy, at, early } = hypothesis();
	const tests = rows.filter(({ against }) => against !== reference);
	const seen = tests.find((row) => row.policy === policy)!.gaps[0];
	return (
		`The last ${tests.length} rows: a run less its own mean mix, held fixed. ${policy} ` +
		`after ${at}: ${range(seen)}, on other seeds ${range(early)}.`
	);
}

/** The rows that adapt: that a law of fixed mixes predicts fixed mixes is no finding. */
function lawText(): string {
	const all = basesResiduals().filter(({ step }) => step === last);
	const adaptive = all.filter(({ isFixed }) => !isFixed);
	const mean = fitInPoints(adaptive.map(asPrediction));
	const [each, byOne] = (['byBase', 'byOne'] as const).map((key) =>
		fitInPoints(adaptive.flatMap((row) => row[key])),
	);
	const registered = residuals().filter(({ step, isFixed }) => step === last && !isFixed);
	const before = fitInPoints(registered);
	return (
		`A law fitted to ${mixCount()} fixed mixes on ${lawsByBase(last).size} bases predicts the ` +
		`${adaptive.length} rows that adapt from their mean shares: their mean over the bases with ` +
		`an error of ${mean.error} points (they scatter by ${mean.scatter}), a single base with ` +
		`${each.error} (${each.scatter}). The law of one base is off by ${byOne.error} on another. ` +
		`${registered.length} predictions registered on the first base are off by ` +
		`${before.error} (${before.scatter}).`
	);
}

/** The section of the page of results. */
export function lawSummary(rows: readonly ForestRow[]): string[] {
	const all = basesResiduals().filter(({ step }) => step === last);
	if (all.length === 0) return [];
	const { length } = all.filter(({ isFixed }) => isFixed);
	const earlier = basesResiduals().filter(isApart);
	const apart = earlier.length === 0 ? 'none' : namesApart(earlier, (label) => label);
	return [
		'## Does the mean share explain it?',
		`**Directly.** ${directTest(rows)}`,
		`**By a law.** ${lawText()} The other ${length} rows are fixed mixes: no finding. ` +
			`Told apart from it: ${apart}. [More](law.md).`,
	];
}

const checkText = ({ error, explained }: MixCheck): string =>
	`${fixed(100 * error, 1)} points (R² ${fixed(explained, 2)})`;

function basesText(all: readonly BasesResidual[]): string[] {
	const first = checkFirstLaw(last);
	if (!first) return [];
	const bases = lawsByBase(last).size;
	const adaptive = all.filter(({ isFixed }) => !isFixed);
	const ends = adaptive.filter(({ step }) => step === last);
	const errorOf = (key: 'byBase' | 'unseen' | 'byOne') =>
		fitInPoints(ends.flatMap((row) => row[key])).error;
	return [
		`## On ${bases} bases`,
		`The law was fitted to ${mixCount()} fixed mixes on each of ${bases} bases, which differ in ` +
			`their level alone. After ${last} updates, a mix that is left out of the fit is predicted, ` +
			`as the mean over the bases, with an error of ${checkText(checkBasesLaw(last))}. The law ` +
			'of the first base alone predicts the mean of the others with an error of ' +
			`${checkText(first)}.`,
		'Points against equal shares. The policies are those of the [main comparison](results.md). ' +
			`± takes bases as random draws, at 95 %. ${apartText(all)}`,
		leftTable(all, ({ measured }) => range(measured)),
		`Points by which the law is off: ` +
			`${fitText(all.map((row) => ({ ...row, ...asPrediction(row) })))}. Of the policies that ` +
			`adapt alone: ${fitText(adaptive.map((row) => ({ ...row, ...asPrediction(row) })))}. On ` +
			`a single base, after ${last}: ${errorOf('byBase')}; by the law of the other bases ` +
			`${errorOf('unseen')}, by that of one other base ${errorOf('byOne')}.`,
	];
}

function slopeTable(): string {
	const bySkill = basesSteps.map((step) => slopesOverBases(step));
	return table(
		['slope, points', ...basesSteps.map((step) => `${step} updates`)],
		lawSkills().map((id, k) => [
			builtinSkill(id).name,
			...bySkill.map((slopes) => range(slopes[k])),
		]),
	);
}

function signText(all: readonly BasesResidual[]): string[] {
	const ends = byPolicy(all).map((rows) => ({
		policy: labelText(rows[0].policy),
		first: rows.find(({ step }) => step === early)!,
		end: rows.find(({ step }) => step === last)!,
	}));
	const turned = ends.filter(({ first, end }) => first.measured.mean * end.measured.mean < 0);
	const foreseen = turned.filter(({ first, end }) => first.linear * end.linear < 0);
	const isSure = ({ measured: { low, high } }: BasesResidual) => low * high > 0;
	const sure = turned.filter(({ first, end }) => isSure(first) && isSure(end));
	const far = ends.filter(({ end }) => isSure(end) && end.linear * end.measured.mean < 0);
	const right = far.filter(({ end }) => end.expected * end.measured.mean > 0);
	const names = (list: readonly { readonly policy: string }[]) =>
		list.map(({ policy }) => policy).join('; ');
	const lineText = ({ policy, end }: (typeof ends)[number]) =>
		`${policy} (${points(end.linear)}, measured ${points(end.measured.mean)})`;
	return [
		'## Why signs change',
		'A slope is what the average gains at equal shares when one skill’s ratio grows e-fold and ' +
			'the other shares give way. Each base has its own law here; ± takes bases as random draws. ' +
			'The slopes change with the number of updates: a policy that takes from one skill pays the ' +
			'early slope and later the late one.',
		slopeTable(),
		`The sign changes between ${early} and ${last} updates for ${names(turned)}. Both ` +
			`differences are told apart from 0, uncorrected, for ${names(sure) || 'none'}. Slope times ` +
			`difference of shares gives the change for ${foreseen.length} of these ${turned.length}.` +
			(far.length === 0
				? ''
				: ' It fails where shares are far from equal, because a score is no straight line: ' +
					`after ${last} updates for ${far.map(lineText).join(' and ')}. The whole law has the ` +
					`right sign for ${right.length} of these ${far.length}.`),
	];
}

function registeredText(): string[] {
	const all = residuals();
	return [
		'## Registered on the first base',
		'The law of the first base predicted policies that adapt from their mean shares, before ' +
			'their runs; a fixed mix needs no registration. ± is the measurement at 95 %, over seeds ' +
			`and prompts. ${apartText(all)}`,
		leftTable(all, ({ measured }) => points(measured)),
		`Points by which the law is off: ${fitText(all)}.`,
	];
}

export async function lawPage(): Promise<string> {
	const all = basesResiduals();
	const parts = [
		'# What the mean share explains',
		'The law says what each skill scores after a number of updates, as a function of all mean ' +
			'shares ([how](studies.md#a-law-of-your-own-mix)). A policy whose mix changes is predicted ' +
			'as if it had held the mean mix of its whole run, also in the middle of it. What is left ' +
			'is the value of its changes, as far as the law is right.',
		...basesText(all),
		...(all.length > 0 ? signText(all) : []),
		...registeredText(),
		'`npm run --prefix workshop results` writes this page.',
	];
	return formatMarkdown(parts.join('\n\n'), lawPageFile);
}
