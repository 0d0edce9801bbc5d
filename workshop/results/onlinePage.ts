/**
 * Writes docs/guide/online.md and its figure: policies that change the mix during a run, each
 * beside its own mean mix and its own shares backwards, on eight small bases (studies/online.json)
 * and on a pretrained model (studies/smollm.json).
 */
import { fixed, withSign } from '../../src/languages/format.ts';
import { level, margin } from '../../src/lab/study/pairedTests.ts';
import { planCells } from '../../src/lab/study/cells.ts';
import { countCells } from '../../src/lab/study/factors.ts';
import { runsKey, policyKey, type MeanMixClaims } from '../../src/lab/study/meanMixClaims.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import type { CellPair } from '../../src/lab/study/result.ts';
import { verdictText } from '../../src/lab/study/sentences.ts';
import { formatMarkdown, markdownTable as table } from '../../scripts/lib/markdown.ts';
import { counted } from '../../scripts/lib/output.ts';
import { publishedStudy } from '../../scripts/lib/shelf/published.ts';
import { studyAnswer } from './answers.ts';
import {
	changesPart,
	changesRows,
	changesSteps,
	sides,
	wholeChanges,
	type Side,
} from './changes.ts';
import { domainSkills, drawsOf } from './comparisons.ts';
import { scoreDifference, type PairInterval } from './intervals.ts';
import { points, range } from './points.ts';
import { blue, element, line, orange, picture, quiet, text } from './svg.ts';

export const onlineFile = 'docs/guide/online.md';
export const onlinePictureFile = 'docs/guide/online.svg';
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
	return {
		far: results.length,
		planned: countCells(published),
		bases: distinct('model'),
		seeds: distinct('seed'),
	};
};

const inThousands = (runs: number): string => runs.toLocaleString('en');

const link = '[More](online.md)';

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

/** The same question on a pretrained model, whose answers are judged by their loss. */
function realPart(): string[] {
	const { study, results } = publishedStudy('smollm');
	const answer = studyAnswer(publishedStudy('smollm'));
	const steps = changesSteps('smollm');
	const rows = changesRows('smollm');
	const planned = countCells(study);
	const seeds = new Set(wholeChanges('smollm').results.map(({ factors }) => factors.seed)).size;
	return [
		'## On a pretrained model',
		study.about,
		results.length === planned
			? `All ${planned} runs stand: ${counted(seeds, 'seed')}.`
			: `${results.length} of ${planned} runs stand. Whole seeds alone count (${seeds}), and ` +
				'verdicts are provisional.',
		...(answer?.id !== 'answer'
			? []
			: [
					verdictText(answer.values),
					'Nats of held-out loss, the mean of four data sets; lower is better. ± covers seeds at ' +
						`95 %, not other prompts. Verdicts are for ${steps.at(-1)!} updates, after Holm’s ` +
						`correction over all ${2 * rows.length} comparisons.`,
					...rows.flatMap((row) => changesPart('smollm', row)),
				]),
	];
}

/** All policies together; only the last update was to be tested. */
const togetherPart = (): string[] => [
	'### All ten together',
	table(
		['updates', '− mean mix', '− backwards'],
		steps.map((step) => [
			String(step),
			range(overall('mean', step)!),
			range(overall('reversed', step)!),
		]),
	),
];

/** The registered hypothesis, tested alone: more than its mean mix after 100 updates. */
function hypothesis() {
	const { policy, gaps } = onlineRows().find((row) => row.policy === 'MoS difficulty')!;
	const at = 100;
	const early = gaps.mean[steps.indexOf(at)];
	return { policy, at, early, held: early.p < level && early.mean > 0 };
}

function hypothesisText(): string {
	const { policy, at, early, held } = hypothesis();
	return (
		`**The hypothesis**: ${held ? 'held' : 'not shown'}. ${labelText(policy)} less its mean mix ` +
		`after ${at} updates: ${range(early)}.`
	);
}

export async function onlinePage(): Promise<string> {
	const { study: published } = publishedStudy('online');
	const { far, planned, bases, seeds } = counts();
	const rows = onlineRows();
	const isWhole = far === planned;
	const parts = [
		`# ${published.title}`,
		...onlineSentence().map((sentence) => sentence.replace(` ${link}.`, '')),
		isWhole
			? `${published.about} All ${inThousands(planned)} runs stand: ${counted(bases, 'base')}, ` +
				`${counted(seeds, 'seed')}.`
			: `${published.about} ${inThousands(far)} of ${inThousands(planned)} runs stand; the ` +
				`figures below are of ${counted(bases, 'whole base')}, ${counted(seeds, 'seed')} at ` +
				'most. The study goes on: its verdicts are provisional.',
		...(rows.length === 0
			? []
			: [
					'## Found',
					`![Each policy less its own mean mix, and less its own shares backwards](online.svg)`,
					`Points of right answers, the average of eight tasks. ± covers bases, seeds and ` +
						`prompts at 95 %. Verdicts are for ${last} updates, after Holm’s correction over ` +
						`all ${2 * rows.length} comparisons; equivalent is within ` +
						`${fixed(100 * margin, 0)} points.`,
					...(isWhole ? [hypothesisText()] : []),
					...togetherPart(),
					...rows.flatMap((row) => changesPart('online', row)),
				]),
		...realPart(),
		'`npm run --prefix workshop results -- --train online,smollm` trains what is missing; ' +
			'`npm run --prefix workshop results` writes this page.',
	];
	return formatMarkdown(parts.join('\n\n'), onlineFile);
}

const reach = 6;
const layout = { width: 760, left: 330, right: 650, top: 84, rowHeight: 34 };

/** The figure: a row by policy, its two differences after the last update. */
export function onlinePicture(): string | null {
	const rows = onlineRows();
	if (rows.length === 0) return null;
	const { width, left, right, top, rowHeight } = layout;
	const bottom = top + rows.length * rowHeight;
	const xOf = (value: number): number =>
		left + ((Math.max(-reach, Math.min(reach, value)) + reach) / (2 * reach)) * (right - left);
	const colours: Readonly<Record<Side, string>> = { mean: blue, reversed: orange };
	const names: Readonly<Record<Side, string>> = {
		mean: 'less its mean mix',
		reversed: 'less its shares backwards',
	};
	const within = 100 * margin;
	return picture({ width, height: bottom + 48, about: publishedStudy('online').study.title }, [
		text(publishedStudy('online').study.title, 12, 22, { 'font-size': 15, 'font-weight': 600 }),
		text(`After ${last} updates. Grey is ± ${within} points, the margin of equivalence.`, 12, 41, {
			fill: quiet,
		}),
		element('rect', {
			x: xOf(-within),
			y: top - 8,
			width: xOf(within) - xOf(-within),
			height: bottom - top + 8,
			fill: '#e4e4e4',
		}),
		line([xOf(0), top - 8], [xOf(0), bottom], { 'stroke-width': 1 }),
		...sides.flatMap((side, i) => [
			element('circle', { cx: left + 4 + 150 * i, cy: top - 22, r: 4.5, fill: colours[side] }),
			text(names[side], left + 14 + 150 * i, top - 17.5, { fill: colours[side] }),
		]),
		...rows.flatMap(({ policy, end }, i) => {
			const y = top + (i + 0.5) * rowHeight;
			return [
				text(labelText(policy), 12, y + 4.5),
				...sides.flatMap((side, k) => {
					const { mean: centre, low, high } = end[side];
					const at = y + (k === 0 ? -6 : 6);
					return [
						line([xOf(100 * low), at], [xOf(100 * high), at], {
							stroke: colours[side],
							'stroke-width': 2,
						}),
						element('circle', { cx: xOf(100 * centre), cy: at, r: 4.5, fill: colours[side] }),
						text(points(centre), right + 16 + 50 * k, y + 4.5, { fill: colours[side] }),
					];
				}),
			];
		}),
		...[-reach, -within, 0, within, reach].flatMap((tick) => [
			line([xOf(tick), bottom], [xOf(tick), bottom + 5]),
			text(withSign(tick, 0), xOf(tick), bottom + 19, { 'text-anchor': 'middle' }),
		]),
		text('points of right answers', (left + right) / 2, bottom + 36, {
			'text-anchor': 'middle',
			fill: quiet,
		}),
	]);
}
