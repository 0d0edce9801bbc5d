/**
 * What the size of the base, the epochs and the share of general text do to the answers to general
 * and domain questions (studies/balance.json).
 */
import { mean } from '../../src/engine/core/statistics.ts';
import { listsByKey } from '../../src/engine/core/listsByKey.ts';
import type { Category } from '../../src/lab/features/questions/model/categories.ts';
import type { Question } from '../../src/lab/features/questions/model/types.ts';
import { countCells, shareLabel, valueLabel } from '../../src/lab/study/factors.ts';
import { pairCells, type CellResult } from '../../src/lab/study/result.ts';
import type { Factors } from '../../src/lab/study/study.ts';
import { publishedStudy } from '../../scripts/lib/shelf/published.ts';
import { tested, type Tested } from './comparisons.ts';
import { toInterval, type PairInterval } from './intervals.ts';
import { once } from './once.ts';
import { range } from './points.ts';
import { promptVariance } from './promptVariance.ts';
import { askedQuestions, markAnswer } from './questions.ts';

const study = () => publishedStudy('balance');
const questionSet = once(() => askedQuestions(study().study)!);

/** What a column of scores averages. */
interface Part {
	readonly name: string;
	readonly asks: (question: Question) => boolean;
	/** Default: the score. */
	readonly category?: Category;
}
const general: Part = { name: 'general questions', asks: ({ scope }) => scope === 'general' };
const domain: Part = { name: 'domain questions', asks: ({ scope }) => scope === 'domain' };
const all: Part = { name: 'all questions', asks: () => true };
const categoryPart = (category: Category): Part => ({ ...all, name: category, category });

const marked = new WeakMap<readonly string[], ReturnType<typeof markAnswer>[]>();

/** By question of the part; NaN: the category does not apply to the answer. */
function scoresOf(answers: readonly string[], { asks, category }: Part): number[] {
	const marks = marked.get(answers) ?? answers.map((text, i) => markAnswer(questionSet(), i, text));
	marked.set(answers, marks);
	return marks.flatMap(({ score, categories }, i) => {
		if (!asks(questionSet().questions[i])) return [];
		return [category ? (categories[category].value ?? NaN) : score];
	});
}

/** Of the seeds whose runs all stand. */
const wholeSeeds = once((): readonly (readonly CellResult[])[] => {
	const { study: published, results } = study();
	const planned = countCells(published) / published.seeds.length;
	const bySeed = listsByKey(results, ({ factors }) => factors.seed);
	return [...bySeed.values()].filter(({ length }) => length === planned);
});

const cellsWhere = (factors: Factors): CellResult[] =>
	wholeSeeds()
		.flat()
		.filter((cell) => Object.entries(factors).every(([id, value]) => cell.factors[id] === value));

interface Comparison {
	readonly part: Part;
	readonly left: Factors;
	readonly right: Factors;
	readonly pairedBy: readonly string[];
}

const shares = (): readonly number[] => study().study.axes.domainShare!;
const models = (): readonly string[] => study().study.axes.model!.map(({ id }) => id);
const epochs = (): readonly number[] => study().study.axes.epochs!;
const policy = (share: number): Factors => ({ policy: shareLabel(share) });

/** Those that the study registered, in its order. */
function comparisons(): Comparison[] {
	const whole = shares().at(-1)!;
	const blends = [general, domain].flatMap((part) =>
		shares()
			.slice(0, -1)
			.map((share) => ({
				part,
				left: policy(share),
				right: policy(whole),
				pairedBy: ['model', 'epochs', 'seed'],
			})),
	);
	const sizes = [all, categoryPart('completeness'), categoryPart('conciseness')].map((part) => ({
		part,
		left: { model: models().at(-1)! },
		right: { model: models()[0] },
		pairedBy: ['policy', 'epochs', 'seed'],
	}));
	const lengths = {
		part: all,
		left: { epochs: epochs().at(-1)! },
		right: { epochs: epochs()[0] },
		pairedBy: ['policy', 'model', 'seed'],
	};
	return [...blends, ...sizes, lengths];
}

/** Of draws by question, over the questions to which the part applies in all of them. */
function intervalOf(draws: readonly (readonly number[])[]): PairInterval {
	const common = draws[0].map((_, i) => draws.every((gaps) => !Number.isNaN(gaps[i])));
	const known = draws.map((gaps) => gaps.filter((_, i) => common[i]));
	return toInterval(known.map(mean), promptVariance(known.map((gaps) => [gaps])));
}

const minus = (a: readonly number[], b: readonly number[]): number[] =>
	a.map((score, i) => score - b[i]);

/** A draw is a pair of runs. */
const differenceOf = ({ part, left, right, pairedBy }: Comparison): PairInterval =>
	intervalOf(
		pairCells(cellsWhere(left), cellsWhere(right), pairedBy).map((pair) => {
			const [a, b] = pair.map(({ answers }) => scoresOf(answers!.after, part));
			return minus(a, b);
		}),
	);

/** The general questions of a topic before the runs, and after those with and without stories. */
export interface TopicRow {
	readonly topic: string;
	readonly questions: number;
	readonly before: number;
	readonly blended: number;
	readonly alone: number;
	/** The mean of a block's blends less its base, and less its run without general text. */
	readonly overBefore: PairInterval;
	readonly overAlone: PairInterval;
}

/** A draw is a block: the runs of one base, number of epochs and seed. Not registered. */
export const topicRows = once((): readonly TopicRow[] => {
	if (wholeSeeds().length < 2) return [];
	const blocks = listsByKey(wholeSeeds().flat(), ({ factors: { model, epochs, seed } }) =>
		[model, epochs, seed].join(' '),
	);
	const without = shareLabel(shares().at(-1)!);
	const byTopic = listsByKey(
		questionSet().questions.filter(general.asks),
		({ topic = '' }) => topic,
	);
	return [...byTopic].map(([topic, { length: questions }]) => {
		const part: Part = {
			name: topic,
			asks: (question) => general.asks(question) && question.topic === topic,
		};
		const draws = [...blocks.values()].map((cells) => {
			const isAlone = ({ factors }: CellResult) => factors.policy === without;
			const after = (cell: CellResult) => scoresOf(cell.answers!.after, part);
			const blends = cells.filter((cell) => !isAlone(cell)).map(after);
			return {
				before: scoresOf(cells[0].answers!.before, part),
				blended: blends[0].map((_, i) => mean(blends.map((scores) => scores[i]))),
				alone: after(cells.find(isAlone)!),
			};
		});
		const meanOfAll = (side: 'before' | 'blended' | 'alone') =>
			mean(draws.map((draw) => mean(draw[side])));
		return {
			topic,
			questions,
			before: meanOfAll('before'),
			blended: meanOfAll('blended'),
			alone: meanOfAll('alone'),
			overBefore: intervalOf(draws.map(({ blended, before }) => minus(blended, before))),
			overAlone: intervalOf(draws.map(({ blended, alone }) => minus(blended, alone))),
		};
	});
});

interface BalanceRow extends Comparison {
	readonly gap: Tested;
}

/** Empty until all runs of two seeds stand. */
export const balanceRows = once((): readonly BalanceRow[] => {
	if (wholeSeeds().length < 2) return [];
	const named = comparisons();
	const within = study().study.analysis?.['margin'] as number;
	const gaps = tested(named.map(differenceOf), 'share', within);
	return named.map((row, i) => ({ ...row, gap: gaps[i] }));
});

const sideText = (factors: Factors): string =>
	Object.entries(factors)
		.map(([id, value]) => valueLabel(id, value))
		.join(' · ');

/** What general text keeps, by topic, and what it costs in domain questions. */
export function balanceText(): string {
	const topics = topicRows().map(({ topic, overBefore }) => `${topic} ${range(overBefore)}`);
	const costs = balanceRows().filter(({ part }) => part === domain);
	const worse = costs.filter(({ gap }) => gap.verdict === 'worse');
	return (
		`Points against before, seen afterwards: ${topics.join(', ')}. ` +
		`Domain questions: ${worse.length} of ${costs.length} worse.`
	);
}

/** The rows that answer the title: each blend in general questions. */
export const blendRows = (): { policy: string; against: string; gap: Tested }[] =>
	balanceRows()
		.filter(({ part }) => part === general)
		.map(({ left, right, gap }) => ({ policy: sideText(left), against: sideText(right), gap }));
