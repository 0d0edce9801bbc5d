/** English titles and explanations of the parts of the page that a feature adds. */
export const topics = {
	mix: {
		title: 'Mix',
		explain:
			'Each step trains on one batch of examples. The mixing policy decides which skill each ' +
			'example of the batch comes from. Another policy takes effect at the next step.',
	},
	runs: {
		title: 'Runs',
		explain:
			'Every run that is stored on this machine. Tick several to see their curves on one chart, what their experiments differ in, and their figures by skill. Unfold one to name it, to tag it, to open it on the workbench, or to fork it: a new run begins where this one was at a checkpoint, with another policy.',
	},
	studies: {
		title: 'Studies',
		explain:
			'The same experiment trained many times, with everything equal but what is asked about: policies, seeds, sizes. Each combination is a cell. Two groups count as told apart only where both intervals of their difference leave out 0; n says over how many cells or seeds a figure is.',
	},
	questions: {
		title: 'Questions',
		explain:
			'A model answers 45 questions. Rules, people or a judge model mark each answer in eight ' +
			'categories, with the weights of the question. The method follows arXiv 2310.04945; the ' +
			'questions, rules and weights are ours.',
	},
	why: {
		title: 'Why',
		explain: 'What the policy goes by, what it makes of it, and what the model forgets meanwhile.',
	},
	results: {
		title: 'Results',
		explain:
			'Each skill before and after: share of held-out prompts that are right as a whole, and loss in nats per answer token.',
	},
	samples: {
		title: 'Samples',
		explain:
			'Answers to held-out prompts that the model writes at each evaluation. It decodes greedily: the likeliest token at each place, so the same weights always answer the same.',
	},
	tryIt: {
		title: 'Try it',
		explain:
			'The same prompt for the base model and for the model as it is now. Both decode greedily: the likeliest token at each place.',
	},
	picks: {
		title: 'Picks',
		explain:
			'The examples that the policy chose itself: which, how often, when and from which class. A wrong answer is one that was damaged on purpose; the policy is not told.',
	},
};

/** The buttons in the page's head that open a dialog. */
export const dialogTitles = {
	skills: 'Skills…',
	settings: 'Settings…',
	models: 'Models…',
	share: 'Share',
};
