/** Question sets, answers and marks from files. Accepted sets mark odd answers. */
import builtin from '#lab/features/questions/model/sets/builtin.json' with { type: 'json' };
import type { Json } from '#engine/core/json.ts';
import { parseAnswers } from '#lab/features/questions/model/parseAnswers.ts';
import { parseScores } from '#lab/features/questions/model/parseScores.ts';
import { parseSet, parseSetText } from '#lab/features/questions/model/parseSet.ts';
import { ruleKinds } from '#lab/features/questions/model/rules/registry.ts';
import { scoreAnswer } from '#lab/features/questions/model/scoreAnswer.ts';
import type { Chance } from '../chance.ts';
import { mutatedJson, mutatedText } from '../mutate.ts';
import { defineTarget, demand, demandFinite, namesFile } from '../target.ts';
import { jsonText, oddText, slowPattern } from '../values.ts';

interface QuestionFile {
	readonly kind: 'set' | 'answers' | 'scores';
	readonly text: string;
	readonly answer: string;
}
const file = 'class.jsonl';

/** A question for each kind of rule. */
const ruled: readonly Json[] = ruleKinds.map(({ example }, i) => {
	return {
		id: `r${i}`,
		prompt: 'What of invoice 4471?',
		reference: 'It was paid twice.',
		weights: { [example.category]: 1 },
		rules: [example as unknown as Json],
	};
});
const few = (builtin as unknown as { readonly questions: readonly Json[] }).questions.slice(0, 6);
const answered = parseSet([
	{ id: 'a', prompt: 'Why?', reference: 'So' },
	{ id: 'b', prompt: 'How?', reference: 'Thus' },
]).set;
const answers: Json = [
	{ id: 'a', answer: 'So.', model: 'm', kind: 'tuned', seed: 3 },
	{ id: 'b', answer: 'Thus.' },
];
const scores: Json = [
	{ question: 'a', category: 'accuracy', value: 0.5, by: 'Ada', why: 'Half.' },
	{ question: 'b', scores: { clarity: 1, accuracy: null }, by: { kind: 'judge', model: 'j' } },
];

function makeFile(chance: Chance): QuestionFile {
	const kind = chance.one(['set', 'set', 'answers', 'scores'] as const);
	const rows = { set: chance.is(0.5) ? few : withPattern(chance), answers, scores }[kind];
	const changed = mutatedJson(rows, chance);
	const isList = chance.is(0.5) || !Array.isArray(changed);
	const text = isList
		? jsonText(kind === 'set' && chance.is(0.5) ? { name: 'N', questions: changed } : changed)
		: (changed as readonly Json[]).map((row) => `${jsonText(row)}\n`).join('');
	return {
		kind,
		text: chance.is(0.15) ? mutatedText(text, chance) : text,
		answer: chance.one([oddText(chance), 'a'.repeat(5000), 'é a! '.repeat(2000), 'It was paid.']),
	};
}

/** The rules, one of them with a slow pattern wherever it has a pattern. */
function withPattern(chance: Chance): Json {
	const text = JSON.stringify(ruled);
	return JSON.parse(
		text.replace(
			/"pattern":"(?:[^"\\]|\\.)*"/g,
			() => `"pattern":${JSON.stringify(slowPattern(chance))}`,
		),
	) as Json;
}

function open({ kind, text, answer }: QuestionFile): void {
	if (kind === 'answers') return demandFinite(parseAnswers(text, file, answered), 'The answers');
	if (kind === 'scores') {
		const targets = {
			answerSets: [{ id: 's', by: { kind: 'other', name: 'n' }, questions: 'q', answers: [] }],
			questionsOf: () => answered,
		} as const;
		return demandFinite(parseScores(text, file, targets), 'The marks');
	}
	const { set } = parseSetText(text, file);
	demandFinite(set, 'The set');
	for (const question of set.questions.slice(0, 50)) {
		const scored = scoreAnswer(question, answer);
		demandFinite(scored, 'The score');
		const { score } = scored;
		demand(score === null || (score >= 0 && score <= 1), `The score is ${score}.`);
	}
}

export const questionFiles = defineTarget<QuestionFile>({
	name: 'questions',
	make: makeFile,
	open,
	names: (_file, error) => namesFile(file, error),
	show: ({ kind, text, answer }) => `${kind}\n${text}\n--- answer\n${answer}`,
});
