/** Writes docs/guide/law.md: what the mean shares of a run explain, and what they leave. */
import { mean } from '#engine/core/statistics.ts';
import { fixed } from '#languages/format.ts';
import { budgets } from './comparisons.ts';
import { lawSkills, lawSteps, residuals, slopesAt, type Residual } from './law.ts';
import { asMarkdown, points, range, table } from './markdown.ts';
import { publishedStudy } from './published.ts';

export const lawPageFile = 'docs/guide/law.md';
/** Their policies have a prediction. */
export const lawStudies = ['policies', 'rivals'] as const;

/** Signs are compared between these updates. */
const [early, last] = budgets;

/** The residuals of a policy, in the order of lawSteps. */
const byPolicy = (all: readonly Residual[]): Residual[][] =>
	[...new Set(all.map(({ policy }) => policy))].map((name) =>
		all.filter(({ policy }) => policy === name),
	);

type Values = 'measured' | 'expected' | 'linear';
const turns = (rows: readonly Residual[], values: Values): boolean => {
	const [a, b] = rows.filter(({ step }) => step === early || step === last);
	return a[values] * b[values] < 0;
};

function fitOf(all: readonly Residual[], at: number): { error: string; scatter: string } {
	const rows = all.filter(({ step }) => step === at);
	const centre = mean(rows.map(({ measured }) => measured));
	const root = (values: readonly number[]) =>
		fixed(100 * Math.sqrt(mean(values.map((value) => value ** 2))), 1);
	return {
		error: root(rows.map(({ measured, expected }) => measured - expected)),
		scatter: root(rows.map(({ measured }) => measured - centre)),
	};
}

const apart = (all: readonly Residual[]): Residual[] =>
	all.filter(({ rest }) => rest.verdict !== 'not told apart');

/** The section of the page of results. */
export function lawSummary(all: readonly Residual[]): string[] {
	const policies = byPolicy(all);
	if (policies.length === 0) return [];
	const { error, scatter } = fitOf(all, last);
	const found = apart(all.filter(({ step }) => step === last));
	const names = found.map(({ policy, rest }) => `${policy} ${range(rest)}`).join(', ');
	const adapting = policies.filter(([{ isFixed }]) => !isFixed).length;
	return [
		'## Does the mean share explain it?',
		`A law was fitted to ${publishedStudy('law').study.policies.length} fixed mixes of one seed. ` +
			`From mean shares it predicted ${adapting} policies that adapt, registered before, and ` +
			`${policies.length - adapting} fixed mixes. After ${last} updates it is off by ` +
			`${error} points; the policies scatter by ${scatter}. ` +
			'The rest is the value of changing the mix: ' +
			(found.length === 0
				? 'for no policy is it told apart from 0.'
				: `for ${found.length} it is told apart from 0 (${names}).`) +
			' [More](law.md).',
	];
}

function slopeTable(): string {
	const bySkill = lawSteps.map(slopesAt);
	return table(
		['slope, points', ...lawSteps.map((step) => `${step} updates`)],
		lawSkills().map((id, k) => [id, ...bySkill.map((slopes) => points(slopes[k]))]),
	);
}

function signText(policies: readonly Residual[][]): string[] {
	const turned = policies.filter((rows) => turns(rows, 'measured'));
	const explained = turned.filter((rows) => turns(rows, 'linear'));
	const sure = turned.filter((rows) =>
		rows.every(
			({ step, measured, reach }) =>
				(step !== early && step !== last) || Math.abs(measured) > reach,
		),
	);
	const far = policies
		.flatMap((rows) => rows.slice(-1))
		.filter((row) => row.linear * row.measured < 0);
	const right = far.filter((row) => row.expected * row.measured > 0);
	const names = far.map(
		({ policy, linear, measured }) => `${policy} (${points(linear)}, measured ${points(measured)})`,
	);
	return [
		'## Why signs change',
		'A slope is what the average gains at equal shares when one skill’s ratio grows e-fold and ' +
			'the other shares give way. The slopes change with the number of updates: a policy that ' +
			'takes from one skill pays the early slope and later the late one.',
		slopeTable(),
		`Slope times difference of shares gives the change of sign for ${explained.length} of the ` +
			`${turned.length} policies whose sign changes: ` +
			`${turned.map(([{ policy }]) => policy).join(', ')}. ` +
			`Signs are those of means: both differences are told apart from 0, uncorrected, for ` +
			`${sure.map(([{ policy }]) => policy).join(', ') || 'none of them'}.` +
			(far.length === 0
				? ''
				: ` It fails where shares are far from equal, because a score is no straight line: ` +
					`after ${last} updates for ${names.join(' and ')}. The whole law has the right sign ` +
					`for ${right.length} of these ${far.length}.`),
	];
}

export async function lawPage(): Promise<string> {
	const all = residuals(lawStudies.map((name) => publishedStudy(name)));
	const policies = byPolicy(all);
	const fits = lawSteps.map((step) => ({ step, ...fitOf(all, step) }));
	const found = apart(all);
	const parts = [
		'# What the mean share explains',
		'The law says what each skill scores after a number of updates, as a function of all mean ' +
			'shares ([how](studies.md#a-law-of-your-own-mix)). A policy whose mix changes is predicted ' +
			'as if it had held its mean mix. What is left is the value of its changes, as far as the ' +
			'law is right.',
		`Points against equal shares. Predictions of policies that adapt were registered before ` +
			`their runs; a fixed mix needs none. ± is the measurement at 95 %. After Holm’s correction ` +
			`over the table ` +
			(found.length === 0
				? 'nothing that is left is told apart from 0.'
				: `${found.length} of ${all.length} are told apart from 0: ` +
					`${found.map(({ policy, step }) => `${policy} after ${step}`).join(', ')}.`),
		table(
			[
				'policy',
				...lawSteps.map((step) => `${step}: predicted, measured`),
				...lawSteps.map((step) => `left after ${step}`),
			],
			policies.map((rows) => [
				rows[0].policy,
				...rows.map(({ expected, measured }) => `${points(expected)}, ${points(measured)}`),
				...rows.map(({ rest }) => range(rest)),
			]),
		),
		fits
			.map(
				({ step, error, scatter }) =>
					`After ${step} updates the law is off by ${error} points, and the policies scatter by ` +
					`${scatter}.`,
			)
			.join(' '),
		...signText(policies),
		'`npm run results` writes this page.',
	];
	return asMarkdown(parts, lawPageFile);
}
