/**
 * The draw of sets/builtin.json: 45 questions about the built-in skills, from held-out examples.
 * Capitals are recall, so they are the only questions from a training part. writeSet.ts writes it.
 */
import { randomStream } from '#engine/core/random.ts';
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import { builtinSkill } from '#engine/data/builtinSkills.ts';
import { ageWordings } from '#engine/data/village/ages.ts';
import { colours, people } from '#engine/data/village/cast.ts';
import type { Style } from '#engine/data/village/sentences.ts';
import { taleStart } from '#engine/data/village/tales.ts';
import { wordList } from '#engine/data/village/wordList.ts';
import { parseSet } from '#lab/features/questions/model/parseSet.ts';
import { builtinLanguage } from '#lab/features/questions/model/rule.ts';
import type { QuestionSet } from '#lab/features/questions/model/types.ts';

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
	addition: 1,
	subtraction: 1,
	extraction: 0.8,
	french: 0.5,
	capitals: 0.5,
	sorting: 0.2,
	reversing: 0.2,
	pirate: 0.2,
};
const impactWords =
	'Our choice, to show the measure: sums as if for a bill, records as if for a file.';

type Raw = Readonly<Record<string, unknown>>;

/** Enough tokens for an answer that is too long, so that it is seen. */
const tokensFor = (text: string) => [...text].length + 16;
const rule = (name: string, category: string, settings: Raw = {}) => ({
	rule: name,
	category,
	...settings,
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
	word: { pattern: '^[A-Za-z]+$', words: 'One word.' },
	number: { pattern: String.raw`^\d+$`, words: 'Digits alone.' },
	words: { pattern: "^[a-z']+(?: [a-z]+){1,3}$", words: 'Two to four French words.' },
	record: { pattern: String.raw`^\{"[A-Z][a-z]+": \d+\}$`, words: 'A record: {"Name": age}.' },
} as const;

function skillQuestions(): Raw[] {
	const few = (skill: string, count: number, form: { pattern: string; words: string }) =>
		heldOut(skill)
			.slice(0, count)
			.map((example, i) => closedQuestion(ofSkill(skill, i + 1), example, form));
	return [
		...taleQuestions('pirate', 3),
		...few('french', 4, forms.words),
		...few('addition', 4, forms.number),
		...extractQuestions(2),
		...few('sorting', 3, forms.word),
		...few('reversing', 3, forms.word),
		...few('subtraction', 2, forms.number),
		...capitalQuestions(),
	];
}

/** Each record in two wordings. No training example has the second. */
function extractQuestions(count: number): Raw[] {
	const { train, validation } = builtinSkill('extraction').generate();
	const seen = new Set([...train, ...validation].map(examplePrompt));
	return heldOut('extraction')
		.slice(0, count)
		.flatMap((example, i) => {
			const [[name, age]] = Object.entries(JSON.parse(example.answer) as Record<string, number>);
			const other = ageWordings
				.map((wording) => wording(name, age))
				.find((prompt) => prompt !== example.prompt && !seen.has(prompt))!;
			const question = (prompt: string, n: number, extra: Raw): Raw => {
				const head = ofSkill('extraction', n);
				return closedQuestion(head, { prompt, answer: example.answer }, forms.record, extra);
			};
			return [
				question(example.prompt, 2 * i + 1, {}),
				question(other, 2 * i + 2, { paraphraseOf: `extraction-${2 * i + 1}` }),
			];
		});
}

/** One capital in its two wordings. */
function capitalQuestions(): Raw[] {
	const [first, other] = ['capital of France?', "France's capital?"].map((prompt) => ({
		prompt,
		answer: 'Paris',
	}));
	const topic = { topic: 'capitals (recall: trained on purpose)' };
	return [
		closedQuestion(ofSkill('capitals', 1), first, forms.word, topic),
		closedQuestion(ofSkill('capitals', 2), other, forms.word, {
			...topic,
			paraphraseOf: 'capitals-1',
		}),
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

const colourPattern = new RegExp(colours.join('|'));

/** Words that say what a person of the village does, and the end of a sentence. */
const tellings = {
	plain: { verbs: '(?:has|gives|loses|goes|finds|is|wants)', now: 'Now', end: String.raw`\.` },
	pirate: { verbs: "be (?:[a-z]+in'|merry|glum)", now: 'Arr, now', end: '!' },
} as const satisfies { [S in Style]: unknown };

/** A story to continue by one sentence: somebody of the story does something. */
function tale(head: Head, text: string, style: Style, extra: Raw = {}): Raw {
	const start = taleStart(text, style);
	const { verbs, now, end } = tellings[style];
	const cast = [...people, 'He', 'She'].join('|');
	return continued(
		head,
		// The blank after the last sentence stays. Without it, the model may end the story there.
		start,
		{
			agrees: {
				pattern: `^(?:(?:${cast}) ${verbs}|${now} [A-Za-z' ]+ (?:has|is|be))[ .!]`,
				words: 'Somebody of the village, and what happens.',
			},
			whole: {
				pattern: `^(?:${cast}|${now}) [^.!]+${end}$`,
				words: 'A whole sentence of the village.',
			},
			reference: text.slice(start.length),
		},
		extra,
	);
}

const taleQuestions = (skill: string, count: number): Raw[] =>
	heldOut(skill)
		.slice(0, count)
		.map(({ prompt: text }, i) => tale(ofSkill(skill, i + 1), text, 'pirate'));

/** Stories, and each again with a thing of another colour. */
const storyQuestions = (count: number): Raw[] =>
	heldOut('stories')
		.slice(0, count)
		.flatMap(({ prompt: text }, i) => {
			const id = `story-${i + 1}`;
			const head = { id, scope: 'general', topic: 'stories', impact: 0.2 } as const;
			const other = text.replace(colourPattern, (colour) => (colour === 'red' ? 'blue' : 'red'));
			return [
				tale(head, text, 'plain'),
				tale({ ...head, id: `${id}-again` }, other, 'plain', { paraphraseOf: id }),
			];
		});

/** A word twice, then another word once: the base model has learnt to repeat words. */
function copyQuestions(count: number): Raw[] {
	const stream = randomStream(2026, 'questions 2 copy');
	return Array.from({ length: count }, (_, i) => {
		const [twice, wanted] = [0, 1].map((n) => wordList[stream.below(wordList.length, 2 * i + n)]);
		return closedQuestion(
			{ id: `copy-${i + 1}`, scope: 'general', topic: 'repetition', impact: 0.2 },
			{ prompt: `${twice} ${twice} ${wanted}`, answer: wanted },
			forms.word,
			{ form: 'text' },
		);
	});
}

/** As the file has it. */
export const builtinDraw = () => ({
	version: 1,
	name: 'Built-in skills, 45 questions',
	about:
		'20 general questions on what the base model was pretrained on (stories, ' +
		'repetition) and 25 on the eight skills, made from held-out examples. Zero-shot, the ' +
		'base model knows the forms and not the skills; fine-tuning teaches these, and the ' +
		'general part shows what it forgets. Safety, specificity, consideration and ' +
		'politeness do not apply.',
	language: builtinLanguage,
	questions: [...storyQuestions(6), ...copyQuestions(8), ...skillQuestions()],
});

export const builtinSet = (): QuestionSet => parseSet(builtinDraw(), 'built-in questions').set;
