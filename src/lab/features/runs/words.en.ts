/** English words of the place with the stored runs. */
import { inLanguage } from '#engine/core/language.ts';
import { count, list, plural } from '#lab/page/words/format.ts';
import { runsManifestEnglish } from './manifest.en.ts';

export const runsEnglish = {
	...runsManifestEnglish.topics.runs,
	none: 'No run is stored yet. Press Train to make the first.',
	noneFound: 'No run has all of these words. Take one away.',
	search: 'Search',
	searchHint: 'name, policy, skill, seed, state…',
	searchHelp: 'Every word must be in name, tags, notes, policies, skills, model, seed or state.',
	tagged: 'Tagged',
	anyTag: 'any tag',
	found: (shown: number, all: number) =>
		shown === all ? plural(all, 'run') : `${count(shown)} of ${plural(all, 'run')}`,
	mark: (run: string) => `Compare ${run}`,
	markAll: 'Compare all of these',
	unmark: 'Compare none',
	details: (run: string) => `More about ${run}`,
	unnamed: (policies: string, seed: number) => `${policies}, seed ${seed}`,
	numbered: (title: string, number: number) => `${title} (${number})`,
	seed: (seed: number) => `seed ${seed}`,
	of: (step: number, steps: number) =>
		step === steps ? plural(steps, 'step') : `${count(step)} of ${plural(steps, 'step')}`,
	skills: (skills: number) => plural(skills, 'skill'),
	worst: 'worst',
	atEnd: (average: string, worst: string) => `Average ${average}, worst skill ${worst}`,
	openTitle: 'Opens this run on the workbench, where it continues from its last checkpoint',
	behind: 'Show behind the current run',
	isBehind: 'Shown behind it',
	behindHelp: 'Draws this run behind the one on the workbench, and compares their final figures.',
	ends: { running: 'unfinished', finished: 'finished', stopped: 'stopped', failed: 'failed' },
	replay: 'Replay its average mix',
	replayHelp:
		'A new experiment with this run’s mean shares: does the change help, or only the mean?',
	tags: 'Tags',
	addTag: 'Add a tag',
	tag: (tag: string) => `Show runs tagged ${tag}`,
	removeTag: (tag: string) => `Take the tag ${tag} away`,
	notes: 'Notes',
	cannotDescribe: 'What was written to the run is not stored.',
	forkOf: (step: number, parent: string) => `Forked at step ${count(step)} from ${parent}`,
	forkOfGone: (step: number) => `Forked at step ${count(step)} from a run that is deleted`,
	delete: 'Delete…',
	deleteWhat: (checkpoints: number) =>
		`This deletes its curves, samples and notes, and ${plural(checkpoints, 'checkpoint')} with ` +
		'the tuned weights. It cannot be undone. Runs that were forked from it stay whole.',
	compare: {
		title: 'Compare',
		explain:
			'All marked runs on one chart. Triangles are switches of policy. ' +
			'Point at a step, or use the arrow keys, to read every run there.',
		hint: 'Tick runs in the list to compare their curves, experiments and skills here.',
		loading: 'Reading the runs…',
		metric: 'Show',
		metrics: {
			average: 'Average exact match',
			worst: 'Worst skill, exact match',
			trainingLoss: 'Training loss',
			exact: (skill: string) => `${skill}: exact match`,
			loss: (skill: string) => `${skill}: held-out loss`,
		},
		groups: { all: 'Over skills', exact: 'Exact match of one skill', loss: 'Loss of one skill' },
		units: { share: 'share of held-out prompts that are right as a whole', nats: 'nats per token' },
		chart: (metric: string, newest: string) => `${metric} over the steps. ${newest}`,
		atStep: (step: number) => `at step ${count(step)}`,
		newest: 'at its end',
		remove: (run: string) => `Compare without ${run}`,
		diff: 'What differs',
		diffHelp: 'The settings in which these experiments differ. – : it has no such setting.',
		same:
			'Their experiments are the same. ' +
			'On one kind of device so are their curves, bit for bit.',
		one: 'One run: tick another to see what they differ in.',
		more: (groups: readonly string[]) =>
			`These runs differ in more than one thing: ${list(groups)}. ` +
			'So they cannot tell what made the difference between their curves.',
		seeds: 'The variants ran with different seeds: a part of the difference may be the seed’s.',
		unended: (names: readonly string[]) =>
			`Not trained to the end: ${list(names)}. Their figures are those of the newest evaluation.`,
		devices: (backends: readonly string[]) =>
			`Trained on different kinds of device (${list(backends)}), so last digits differ.`,
		skillTable: 'By skill, at the end',
		skillTableHelp:
			'Exact match and held-out loss of the newest evaluation, and the change from the base model.',
		exact: 'exact',
		runColumn: 'Run',
	},
	group: {
		policy: 'the policy',
		seed: 'the seed',
		model: 'the model',
		skills: 'the skills',
		length: 'the length of the run',
		batching: 'the batches',
		optimizer: 'the optimizer',
		evaluation: 'the evaluation',
		numbers: 'how it is computed',
	},
};
export const runWords = inLanguage('runs', runsEnglish);
