/** Every word of the bench in English: the catalogue whose type each other language has. */
import type { Budget } from '#training/settings.ts';
import { count, duration, percent, plural, short } from './format.ts';
import type { Used } from '#core/runProgress.ts';
import { chart } from './chart.en.ts';
import { policy } from './policy.en.ts';

export const en = {
	files: { chart },
	policy,
	common: {
		close: 'Close',
		cancel: 'Cancel',
		explain: (term: string) => `Explain: ${term}`,
		step: 'Step',
		skill: 'Skill',
	},
	header: {
		name: 'Skillet',
		about: 'A fine-tuning lab: what each way of mixing the data does to a model, skill by skill.',
		experiment: (skills: number) => (skills === 1 ? 'One skill' : `${spell(skills)} skills`),
		experimentTitle: 'The experiment on the bench',
		defaultExperiment: 'The default experiment',
		anotherSeed: (seed: number) => `The same with seed ${seed}`,
		bench: 'Bench',
		benchTitle: 'One experiment, seen whole',
		loading: (title: string) => `Loading: ${title}…`,
		cannotLoad: 'This part of the page could not be loaded.',
		cannotLoadMend: 'Check the connection, or reload the page.',
		help: 'Keys and terms',
		light: 'Light',
		dark: 'Dark',
		theme: 'Light or dark page',
	},
	status: {
		opening: 'Opening the lab…',
		openingWhat: 'Looks for a GPU, opens the database, and fetches the model at the first visit.',
		waiting: 'The lab is open in another tab.',
		waitingWhat:
			'One tab at a time may write to its database. This one opens by itself when that one is closed; nothing is lost.',
		superseded: 'A newer version of the lab is open in another tab.',
		supersededWhat: 'Reload this tab to use it. Runs and data are kept.',
		broken: 'The lab has stopped.',
		brokenWhat: 'What was stored is kept. Reload to go on from the last checkpoint.',
		reload: 'Reload',
		noRun: 'Nothing is trained yet.',
		preparing: 'Testing the base model on every skill…',
		running: (step: number, steps: number) => `Training: step ${count(step)} of ${count(steps)}.`,
		paused: (step: number) => `Paused at step ${count(step)}.`,
		finished: (steps: number) => `Finished: ${count(steps)} steps.`,
		stopped: (step: number) => `Stopped for good at step ${count(step)}.`,
		failed: (step: number) => `The run failed after step ${count(step)}.`,
		tryRate: (rate: number) => `New run with learning rate ${rate}`,
		openAgain: 'Open it again',
	},
	run: {
		train: '▶ Train',
		resume: '▶ Go on',
		pause: '❙❙ Pause',
		again: '▶ Train anew',
		singleStep: 'One step',
		singleStepTitle: 'Trains one step, then pauses',
		slow: 'Slow',
		slowTitle: 'One step per second',
		until: 'Run to step',
		untilGo: 'Go',
		stop: 'Stop',
		stopTitle: 'Ends this run for good: evaluates and keeps it',
		reset: 'Reset',
		resetTitle: 'A new run of the same experiment; this one is kept under Runs',
		progress: 'Steps that are done',
		step: 'step',
		of: (step: number, steps: number) => `${count(step)} / ${count(steps)}`,
		ofBudget: ({ step, tokens, milliseconds }: Used, budget: Budget) =>
			budget.kind === 'tokens'
				? `${count(step)} · ${count(tokens)} / ${count(budget.tokens)} tokens`
				: budget.stopped === undefined
					? `${count(step)} · ${Math.floor(milliseconds / 1000)} / ${count(budget.seconds)} s`
					: `${count(step)} / ${count(budget.stopped)}`,
		rate: (tokens: number) => `${count(Math.round(tokens))} tokens/s`,
		left: (milliseconds: number) => `${duration(milliseconds)} left`,
		hardware: (name: string) => `WebGPU: ${name}`,
		software: (name: string) => `No GPU: ${name}`,
		device: 'What it computes on',
		deviceFacts: 'What this device offers',
		memory: (amount: string) => `This run takes ${amount} on the device.`,
		deviceHardware: 'The model is trained on this graphics processor, through WebGPU.',
		deviceSoftware: (reason: string | undefined) =>
			`No graphics processor is used${reason ? `: ${reason.replace(/\.$/, '')}` : ''}. The processor computes instead: the training is the same, each step takes longer.`,
		probing: 'Time of probes',
		probes: (share: number) => `probes ${percent(share)}`,
		probesHelp:
			'Between steps the policy has the model measured on examples that it names. That is no training; this is its share of the time of the run so far.',
		controls: 'Run',
	},
	mix: {
		policy: 'Policy',
		unknown: 'The policy sets its shares with the first step.',
	},
	skills: {
		title: 'Skills',
		explain:
			'Each skill is tested on held-out prompts, which are kept out of training. The figure is exact match: the share of them whose whole answer is right. Thin line: loss on the training batches. Thick line: loss on held-out prompts. Dashed: the base model, before training. Grey: the run that you compare with. Loss is how much the right answer surprises the model, in nats per answer token (1 nat is 1.44 bits); lower is better. An epoch is once through all training examples of the skill.',
		exact: 'exact match',
		heldOut: 'held-out loss',
		loss: 'loss',
		training: 'training loss',
		base: 'base model',
		ghost: (policies: string, seed: number) => `other run: ${policies}, seed ${seed}`,
		change: 'against base',
		byChance: 'Within what chance does with so few held-out prompts',
		epochs: 'epochs',
		tokens: 'tokens',
		share: 'share',
		trend: 'its course',
		all: 'All skills',
		focus: (skill: string, key: number) =>
			key <= 9 ? `Look closer at ${skill} (${key})` : `Look closer at ${skill}`,
		lossAxis: 'Loss, nats per token',
		exactAxis: 'Exact match',
		recall: 'recall',
		recallHelp:
			'This skill is tested on the prompts that it was trained on, on purpose: a fact that was never shown cannot be known.',
		noise: (share: number, duplicates: number) =>
			[share > 0 && `${percent(share)} wrong`, duplicates > 0 && `${count(duplicates)} twice`]
				.filter(Boolean)
				.join(', '),
		fewer: (rows: number) => `first ${count(rows)}`,
		fewerHelp: (rows: number) =>
			`Only the first ${count(rows)} training examples of this skill are used.`,
		noisy: 'noise',
		noiseHelp:
			'Noise is on: so many training answers are wrong, or examples repeated. Held-out prompts are clean, and no policy is told.',
		watched: 'watched',
		watchedHelp:
			'This text is not in the mix. Its loss tells what the model forgets of what it knew.',
		usedEpochs: (epochs: string) => `${epochs} epochs`,
		usedTokens: (tokens: number) => `${short(tokens)} tokens`,
		size: (examples: number) => `${count(examples)} examples`,
		chart: (skill: string, text: string) => `Curves of ${skill}. ${text}`,
		now: (loss: string, exact: string, base: string) =>
			`Held-out loss ${loss}, base ${base}; exact match ${exact}.`,
		measured: (skill: string) => `Evaluations of ${skill}`,
		atStep: (step: number) => `at step ${count(step)}`,
		sortBy: (column: string) => `Sort by ${column}`,
	},
	over: {
		title: 'Mix over time',
		explain:
			'The share of each batch that each skill filled, step by step. A mark is a switch of the policy, a tick below a checkpoint: open one to fork a run from there and choose differently.',
		chart: (steps: number, skills: string) =>
			`Shares of the mix over ${count(steps)} steps. Now: ${skills}.`,
		mark: (step: number, title: string) => `Step ${count(step)}: ${title}`,
		switches: (steps: readonly number[]) =>
			`The policy is switched at step ${steps.map(count).join(' and ')}.`,
		switched: (from: string, to: string) => `The policy changes from ${from} to ${to}.`,
		start: (title: string) => `The run starts with ${title}.`,
	},
	fork: {
		title: 'Fork',
		explain:
			'A new run that begins where this one was at a checkpoint: the same weights, the same seed, the same place in the data. With another policy from there on, what differs afterwards is that policy’s doing alone.',
		at: 'At step',
		policy: 'Go on with',
		same: (policy: string) => `${policy}, as before`,
		sameNote: 'Without the switches that came after.',
		go: 'Fork',
		goAt: (step: number) => `Fork at step ${count(step)}`,
		checkpoint: (step: number) => `Checkpoint of step ${count(step)}: fork a run from here`,
		what: 'The new run is paused there, and this one is drawn behind it.',
		noneKept: 'It has no checkpoint before its end: there is nothing left to train.',
		repeats: (step: number) =>
			`No checkpoint of step ${count(step)} is kept: the steps up to there are trained once more, to the same weights.`,
		cannot: 'The run was not forked.',
	},
	runFile: {
		title: 'The whole run as a file',
		help: 'Experiment, every event, results: to keep, or for another lab. Drop it on a page of the lab to import it.',
		save: 'Save the run…',
		saveShort: 'Whole run',
		weights: 'with its weights, so that it can go on there',
		give: 'Import a run…',
		none: 'There is no run on the bench yet.',
		cannotSave: 'The run could not be saved.',
		cannotRead: 'The run was not imported.',
		imported: (name: string) => `${name} is imported: it stands under Runs, with its curves.`,
		alreadyHere: (name: string) => `${name} holds a run that is here already.`,
		open: 'Open',
	},
	linked: {
		note: 'Note from whoever made this link',
		cutDown: 'Whoever made this link shows a part of the page.',
		showEverything: 'Show everything',
	},
	example: {
		roles: { system: 'system', user: 'user', assistant: 'assistant' },
		cut: (more: number) => `… and ${plural(more, 'character')} more`,
		wrong: 'wrong on purpose',
	},
	keys: {
		title: 'Keys',
		list: [
			['Space', 'trains or pauses; under Studies: the study'],
			['1 – 9', 'looks closer at a skill; again: back to all'],
			['← →', 'moves the cursor by one step; with Shift by ten'],
			['[ ]', 'opens the newer or older run; under Studies: study'],
			['T', 'shows charts as tables'],
			['?', 'explains what is under focus'],
			['Esc', 'closes; takes the cursor away'],
		] as readonly (readonly [string, string])[],
		tables: 'Tables',
		tablesTitle: 'Charts as tables',
	},
	notices: {
		region: 'Notices',
		atStep: (step: number) => `Step ${count(step)}:`,
		more: (count: number) => `${count} more: see the log under Why.`,
		unfinishedRun: (step: number) => `A run was cut off at step ${count(step)}. It is kept.`,
		brokenLinkMend: 'The bench goes on without it.',
		settingsRefused: 'These settings do not work.',
		settingsKept: 'The experiment is as it was.',
		switchRefused: 'The policy was not switched.',
		policyKept: 'The run goes on with the policy before.',
		cannotTrain: 'The run could not start.',
		cannotPause: 'The run could not pause.',
		cannotStop: 'The run could not be ended.',
		cannotOpenRun: 'The run could not be opened.',
		cannotDelete: 'The run could not be deleted.',
		curvesOnly: 'Its curves are shown as they are stored.',
		nothingLost: 'What is stored is as it was.',
		runIsGone: 'It is no longer stored.',
		cannotReplay: 'Its average mix could not be taken.',
		openRun: 'Open',
		repeatStopped: 'The repeat was ended for another run. Seeds that were done are kept.',
		cannotLink: 'The address bar could not take up the experiment.',
	},
};

const numbers = [
	'No',
	'One',
	'Two',
	'Three',
	'Four',
	'Five',
	'Six',
	'Seven',
	'Eight',
	'Nine',
	'Ten',
];
function spell(value: number): string {
	return numbers[value] ?? count(value);
}
