/** What a mix does to a real model (studies/real.json): the first lines of results.md. */
import { fixed } from '../../src/languages/format.ts';
import { highest, lowest, mean } from '../../src/engine/core/statistics.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import { verdictText } from '../../src/lab/study/sentences.ts';
import { markdownTable } from '../../scripts/lib/markdown.ts';
import { publishedStudy } from '../../scripts/lib/shelf/published.ts';
import { askedTitle, namedGaps, studyAnswer, wholeBlocks } from './answers.ts';
import { cellsOf, domainSkills, lossGap } from './comparisons.ts';
import { amount, verdictWords } from './points.ts';

/** The seeds with a run of each mix. */
const realStudy = () => wholeBlocks(publishedStudy('real'));

/** Held-out nats of each skill after the last update, the mean over seeds. */
const realLosses = (policy: string): number[] =>
	meanLosses(cellsOf(realStudy(), policy).map(({ final }) => final.skills));

/** Before the first update, on the same rows. */
const realBase = (): number[] => meanLosses(realStudy().results.map(({ base }) => base.skills));

const meanLosses = (runs: readonly (readonly { readonly loss: number }[])[]): number[] =>
	realStudy().study.experiment.skills.map((_, k) => mean(runs.map((skills) => skills[k].loss)));

/** A mix that is judged by its target: what that costs the other data sets. */
function targetText(): string {
	const { skills } = realStudy().study.experiment;
	const served = namedGaps(publishedStudy('real')).filter((gap) => gap.skills.length === 1);
	return served
		.map(({ policy, against, skills: [target], gap }) => {
			const others = domainSkills(realStudy())
				.filter((k) => k !== target)
				.flatMap((k) => {
					const found = lossGap([realStudy()], [policy, against], 'end', { skills: [k] });
					return found ? [`${skills[k].name} ${amount(found, 'nats')}`] : [];
				});
			return (
				` ${labelText(policy)} is judged by its target, against ${labelText(against)}: ` +
				`${skills[target].name} ${amount(gap, 'nats')}, ${verdictWords(gap, 'nats')}; beside it, ` +
				`not tested, ${others.join(', ')}.`
			);
		})
		.join('');
}

const endsOf = (values: readonly number[]) => ({ low: lowest(values), high: highest(values) });

/** Empty: fewer than two seeds are whole. */
export function realText(): string[] {
	const answer = studyAnswer(publishedStudy('real'));
	if (answer?.id !== 'answer') return [];
	const { study, results } = realStudy();
	const { skills, steps, batching, evaluation } = study.experiment;
	const trained = domainSkills(realStudy());
	const meanOf = (losses: readonly number[]) => mean(trained.map((k) => losses[k]));
	const cells = (losses: readonly number[]) => [
		...trained.map((k) => losses[k]),
		meanOf(losses),
		...losses.filter((_, k) => !trained.includes(k)),
	];
	const numbers = (losses: readonly number[]) => cells(losses).map((nats) => fixed(nats, 2));
	const seeds = new Set(results.map(({ factors }) => factors.seed)).size;
	const verdictOf = (policy: string): string => {
		const found = namedGaps(publishedStudy('real')).find((gap) => gap.policy === policy);
		if (!found) return '';
		const { gap, skills: judged } = found;
		const name = judged.length === 1 ? `${skills[judged[0]].name} ` : '';
		return `${name}${amount(gap, 'nats')}, ${verdictWords(gap, 'nats')}`;
	};
	const base = realBase();
	const ends = study.policies.map(({ label }) => realLosses(label));
	const [widest] = trained
		.map((k) => ({ k, ...endsOf(ends.map((losses) => losses[k])) }))
		.toSorted((a, b) => b.high - b.low - (a.high - a.low));
	const fall = endsOf(ends.map((losses) => meanOf(base) - meanOf(losses)));
	const spread =
		`In these runs each mix lowered the mean by ${fixed(fall.low, 2)} to ${fixed(fall.high, 2)} ` +
		`nats. By skill they differed more: ${skills[widest.k].name} ended between ` +
		`${fixed(widest.low, 2)} and ${fixed(widest.high, 2)}.`;
	const watched = skills.filter((_, k) => !trained.includes(k)).map(({ name }) => name);
	return [
		`**${study.title}** SmolLM2-135M-Instruct with LoRA on four real data sets: ${steps} ` +
			`updates of ${batching.size} rows, ${seeds} of ${study.seeds.length} seeds. Held-out loss ` +
			`in nats, lower is better. ± covers seeds, not other prompts: there are ` +
			`${evaluation.finalExamples} of each.`,
		markdownTable(
			['', ...trained.map((k) => skills[k].name), 'mean', ...watched, 'mean, less equal shares'],
			[
				['before', ...numbers(realBase()), ''],
				...study.policies.map(({ label }) => [
					labelText(label),
					...numbers(realLosses(label)),
					verdictOf(label),
				]),
			],
		),
		`${spread} **${askedTitle(publishedStudy('real'))}** ${verdictText(answer.values)}` +
			targetText(),
	];
}
