/** The English words of the screen for question sets, answers, marks and their report. */
import { inLanguage } from '#core/language.ts';
import { count, plural } from '#page/words/format.ts';
import { topicsEnglish } from '../topics.en.ts';
import { categories } from './model/categories.ts';

export const questionsEnglish = {
	...topicsEnglish.questions,
	cannot: {
		load: 'Cannot read the question sets.',
		open: 'Cannot open the question set.',
		report: 'Cannot make the report.',
		import: (file: string) => `Cannot import ${file}.`,
		save: 'Cannot save the set.',
		delete: 'Cannot delete it.',
		export: 'Cannot save the file.',
		rename: 'Cannot change the name.',
		answer: 'Cannot answer all questions.',
	},
	view: 'View',
	views: { report: 'Report', questions: 'Questions', judge: 'Judge model' },
	sets: {
		title: 'Question set',
		shipped: 'Comes with the lab',
		earlier: 'Came with an earlier version',
		earlierNote: 'It is kept for its answers. The set of this version is different.',
		own: 'Yours',
		size: (general: number, domain: number) =>
			`${count(general + domain)} questions: ${count(general)} general, ${count(domain)} domain`,
		import: 'Import a set…',
		export: 'Save as a file',
		exportTitle: 'A JSON file that other people can import',
		new: 'New set…',
		edit: 'Edit…',
		duplicate: 'Duplicate and edit…',
		/** `answers`: null if their number is not known. */
		deleteSure: (name: string, answers: number | null) => {
			const all = answers === null ? 'its answers' : `${plural(answers, 'set')} of answers`;
			return `Delete “${name}”${answers === 0 ? '' : ` and ${all}`} permanently?`;
		},
		leftClosed: (name: string) =>
			`“${name}” stayed closed: the page did not finish opening it at the last two visits.`,
		openAgain: 'Open it',
		copyOf: (name: string) => `Copy of ${name}`,
	},
	answers: {
		title: 'Answers',
		none: 'No answers yet.',
		make: 'Answer now',
		makeTitle: 'The base model (zero-shot) and the run on the workbench answer every question',
		choose: 'Choose…',
		chooseTitle: 'Choose other stored runs, also several seeds',
		import: 'Import answers…',
		importScores: 'Import marks…',
		scoresCame: (scores: number) => `${plural(scores, 'mark')} imported.`,
		inReport: (name: string) => `In the report: ${name}`,
		kinds: { base: 'zero-shot', tuned: 'fine-tuned', other: 'from elsewhere' },
		of: (answered: number, all: number) =>
			answered === all ? plural(all, 'answer') : `${count(answered)} of ${plural(all, 'answer')}`,
		scores: (scores: number) => plural(scores, 'mark'),
		seed: (seed: number) => `seed ${seed}`,
		more: (name: string) => `More about ${name}`,
		rename: 'Rename…',
		export: 'Save as JSONL',
		name: 'Name in the table',
		save: 'Save',
	},
	making: {
		title: 'Who answers?',
		about:
			'Each model answers every question once, with greedy decoding. Several seeds of one ' +
			'experiment show how much the answers depend on the seed.',
		base: 'Base model, zero-shot',
		baseNote: 'before any fine-tuning',
		runs: 'Fine-tuned: stored runs',
		best: 'Their best checkpoints too',
		bestNote: (runs: number) => `${plural(runs, 'run')} with a best step before the last`,
		run: (step: number, steps: number, seed: number) =>
			`${count(step)} of ${plural(steps, 'step')}, seed ${seed}`,
		noRuns: 'No run is stored yet. Train one on the workbench first.',
		go: (models: number, questions: number) =>
			`Let ${plural(models, 'model')} answer ${plural(questions, 'question')}`,
		busy: (done: number, of: number) => `Model ${count(Math.min(done + 1, of))} of ${count(of)}`,
		waits: 'The training run continues; it alternates with the answers.',
	},
	mark: {
		title: 'Marks',
		automatic:
			'Rules mark what a rule can know. The rest is not marked until a person or a judge marks ' +
			'it; their marks count instead of those of rules.',
		blind: 'Mark blind…',
		blindTitle: 'Two answers side by side, without names',
		resume: (rater: string) => `Continue as ${rater}`,
		judge: 'Ask a judge model…',
		exportScores: 'Save marks',
	},
	report: {
		none: 'No answers in the report. Let a model answer, or import answers.',
		mixed:
			'The rows are not comparable: only rules marked some of these answers. Have all answers ' +
			'marked, or take some out of the report.',
		scores: 'Scores',
		scope: 'Which questions',
		notApplicable: 'not applicable: no question weights it, and it counts nowhere',
		notMarked: 'not marked',
		differences: 'Change from the base model',
		differencesOther: 'Difference from the first row',
		against: (name: string) => `Compared with ${name}, on the same questions.`,
		bold: 'The 95 % interval is below each mean. Bold: the interval does not contain 0.',
		unclear: 'too close to call: the interval contains 0',
		unclearHelp: 'If the interval contains 0, other questions could reverse the difference.',
		overSeeds: 'Means over seeds',
		overSeedsHelp:
			'One experiment with several seeds: the 95 % bootstrap intervals are about other seeds, on ' +
			'these questions.',
		dimensions: 'The paper’s dimensions',
		agreement: 'Agreement of those who marked',
		agreementHelp:
			'Krippendorff’s α (1: perfect, 0: chance), Cohen’s κ with quadratic weights for two ' +
			'raters, and the mean difference of two marks.',
		paper: 'The paper’s own table, for comparison',
		columns: {
			answers: 'Answers',
			model: 'Model',
			n: 'n',
			overall: 'Overall',
			general: 'General',
			domain: 'Domain',
			ours: 'stand-in',
			wins: 'better / same / worse',
			consistency: 'Consistency',
			sameWords: 'Same words',
			impact: 'Business impact',
			reliability: 'Reliability',
			sameText: 'Same text',
			seeds: 'Seeds',
			lowest: 'Lowest',
			highest: 'Highest',
			scorers: 'Who',
		} as Readonly<Record<string, string>>,
		columnHelp: {
			n:
				'Questions with all their marks; 12/45: 12 of 45. A small number behind a mean is its ' +
				'own n, if that differs. Not marked is no 0.',
			ours: 'Overall with the stand-in weights, which are ours and not the paper’s.',
			consistency: 'Pairs of paraphrases: 1 minus the difference of their scores, right or wrong.',
			sameWords: 'How much the two answers of such a pair share their words, from 0 to 1.',
			impact: 'Mean score, weighted by the costs of a wrong answer that the set’s author chose.',
			reliability:
				'Over seeds of one experiment: 1 minus the mean difference of a question’s score.',
			sameText: 'The share of questions with the same answer text under two seeds.',
		} as Readonly<Record<string, string>>,
		notes: 'How these numbers are computed',
		byQuestion: 'Question by question',
		export: 'Save the report:',
		formats: { json: 'JSON', csv: 'CSV', markdown: 'Markdown' },
	},
	list: {
		caption: 'The questions of the set',
		question: 'Question',
		scope: 'Scope',
		weights: 'Weights',
		weightsHelp: `The share of each category in the score: ${categories.join(', ')}.`,
		weight: (category: string, share: string) => `${category} ${share}`,
		rules: 'Rules',
		rulesHelp:
			'The number of rules. What no rule can know is not marked until a person or a judge ' +
			'marks it.',
		find: 'Find',
		scopes: { all: 'All', general: 'General', domain: 'Domain' },
		shown: (shown: number, all: number) => `${count(shown)} of ${plural(all, 'question')}`,
	},
	one: {
		back: 'All questions',
		previous: 'Previous',
		next: 'Next',
		place: (number: number, all: number) => `${count(number)} of ${count(all)}`,
		reference: 'Reference',
		alternatives: 'Also right',
		paraphrase: (id: string) => `Asks the same as ${id}`,
		impact: (value: string) => `Impact ${value}`,
		maxTokens: (tokens: number) => `At most ${plural(tokens, 'token')}`,
		asks: 'What a full mark needs',
		category: 'Category',
		weight: 'Weight',
		rubric: 'Rubric',
		measuredBy: 'Measured by',
		noRule: 'no rule can know: a person or a judge',
		noAnswer: 'No answer to this question.',
		emptyAnswer: 'The answer is empty.',
		cut: 'cut off at the length limit',
		score: 'Score',
		noScore: 'no score',
		open: (categories: string) => `not marked: ${categories}`,
		rule: (name: string) => `Rule ${name}`,
		judge: (model: string) => `Judge ${model}`,
	},
	judge: {
		about:
			'A judge is any model with an OpenAI-compatible address (Ollama, llama.cpp, vLLM, LM ' +
			'Studio, …). Only the question, its rubric and one answer at a time leave this machine.',
		caution:
			'A judge prefers long answers and its own style. Mark some answers by hand and check the ' +
			'agreement.',
		address: 'Address',
		addressHint: 'http://localhost:11434/v1',
		model: 'Model',
		modelHint: 'the name on its server',
		key: 'Key',
		keyNote: 'If the server needs one. The page keeps it in memory and never stores it.',
		allow: (origin: string) => `Allow ${origin} and reload`,
		allowWhy:
			'This page can connect only to its own address. To allow another one, it must reload; ' +
			'a training run is stored at a checkpoint first. Enter the key after that.',
		allowed: 'Allowed addresses',
		forget: (origin: string) => `Forget ${origin}`,
		try: 'Try it',
		trying: 'Waiting for the judge…',
		ready: 'The judge answers.',
		again: 'Mark again the answers that this model has marked',
		go: (answers: number) => `Mark the ${plural(answers, 'answer')} in the report`,
		nothing: 'No answers in the report to mark.',
		failed: 'Cannot use the judge.',
		done: (scored: number, kept: number) =>
			`${plural(scored, 'answer')} marked.` +
			(kept > 0 ? ` ${plural(kept, 'answer')} had marks already.` : ''),
		stopped: 'The marking ended early.',
		unscored: (answers: number) => `Without a mark: ${plural(answers, 'answer')}`,
		toReport: 'Show the report',
	},
	blind: {
		title: 'Blind marking',
		about:
			'Two answers to one question stand side by side, on random sides and without names until ' +
			'the end. Every mark is stored immediately: stop and continue at any time.',
		rater: 'Your name',
		raterNote: 'Marks of two people are compared by their names.',
		seed: 'Random seed',
		begin: (pairs: number) => `Mark ${plural(pairs, 'question')}`,
		needs: 'Put at least one set of answers into the report first.',
		progress: (done: number, of: number) => `${count(done)} of ${count(of)} done`,
		left: 'Left',
		right: 'Right',
		only: 'Answer',
		grades: ['does not apply', 'very poor', 'poor', 'fair', 'good', 'perfect'],
		grade: (grade: number | null) => (grade === null ? '–' : String(grade)),
		cell: (side: string, category: string) => `${side}, ${category}`,
		none: 'no mark yet',
		keys: [
			['1 – 5', 'mark'],
			['0', 'does not apply'],
			['=', 'as the other side'],
			['← →', 'side'],
			['↑ ↓', 'category'],
			['Enter', 'next'],
			['PgUp PgDn', 'scroll'],
			['Backspace', 'back'],
		],
		back: 'Back',
		complete: 'All marked: press Enter.',
		end: 'Stop and show the names',
		over: 'Who was who',
		mean: 'Mean mark',
		toReport: 'To the report',
	},
	edit: {
		title: 'Edit the question set',
		about: 'An edited set is a set of its own. Answers to the earlier set stay with that set.',
		newSet: 'New question set',
		json: 'The set as JSON',
		valid: (questions: number) => `${plural(questions, 'question')}, no errors.`,
		rules: 'Rules that a question can have',
		add: 'Add a question',
		save: 'Save as a set',
		unsaved: 'Not saved yet.',
	},
};
export const questionWords = inLanguage('questions', questionsEnglish);
