/** The English words of the screen for question sets, answers, marks and their report. */
import { count, plural } from '#page/words/format.ts';
import { topics } from '../topics.en.ts';

export const questionWords = {
	...topics.questions,
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
	views: { label: 'View', report: 'Report', questions: 'Questions', judge: 'Judge model' },
	sets: {
		title: 'Question set',
		choose: 'Question set',
		shipped: 'Comes with the lab',
		earlier: 'Came with an earlier version',
		earlierNote:
			'This set came with an earlier version of the lab. It is kept for its answers; the ' +
			'current set is different.',
		own: 'Yours',
		size: (general: number, domain: number) =>
			`${count(general + domain)} questions: ${count(general)} general, ${count(domain)} domain`,
		import: 'Import a set…',
		export: 'Save as a file',
		exportTitle: 'A JSON file that other people can import',
		new: 'New set…',
		edit: 'Edit…',
		duplicate: 'Duplicate and edit…',
		delete: 'Delete',
		deleteSure: (answers: number) =>
			answers === 0
				? 'Delete this set permanently?'
				: `Delete this set and ${plural(answers, 'set')} of answers permanently?`,
		copyOf: (name: string) => `Copy of ${name}`,
	},
	answers: {
		title: 'Answers',
		none: 'No answers yet.',
		make: 'Answer now',
		makeTitle:
			'The base model (zero-shot) and the run on the workbench answer every question, on ' +
			'this machine',
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
		delete: 'Delete',
		name: 'Name in the table',
		save: 'Save',
	},
	making: {
		title: 'Who answers?',
		about:
			'Each model answers every question once, with greedy decoding. Choose runs of one ' +
			'experiment with several seeds to see how much the answers depend on the seed.',
		base: 'Base model, zero-shot',
		baseNote: 'before any fine-tuning',
		runs: 'Fine-tuned: stored runs',
		onWorkbench: 'on the workbench',
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
		automatic: 'Rules mark every answer immediately. Marks by people count instead of them.',
		blind: 'Mark blind…',
		blindTitle: 'Two answers side by side, without names',
		resume: (rater: string) => `Continue as ${rater}`,
		judge: 'Ask a judge model…',
		exportScores: 'Save marks',
	},
	report: {
		none: 'No answers in the report. Let a model answer, or import answers.',
		mixed:
			'People or a judge marked some of these answers, and only rules marked the others. The ' +
			'rows are not comparable: have all answers marked, or take some out of the report.',
		scores: 'Scores',
		scope: 'Which questions',
		notApplicable: 'not applicable: nothing can measure it, and it counts nowhere',
		differences: 'Fine-tuned minus zero-shot',
		differencesOther: 'Difference from the first row',
		against: (name: string) => `Compared with ${name}, on the same questions.`,
		bold: 'The 95 % interval is below each mean. Bold: the interval does not contain 0.',
		unclear: 'too close to call: the interval contains 0',
		unclearHelp:
			'If the interval contains 0, the difference can be chance: other questions like these ' +
			'could reverse it.',
		overSeeds: 'Means over seeds',
		overSeedsHelp:
			'Answers of one experiment with several seeds, with 95 % bootstrap intervals over the ' +
			'seeds. They are about other seeds, on these questions.',
		dimensions: 'The paper’s dimensions',
		agreement: 'Agreement of those who marked',
		agreementHelp:
			'Krippendorff’s α (1: perfect, 0: chance), Cohen’s κ with quadratic weights for two ' +
			'raters, and the mean difference of two marks.',
		paper: 'The paper’s own table, for comparison',
		columns: {
			answers: { title: 'Answers' },
			model: { title: 'Model' },
			n: {
				title: 'n',
				help: 'Questions with a score. A small number behind a mean is its own n, if that differs.',
			},
			overall: { title: 'Overall' },
			general: { title: 'General' },
			domain: { title: 'Domain' },
			ours: {
				title: 'stand-in',
				help: 'Overall with the stand-in weights, which are ours and not the paper’s.',
			},
			wins: { title: 'better / same / worse' },
			consistency: {
				title: 'Consistency',
				help:
					'Pairs of questions that ask the same in other words: 1 minus the difference of ' +
					'their scores. Two equally wrong answers are consistent.',
			},
			sameWords: {
				title: 'Same words',
				help: 'How much the two answers of such a pair share their words, from 0 to 1.',
			},
			impact: {
				title: 'Business impact',
				help:
					'The mean score, weighted by what a wrong answer would cost. The author of the set ' +
					'chooses the costs.',
			},
			reliability: {
				title: 'Reliability',
				help:
					'Over two or more seeds of one experiment: 1 minus the mean difference of a ' +
					'question’s score between two seeds.',
			},
			sameText: {
				title: 'Same text',
				help: 'The share of questions with the same answer text under two seeds.',
			},
			seeds: { title: 'Seeds' },
			lowest: { title: 'Lowest' },
			highest: { title: 'Highest' },
			scorers: { title: 'Who' },
		},
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
		weightsHelp:
			'The share of each category in the score of the question, in this order: clarity, ' +
			'accuracy, completeness, conciseness, safety, specificity, consideration, politeness.',
		weight: (category: string, share: string) => `${category} ${share}`,
		rules: 'Rules',
		rulesHelp:
			'The number of automatic rules. Without rules, a person or a judge marks the answer.',
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
		rule: 'Measured by',
		noRule: 'no rule: a person or a judge',
		answers: 'Answers',
		noAnswer: 'No answer to this question.',
		emptyAnswer: 'The answer is empty.',
		cut: 'cut off at the length limit',
		score: 'Score',
		noScore: 'no score',
		by: {
			rule: (name: string) => `Rule ${name}`,
			person: (name: string) => name,
			judge: (model: string) => `Judge ${model}`,
		},
	},
	judge: {
		about:
			'Any model with an OpenAI-compatible address can be the judge: on this machine ' +
			'(Ollama, llama.cpp, vLLM, LM Studio) or elsewhere. It receives the question, its ' +
			'rubric and one answer at a time. Nothing else leaves this machine.',
		caution:
			'A judge model gives an opinion, not the truth: it prefers long answers and its own ' +
			'style. Mark some answers by hand and check the agreement.',
		address: 'Address',
		addressHint: 'http://localhost:11434/v1',
		model: 'Model',
		modelHint: 'the name on its server',
		key: 'Key',
		keyNote: 'If the server needs one. The page keeps it in memory and never stores it.',
		scale: 'Marks',
		scales: { ten: '1 to 10', unit: '0 to 1' },
		concurrency: 'At a time',
		requests: 'requests',
		timeout: 'Timeout',
		seconds: 's',
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
		cancel: 'Cancel',
		failed: 'Cannot use the judge.',
		done: (scored: number, kept: number) =>
			[
				`${plural(scored, 'answer')} marked.`,
				...(kept > 0 ? [`${plural(kept, 'answer')} had marks already.`] : []),
			].join(' '),
		stopped: 'The marking ended early.',
		unscored: (answers: number) => `Without a mark: ${plural(answers, 'answer')}`,
		toReport: 'Show the report',
	},
	blind: {
		title: 'Blind marking',
		about:
			'You see two answers to one question, side by side and without names. The sides are ' +
			'random; the names come at the end. Every mark is stored immediately: you can stop and ' +
			'continue at any time.',
		rater: 'Your name',
		raterNote: 'Marks of two people are compared by their names.',
		seed: 'Random seed',
		begin: (pairs: number) => `Mark ${plural(pairs, 'question')}`,
		needs: 'Put at least one set of answers into the report first.',
		progress: (done: number, of: number) => `${count(done)} of ${count(of)} done`,
		number: (number: number, of: number) => `${count(number)} of ${count(of)}`,
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
		next: 'Next',
		back: 'Back',
		complete: 'All marked: press Enter.',
		end: 'Stop and show the names',
		over: 'Who was who',
		set: 'Answers',
		mean: 'Mean mark',
		n: 'n',
		wins: 'better / same / worse',
		toReport: 'To the report',
		reference: 'Reference',
		emptyAnswer: 'The answer is empty.',
	},
	edit: {
		title: 'Edit the question set',
		about:
			'An edited set is a set of its own. Answers to the earlier set stay with that set, so ' +
			'that no report mixes two sets.',
		newSet: 'New question set',
		json: 'The set as JSON',
		valid: (questions: number) => `${plural(questions, 'question')}, no errors.`,
		rules: 'Rules that a question can have',
		add: 'Add a question',
		save: 'Save as a set',
		unsaved: 'Not saved yet.',
	},
};
