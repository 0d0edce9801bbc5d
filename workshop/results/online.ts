/**
 * Policies that change the mix during a run, each beside its own mean mix and its own shares
 * backwards, on eight small bases (studies/online.json) and on a pretrained model
 * (studies/smollm.json).
 */
import { level } from '../../src/lab/study/pairedTests.ts';
import { planCells } from '../../src/lab/study/cells.ts';
import { countCells } from '../../src/lab/study/factors.ts';
import { runsKey, policyKey, type MeanMixClaims } from '../../src/lab/study/meanMixClaims.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import type { CellPair } from '../../src/lab/study/result.ts';
import { verdictText } from '../../src/lab/study/sentences.ts';
import { publishedStudy } from '../../scripts/lib/shelf/published.ts';
import { studyAnswer } from './answers.ts';
import { changesRows, changesSteps, changesTable, wholeChanges, type Side } from './changes.ts';
import { domainSkills, drawsOf } from './comparisons.ts';
import { scoreDifference, type PairInterval } from './intervals.ts';
import { range } from './points.ts';

export const meanMixFile = 'public/studies/meanMix.json';

const steps = changesSteps('online');
const last = steps.at(-1)!;

const onlineStudy = () => wholeChanges('online');
const onlineRows = () => changesRows('online');

/** The policies together: a base's mean over them is one draw. */
function overall(side: Side, step = last, rows = onlineRows()): PairInterval | null {
	const byBase = new Map<unknown, CellPair[]>();
	for (const { policy, label } of rows)
		for (const pairs of drawsOf([onlineStudy()], [policy, label[side]])) {
			const base = pairs[0][0].factors.model;
			byBase.set(base, [...(byBase.get(base) ?? []), ...pairs]);
		}
	return scoreDifference([...byBase.values()], step, domainSkills(onlineStudy()));
}

const counts = () => {
	const { results, study: published } = publishedStudy('online');
	const whole = onlineStudy().results;
	const distinct = (key: string) => new Set(whole.map(({ factors }) => factors[key])).size;
	return { far: results.length, planned: countCells(published), bases: distinct('model') };
};

const inThousands = (runs: number): string => runs.toLocaleString('en');

const link = '[All](comparisons.md)';

/** One policy that loses much can carry the mean of all. */
function withoutWorse(): string {
	const rows = onlineRows();
	const worse = rows.filter(({ end }) => end.mean.verdict === 'worse');
	if (worse.length === 0 || worse.length === rows.length) return '';
	const others = rows.filter((row) => !worse.includes(row));
	const names = worse.map(({ policy }) => labelText(policy)).join(', ');
	return ` (without ${names}: ${range(overall('mean', last, others)!)})`;
}

/** What the top of the page of results says. */
export function onlineSentence(): string[] {
	const answer = studyAnswer(publishedStudy('online'));
	const { far, planned } = counts();
	const { title } = publishedStudy('online').study;
	if (far === 0) return [];
	if (answer?.id !== 'answer') {
		const need = 'Two bases must be whole before anything can be said.';
		return [`**${title}** So far ${far} of ${inThousands(planned)} runs. ${need} ${link}.`];
	}
	return [
		`**${title}** ${verdictText(answer.values)} Ten policies less their own mean mix, held ` +
			`fixed: ${range(overall('mean')!)} points after ${last} updates${withoutWorse()}; less ` +
			`their own shares backwards: ${range(overall('reversed')!)}. ${link}.`,
	];
}

/** The same question on a pretrained model. Empty until all of its runs stand. */
export function realSentence(): string[] {
	const { study, results } = publishedStudy('smollm');
	const answer = studyAnswer(publishedStudy('smollm'));
	if (answer?.id !== 'answer' || results.length < countCells(study)) return [];
	return [`**${study.title}** ${verdictText(answer.values)} ${link}.`];
}

/** For the page: only what is equivalent is in it. */
export function meanMixText(): string {
	const { study: published, skills } = onlineStudy();
	const { experiment } = published;
	const models = published.axes.model ?? [experiment.model];
	const claims: MeanMixClaims = {
		keys: models.map(({ id, sha256 }) => runsKey({ ...experiment, model: { id, sha256 } })),
		bases: counts().bases,
		policies: Object.fromEntries(
			onlineRows().flatMap(({ policy, end }) => {
				if (end.mean.verdict !== 'equivalent') return [];
				const cell = planCells(published, skills).find(({ factors }) => factors.policy === policy)!;
				const { mean: centre, high } = end.mean;
				const [digits, reachDigits] = [centre, high - centre].map((v) => Number(v.toFixed(4)));
				return [[policyKey(cell.experiment.policy[0]), { mean: digits, reach: reachDigits }]];
			}),
		),
	};
	return `${JSON.stringify(claims)}\n`;
}

/** The registered hypothesis, tested alone: more than its mean mix after 100 updates. */
function hypothesisText(): string {
	const { policy, gaps } = onlineRows().find((row) => row.policy === 'MoS difficulty')!;
	const early = gaps.mean[steps.indexOf(100)];
	const held = early.p < level && early.mean > 0;
	return (
		`**The hypothesis**: ${held ? 'held' : 'not shown'}. ${labelText(policy)} less its mean mix ` +
		`after 100 updates: ${range(early)}.`
	);
}

/** The studies of changing mixes on the page of comparisons. */
export function changesParts(): string[] {
	return (['online', 'smollm'] as const).flatMap((name) => {
		const { study, results } = publishedStudy(name);
		const planned = countCells(study);
		const far = results.length < planned ? `${inThousands(results.length)} of ` : '';
		return [
			`## ${study.title}`,
			`${study.about} \`studies/${name}.json\`, ${far}${inThousands(planned)} runs. Verdicts are ` +
				`for ${changesSteps(name).at(-1)!} updates, after Holm’s correction over all ` +
				`${2 * changesRows(name).length} comparisons.`,
			...(name === 'online' ? [hypothesisText()] : []),
			changesTable(name),
		];
	});
}
