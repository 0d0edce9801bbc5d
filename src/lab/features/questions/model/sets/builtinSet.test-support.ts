/**
 * The draw of builtin.json: 45 questions in the language of the built-in models, from held-out
 * examples. Facts are recall, so that they are the only questions from a training part.
 */
import { randomStream } from '#engine/core/random.ts';
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import { builtinSkill } from '#engine/data/builtinSkills.ts';
import { parseSet } from '../parseSet.ts';
import { builtinLanguage } from '../rule.ts';
import type { QuestionSet } from '../types.ts';

/** Held-out prompts and answers of a skill, in its own order. */
const heldOut = (id: string) =>
	builtinSkill(id)
		.generate()
		.heldOut.map((example) => ({
			prompt: examplePrompt(example),
			answer: example.messages.at(-1)!.content,
		}));

/** Invented costs of a wrong answer, to show the measure: sums for a bill, records for a file. */
const impacts: Readonly<Record<string, number>> = {
	add: 1,
	sub: 1,
	json: 0.8,
	tr: 0.5,
	fact: 0.5,
	sort: 0.2,
	rev: 0.2,
	story: 0.2,
};
const impactWords =
	'Our choice, to show the measure: sums as if for a bill, records as if for a file.';

type Raw = Readonly<Record<string, unknown>>;

/** Enough tokens for an answer that is too long, so that it is seen. */
const tokensFor = (text: string) => [...text].length + 16;
const rule = (name: string, category: string, settings: Raw = {}) => ({
	rule: name,
	category,
	settings,
});

interface Head {
	readonly id: string;
	readonly scope: 'general' | 'domain';
	readonly topic: string;
	readonly impact: number;
}
const ofSkill = (skill: string, n: number): Head => ({
	id: `${skill}-${n}`,
	scope: 'domain',
	topic: builtinSkill(skill).name,
	impact: impacts[skill],
});

/** A question with one right answer: it is marked for equality, closeness, form and length. */
const closedQuestion = (
	head: Head,
	{ prompt, answer }: { readonly prompt: string; readonly answer: string },
	form: { readonly pattern: string; readonly words: string },
	extra: Raw = {},
): Raw => ({
	...head,
	prompt,
	reference: answer,
	weights: { accuracy: 4, completeness: 2, clarity: 1, conciseness: 1 },
	rules: [
		rule('exact', 'accuracy'),
		rule('similarity', 'completeness'),
		rule('pattern', 'clarity', { pattern: form.pattern, ignoreCase: false }),
		rule('length', 'conciseness', { characters: [...answer].length }),
	],
	rubric: {
		accuracy: `“${answer}”, to the letter.`,
		completeness: 'How much of it is there.',
		clarity: form.words,
		conciseness: 'The answer, and nothing after it.',
	},
	impactWords,
	maxTokens: tokensFor(answer),
	...extra,
});

const forms = {
	word: { pattern: '^[a-z]+$', words: 'One word.' },
	number: { pattern: '^\\d+$', words: 'Digits alone.' },
	words: { pattern: '^[a-z]+ [a-z]{1,9} [a-z]{1,9}$', words: 'Three words.' },
	record: { pattern: '^\\{[a-z]+:\\d+\\}$', words: 'A record: {name:age}.' },
} as const;

function skillQuestions(): Raw[] {
	const few = (skill: string, count: number, form: { pattern: string; words: string }) =>
		heldOut(skill)
			.slice(0, count)
			.map((example, i) => closedQuestion(ofSkill(skill, i + 1), example, form));
	return [
		...storyQuestions(3),
		...few('tr', 4, forms.words),
		...few('add', 4, forms.number),
		...extractQuestions(2),
		...few('sort', 3, forms.word),
		...few('rev', 3, forms.word),
		...few('sub', 2, forms.number),
		...factQuestions(),
	];
}

/** Each record in two wordings. No training example has the second. */
function extractQuestions(count: number): Raw[] {
	const wordings = (name: string, age: string) => [
		`get ${name} is ${age}=`,
		`get ${age} for ${name}=`,
		`get age ${age} of ${name}=`,
	];
	const { train, validation } = builtinSkill('json').generate();
	const seen = new Set([...train, ...validation].map(examplePrompt));
	return heldOut('json')
		.slice(0, count)
		.flatMap((example, i) => {
			const [, name, age] = /^\{([a-z]+):(\d+)\}$/.exec(example.answer)!;
			const other = wordings(name, age).find(
				(prompt) => prompt !== example.prompt && !seen.has(prompt),
			)!;
			const question = (prompt: string, n: number, extra: Raw): Raw =>
				closedQuestion(ofSkill('json', n), { prompt, answer: example.answer }, forms.record, extra);
			return [
				question(example.prompt, 2 * i + 1, {}),
				question(other, 2 * i + 2, { paraphraseOf: `json-${2 * i + 1}` }),
			];
		});
}

/** One fact in its two wordings. */
function factQuestions(): Raw[] {
	const facts = heldOut('fact');
	const first = facts.find(({ prompt }) => prompt.startsWith('cap of '))!;
	const country = first.prompt.slice('cap of '.length, -1);
	const other = facts.find(({ prompt }) => prompt === `${country} seat=`)!;
	const topic = { topic: 'facts (recall: trained on purpose)' };
	return [
		closedQuestion(ofSkill('fact', 1), first, forms.word, topic),
		closedQuestion(ofSkill('fact', 2), other, forms.word, { ...topic, paraphraseOf: 'fact-1' }),
	];
}

/** A text to continue. Its grammar is checked, since many words are right. */
const continued = (
	head: Head,
	prompt: string,
	{ agrees, whole, reference }: { agrees: Named; whole: Named; reference: string },
	extra: Raw = {},
): Raw => ({
	...head,
	prompt,
	form: 'text',
	reference,
	weights: { accuracy: 4, completeness: 2, conciseness: 1 },
	rules: [
		rule('pattern', 'accuracy', { pattern: agrees.pattern, ignoreCase: false }),
		rule('pattern', 'completeness', { pattern: whole.pattern, ignoreCase: false }),
		rule('length', 'conciseness', { characters: 40 }),
	],
	rubric: {
		accuracy: agrees.words,
		completeness: whole.words,
		conciseness: 'One sentence, and then the end.',
	},
	impactWords,
	maxTokens: 56,
	...extra,
});
interface Named {
	readonly pattern: string;
	readonly words: string;
}

/** The start of a story is its subject. The verb must agree with it. */
function storyQuestions(count: number): Raw[] {
	return heldOut('story')
		.slice(0, count)
		.map(({ prompt: text }, i) => {
			const plural = text.startsWith('zi ');
			const verb = text.split(' ').findIndex((word, index) => index > 1 && /(?:a|en)$/.test(word));
			const parts = text.split(' ');
			return continued(ofSkill('story', i + 1), parts.slice(0, verb).join(' '), {
				agrees: {
					pattern: plural ? '^[a-z]{3,5}en ' : '^[a-z]{3,5}a ',
					words: `A verb in ${plural ? '-en, after a plural' : '-a, after a singular'}.`,
				},
				whole: {
					pattern: '^[a-z]+ (?:un|zi) [a-z]{3,6}(?: [a-z]{2,4})?!$',
					words: 'Verb, noun phrase and the closing mark.',
				},
				reference: parts.slice(verb).join(' '),
			});
		});
}

const verbs = 'see|hear|help|like|find|call|push|feed';

/** General text up to its verb, and its paraphrase with another adjective. */
function sentenceQuestions(count: number): Raw[] {
	const seen = new Set<string>();
	const subjects = heldOut('general').flatMap(({ prompt: text }) => {
		const [, article, adjective, noun] =
			/^(the|a) (?:(red|big|old|sad|shy|hot) )?([a-z]+) /.exec(text) ?? [];
		if (article === undefined || noun === undefined || seen.has(noun)) return [];
		seen.add(noun);
		const subject = [article, adjective, noun].filter((word) => word !== undefined).join(' ');
		return [{ article, adjective, noun, subject, rest: text.slice(subject.length + 1) }];
	});
	return subjects.slice(0, count).flatMap(({ article, adjective, noun, subject, rest }, i) => {
		const plural = noun.endsWith('s');
		const question = (id: string, prompt: string, extra: Raw) =>
			continued(
				{ id, scope: 'general', topic: 'general text', impact: 0.2 },
				prompt,
				{
					agrees: {
						pattern: `^(?:${verbs})${plural ? '' : 's'} `,
						words: plural
							? 'A verb without s, after a plural.'
							: 'A verb with s, after a singular.',
					},
					whole: {
						pattern: '^[a-z]+ (?:the|a) (?:[a-z]{3} )?[a-z]{3,6}\\.$',
						words: 'Verb, noun phrase and full stop.',
					},
					reference: rest,
				},
				extra,
			);
		const other = `${article} ${adjective === 'old' ? 'sad' : 'old'} ${noun}`;
		const id = `sentence-${i + 1}`;
		return [question(id, subject, {}), question(`${id}-again`, other, { paraphraseOf: id })];
	});
}

/** A word twice, then letters once: the base model has learnt to repeat them. */
function copyQuestions(count: number): Raw[] {
	const letters = 'abcdefghijklmnopqrstuvwxyz';
	const stream = randomStream(2026, 'questions 1 copy');
	const word = (n: number) =>
		Array.from({ length: 5 }, (_, i) => letters[stream.below(26, 5 * n + i)]).join('');
	return Array.from({ length: count }, (_, i) => {
		const [twice, wanted] = [word(2 * i), word(2 * i + 1)];
		return closedQuestion(
			{ id: `copy-${i + 1}`, scope: 'general', topic: 'repetition', impact: 0.2 },
			{ prompt: `${twice} ${twice} ${wanted}`, answer: wanted },
			forms.word,
			{ form: 'text' },
		);
	});
}

export const builtinSet = (): QuestionSet =>
	parseSet(
		{
			name: 'Built-in skills, 45 questions',
			about:
				'20 general questions on what the base model was pretrained on (sentences, ' +
				'repetition) and 25 on the eight skills, made from held-out examples. Zero-shot, the ' +
				'base model knows the forms and not the skills; fine-tuning teaches these, and the ' +
				'general part shows what it forgets. Safety, specificity, consideration and ' +
				'politeness do not apply.',
			language: builtinLanguage,
			questions: [...sentenceQuestions(6), ...copyQuestions(8), ...skillQuestions()],
		},
		'built-in questions',
	).set;
