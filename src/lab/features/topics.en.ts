/** English titles and explanations of the parts of the page that a feature adds. */
import { inLanguage } from '#engine/core/language.ts';

export const topicsEnglish = {
	mix: {
		title: 'Mix',
		explain:
			'Each step trains on one batch of examples. The mixing policy decides which skill each ' +
			'example of the batch comes from. Another policy takes effect at the next step.',
	},
	race: {
		title: 'Race',
		explain:
			'Two to four policies train side by side from the same weights, seed and data, one step of ' +
			'each in turn. Each lane is a normal run and has the same curve as alone, bit for bit. ' +
			'Switch or drop one lane while the others go on.',
	},
	runs: {
		title: 'Runs',
		explain:
			'All runs that are stored on this machine. Tick several to compare their curves, their ' +
			'experiments and their results by skill. Unfold one to name it, tag it, open it on the ' +
			'workbench, or fork it: a new run begins at one of its checkpoints, with another policy.',
	},
	studies: {
		title: 'Studies',
		explain:
			'The same experiment trained many times. Only the compared values differ: policies, seeds, ' +
			'sizes. Each combination is a cell. Two groups count as different only if both intervals ' +
			'of their difference exclude 0. n is the number of cells or seeds behind a figure.',
	},
	questions: {
		title: 'Questions',
		explain:
			'A model answers a set of questions. People, a judge model, or rules that can know, ' +
			'mark each answer in eight categories, with the weights of the question. The method ' +
			'follows arXiv 2310.04945; the questions, rules and weights are ours.',
	},
	lessons: {
		title: 'Lessons',
		explain:
			'Short experiments with a text beside them. Each asks a question that your own run ' +
			'answers. You can leave a lesson and continue it later.',
	},
	why: {
		title: 'Why',
		explain: 'What the policy goes by, what it makes of it, and what the model forgets meanwhile.',
	},
	results: {
		title: 'Results',
		explain:
			'Each skill before and after: the share of held-out prompts whose whole answer is right, ' +
			'and the loss in nats per answer token.',
	},
	samples: {
		title: 'Samples',
		explain:
			'Answers to held-out prompts that the model writes at each evaluation. It takes the ' +
			'likeliest token at each position (greedy decoding), so the same weights always give the ' +
			'same answer.',
	},
	tryIt: {
		title: 'Try it',
		explain:
			'One prompt for the base model and for the tuned model. Both take the likeliest token at ' +
			'each position (greedy decoding).',
	},
	picks: {
		title: 'Picks',
		explain:
			'The examples that the policy chose itself: which, how often, when and from which class. ' +
			'Wrong answers were damaged on purpose; the policy cannot see which they are.',
	},
};

/** The buttons in the page's head that open a dialog. */
export const dialogsEnglish = {
	skills: 'Skills…',
	settings: 'Settings…',
	models: 'Models…',
	share: 'Share',
};

export const topics = inLanguage('topics', topicsEnglish);
export const dialogTitles = inLanguage('dialogs', dialogsEnglish);
