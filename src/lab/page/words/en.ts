/** English words of the page. A catalogue of another language has this type. */
import type { Used } from '#engine/core/runProgress.ts';
import type { Budget } from '#engine/training/settings.ts';
import { count, duration, list, percent, plural, points, roughDuration, short } from './format.ts';

interface Answered {
	readonly prompt: string;
	readonly answer: string;
	readonly expected: string;
	readonly right: boolean | null;
}

export const en = {
	files: {
		chart: {
			save: 'Save',
			saveWhat: (chart: string) => `Save chart: ${chart}`,
			svg: 'SVG',
			svgNote: 'a drawing with real text',
			png: 'PNG',
			pngNote: 'a picture at twice the size',
			csv: 'CSV',
			csvNote: 'its numbers, for a spreadsheet',
			failed: 'Cannot save the chart:',
			about: (policies: string, seed: number, model: string, done: number, steps: number) =>
				`${policies} · seed ${seed} · ${model} · step ${count(done)} of ${count(steps)}`,
			share: 'Share of the mix',
			loss: 'Loss, nats per token',
			exact: 'Exact match',
			allSkills: 'Loss of each skill, nats per token',
			before: 'base',
			after: 'tuned',
			low: '95 % interval from',
			high: '95 % interval to',
			mean: 'mean',
			results: 'Exact match: base and tuned',
			none: 'No run yet',
		},
	},
	policy: {
		form: {
			groups: {
				fixed: 'The mix is set beforehand',
				adaptive: 'The mix follows what is measured',
				examples: 'Single examples are chosen',
			},
			preset: 'Preset',
			presetOwn: 'your own',
			presetOwnAbout: 'Settings of your own: no preset has these.',
			presetHelp:
				'A named set of settings. A preset sets all of them. After a change, they are your own.',
			all: (settings: number) => `All settings (${settings})`,
			ownChoice: 'the policy’s own choice',
			noLongerTrained: (id: string) => `${id}: not trained here`,
			allSkills: 'None ticked: all trained skills.',
			slider: (label: string) => `${label}, slider`,
		},
		preparation: {
			title: 'Preparation',
			help:
				'Before its first step, this policy trains a selector in trial runs, or measures how the ' +
				'skills influence each other. That costs updates of its own, which are counted. The ' +
				'result can be kept and used again.',
			running: (title: string) => `${title} prepares`,
			/** `who`: the policy, or it; `milliseconds`: on this device, null if unknown. */
			first: (who: string | null, updates: number, milliseconds: number | null) =>
				`${who ?? 'It'} prepares first: ${plural(updates, 'update')}` +
				(milliseconds === null ? '' : `, about ${roughDuration(milliseconds)} here`) +
				'.',
			pauseKeeps: 'Pause cuts it short and keeps the finished part; training continues it.',
		},
	},
	common: {
		close: 'Close',
		cancel: 'Cancel',
		delete: 'Delete',
		explain: (term: string) => `Explain: ${term}`,
		deleteName: (name: string) => `Delete ${name}`,
		timeLeft: (milliseconds: number) => `about ${duration(milliseconds)} left`,
		step: 'Step',
		atStep: (step: number) => `step ${count(step)}`,
		skill: 'Skill',
		deleteForGood: 'Delete for good',
		keep: 'Keep it',
		open: 'Open',
		use: 'Use',
		inUse: 'in use',
		onWorkbench: 'on the workbench',
		name: 'Name',
		none: 'none',
		average: 'Average',
		worst: 'Worst skill',
		previousPage: 'Previous',
		nextPage: 'Next',
	},
	header: {
		name: 'Skillet',
		skip: 'Skip to the content',
		about: 'A fine-tuning lab: see what each mix of the data does to a model, skill by skill.',
		experiment: (skills: number) => (skills === 1 ? 'One skill' : `${spell(skills)} skills`),
		experimentTitle: 'The experiment on the workbench',
		defaultExperiment: 'The default experiment',
		anotherSeed: (seed: number) => `The same with seed ${seed}`,
		workbench: 'Workbench',
		workbenchTitle: 'One experiment and its run',
		loading: (title: string) => `Loading: ${title}…`,
		cannotLoad: 'A part of the page cannot be loaded.',
		cannotLoadMend: 'Check the connection and try again, or reload the page.',
		dialogs: 'The dialogs',
		layers: 'Menus and dialogs',
		help: 'Keys and terms',
		light: 'Light',
		dark: 'Dark',
		theme: 'Light or dark page',
		language: 'Language',
	},
	status: {
		/** The lab's state, and the visitor's next action. */
		lab: {
			opening: [
				'Opening the lab…',
				'It looks for a GPU and opens the database. The first visit downloads the model.',
			],
			waiting: [
				'The lab is open in another tab.',
				'Only one tab at a time can write to the database. Use the lab here, or close the other ' +
					'tab. Nothing is lost.',
			],
			elsewhere: [
				'The lab is in use in another tab.',
				'A run that was training here is paused at a checkpoint. Nothing is lost.',
			],
			superseded: [
				'A newer version of the lab is open in another tab.',
				'Reload this tab to use it. Runs and data stay stored.',
			],
			deleted: [
				'The data of the lab was deleted, by another tab or by the browser.',
				'Runs, skills and models that were stored are gone. Reload to start with an empty lab.',
			],
			silent: [
				'The lab does not answer.',
				'It computes a long step, or it has ended. Everything stored is kept. Wait, or reload to ' +
					'continue from the last checkpoint.',
			],
			broken: [
				'The lab has stopped.',
				'Everything stored is kept. Reload to continue from the last checkpoint.',
			],
		},
		reload: 'Reload',
		useHere: 'Use it here',
		partFailed: (part: string) => `${part} cannot be shown:`,
		tryAgain: 'Try again',
		noRun: 'Nothing is trained yet.',
		preparing: 'Testing the base model on every skill…',
		running: (step: number, steps: number, right: number | null) =>
			`Training: step ${count(step)} of ${count(steps)}.` +
			(right === null ? '' : ` ${percent(right)} of the answers are right.`),
		paused: (step: number) => `Paused at step ${count(step)}.`,
		finished: (steps: number) => `Finished: ${count(steps)} steps.`,
		stopped: (step: number) => `Stopped for good at step ${count(step)}.`,
		failed: (step: number) => `The run failed after step ${count(step)}.`,
		tryRate: (rate: number) => `New run with learning rate ${rate}`,
		openAgain: 'Open it again',
	},
	story: {
		first: (skills: number) =>
			skills === 1
				? 'A small language model learns a task. Press Train, and watch its answers.'
				: `A small language model learns ${spell(skills).toLowerCase()} tasks at once. ` +
					'Press Train, and watch what the mix of the data does to each.',
		begins: (examples: number, step: number) =>
			`Each step shows the model ${plural(examples, 'example')} of the mix. After step ` +
			`${count(step)} it answers prompts that it has never seen.`,
		now: (
			step: number,
			now: number,
			base: number,
			most: { readonly name: string; readonly gain: number; readonly since: number } | null,
		) =>
			`Step ${count(step)}: ${percent(now)} of the answers are right (base model: ` +
			`${percent(base)}).` +
			(most
				? ` Most gained since step ${count(most.since)}: ${most.name}, ${points(most.gain)} points.`
				: ''),
		ended: (step: number, now: number, base: number) =>
			`After ${plural(step, 'step')}, ${percent(now)} of the answers are right (base model: ` +
			`${percent(base)}). Now change the mix, and train again.`,
		close: 'Close this line for good',
	},
	/** A skill's answers to held-out prompts. */
	answers: {
		empty: '(empty)',
		sentence: ({ prompt, answer, expected, right }: Answered) =>
			right === null
				? `The model continues “${prompt}” with “${answer}”.`
				: `To “${prompt}” the model answers “${answer}”, which is ` +
					(right ? 'right.' : `wrong: “${expected}” is right.`),
		grid: (right: number, of: number) => `${count(right)} of ${count(of)} answers right`,
	},
	run: {
		train: '▶ Train',
		resume: '▶ Continue',
		pause: '❙❙ Pause',
		again: '▶ Train again',
		speed: 'Speed',
		speeds: { '1': '1×', '10': '10×', full: 'full' },
		more: 'More controls',
		until: 'Run to step',
		untilGo: 'Go',
		stop: 'Stop',
		stopTitle: 'Ends this run for good, evaluates it and keeps it',
		reset: 'Reset',
		resetTitle: 'Starts the experiment again. This run stays stored under Runs',
		progress: 'Progress of the run',
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
		device: 'Device',
		deviceFacts: 'Properties of the device',
		measureDevice: 'Test or measure this device',
		memory: (amount: string) => `This run uses ${amount} of the device’s memory.`,
		deviceReference:
			'The reference engine trains: tfjs computes one operation after the other. It is slow. Its ' +
			'curve checks the lab’s own engine.',
		deviceHardware: 'This graphics processor trains the model, through WebGPU.',
		deviceSoftware: (reason: string | undefined) =>
			`No graphics processor is used${reason ? `: ${reason.replace(/\.$/, '')}` : ''}. ` +
			'The processor trains the model instead, with the same results. Each step takes longer.',
		probing: 'Time of probes',
		probes: (share: number) => `probes ${percent(share)}`,
		probesHelp:
			'Between steps, the policy measures the model on examples of its choice. This is not ' +
			'training. The number is the share of the run’s time so far.',
		controls: 'Run',
	},
	engine: {
		title: 'Engine',
		now: {
			own: 'The lab’s own engine trains (fast).',
			reference: 'The reference engine trains: tfjs, operation by operation (slow).',
		},
		help:
			'The reference engine computes a run with tfjs’s own operations, one after the other, on ' +
			'the same device. Use it to check a curve: over 50 steps the losses agree to four digits. ' +
			'The setting belongs to this browser, not to the experiment or its link.',
		use: { own: 'Use the lab’s own engine', reference: 'Use the reference engine' },
		reloads: 'Pauses the run, stores it, and reloads the page',
	},
	mix: {
		policy: 'Policy',
		all: 'All policies',
		unknown: 'The policy sets its shares at its first step.',
	},
	skills: {
		title: 'Skills',
		explain:
			'Held-out prompts, which are never trained on, test each skill. The number is exact match: ' +
			'the share of prompts whose whole answer is right. Thin line: loss on training batches. ' +
			'Thick line: loss on held-out prompts. Dashed line: the base model, before training. Grey ' +
			'line: the other run of a comparison. Loss measures how unlikely the model finds the ' +
			'right answer, in nats per answer token (1 nat is 1.44 bits). Lower is better. In one ' +
			'epoch, each training example of the skill is used once.',
		exact: 'exact match',
		heldOut: 'held-out loss',
		loss: 'loss',
		lossUnit: 'nats per token',
		right: 'right',
		training: 'training loss',
		base: 'base model',
		expected: 'the link’s run',
		ghost: (policies: string, seed: number) => `other run: ${policies}, seed ${seed}`,
		change: 'against base',
		byChance: 'Chance can explain this difference: there are few held-out prompts',
		epochs: 'epochs',
		tokens: 'tokens',
		share: 'share',
		requested: 'requested so far',
		achieved: 'drawn: examples',
		achievedTokens: 'drawn: tokens',
		trend: 'trend',
		measure: 'Curves',
		measures: { loss: 'loss', exact: 'right' },
		average: (share: number) => `average ${percent(share)} right`,
		all: 'All skills',
		focus: (skill: string, key: number) =>
			key <= 9 ? `Enlarge ${skill} (${key})` : `Enlarge ${skill}`,
		recall: 'recall',
		recallHelp:
			'This skill is tested on its training prompts, on purpose: the model cannot know a fact ' +
			'that it has never seen.',
		noise: (share: number, duplicates: number) =>
			[share > 0 && `${percent(share)} wrong`, duplicates > 0 && `${count(duplicates)} twice`]
				.filter(Boolean)
				.join(', '),
		fewer: (rows: number) => `first ${count(rows)}`,
		fewerHelp: (rows: number) =>
			`Only the first ${count(rows)} training examples of this skill are used.`,
		noisy: 'noise',
		noiseHelp:
			'This share of training answers is wrong, or this number of examples is repeated. Held-out ' +
			'prompts have no noise. The policies do not know about it.',
		watched: 'watched',
		watchedHelp: 'This text is not in the mix. Its loss shows what the model forgets.',
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
			'The share of each skill in each batch. A mark shows a switch of the policy, and a tick ' +
			'below the chart shows a checkpoint. Open one to fork the run there with another policy. ' +
			'Requested: the shares of the policy. Examples and tokens: what the last 20 batches had. ' +
			'Tokens count prompts and answers, so skills with long examples weigh more.',
		kind: 'Shares',
		kinds: { weights: 'requested', drawn: 'examples', tokens: 'tokens' },
		achieved: (kind: 'drawn' | 'tokens') =>
			`Share of the ${kind === 'drawn' ? 'examples' : 'tokens'} in the last 20 batches`,
		chart: (steps: number, skills: string) =>
			`Shares of the mix over ${count(steps)} steps. Now: ${skills}.`,
		mark: (step: number, title: string) => `Step ${count(step)}: ${title}`,
		switches: (steps: readonly number[]) =>
			`The policy switches at step ${steps.map(count).join(' and ')}.`,
		switched: (from: string, to: string) => `The policy changes from ${from} to ${to}.`,
		start: (title: string) => `The run starts with ${title}.`,
	},
	fork: {
		title: 'Fork',
		explain:
			'A new run starts from a checkpoint of this run, with the same weights, seed and position ' +
			'in the data. With another policy, this policy alone causes all later differences.',
		at: 'At step',
		policy: 'Continue with',
		same: (policy: string) => `${policy}, as before`,
		sameNote: 'Without the later switches.',
		goAt: (step: number) => `Fork at step ${count(step)}`,
		checkpoint: (step: number) => `Checkpoint of step ${count(step)}: fork the run here`,
		what: 'The new run is paused there. The chart draws this run behind it.',
		noneKept: 'The run has no checkpoint before its end, so no steps are left to train.',
		repeats: (step: number) =>
			`Step ${count(step)} has no checkpoint, so the lab repeats the steps before it. ` +
			'The weights will be the same.',
		cannot: 'Cannot fork the run:',
	},
	runFile: {
		title: 'The whole run as a file',
		help:
			'The experiment, all events and the results. Keep the file, or drop it on another page of ' +
			'the lab to import it.',
		save: 'Save the run…',
		saveShort: 'Whole run',
		weights: 'with its weights, so that it can continue there',
		give: 'Import a run…',
		none: 'The workbench has no run yet.',
		cannotSave: 'Cannot save the run:',
		cannotRead: 'Cannot import the run:',
		imported: (name: string) => `${name} is imported. Find the run with its curves under Runs.`,
		alreadyHere: (name: string) => `The lab already has the run of ${name}.`,
	},
	update: { offer: 'A new version of Skillet is ready. A run continues where it is paused.' },
	embed: {
		curves: 'Answers right by step, as expected',
		expected: 'Dotted: answers right in the author’s run. Train repeats it here, on your machine.',
		about: 'Trains a small model here, on your machine.',
		open: 'Open in Skillet',
	},
	linked: {
		same: '✓ Same as the link says, bit for bit.',
		within: '≈ Same as the link says, within the tolerance. Results has the differences.',
		differs: (skills: readonly string[]) =>
			`✗ Differs from the link: ${list(skills)}. Results has the figures.`,
		note: 'Note from the author of this link',
		cutDown: 'The author of this link shows a part of the page.',
		showEverything: 'Show everything',
	},
	example: {
		roles: { system: 'system', user: 'user', assistant: 'assistant', tool: 'tool' },
		cut: (more: number) => `… and ${plural(more, 'character')} more`,
		tools: (count: number) => `${plural(count, 'tool')} that the answers may call`,
		wrong: 'wrong on purpose',
	},
	keys: {
		endPresenting: 'End presenting',
		title: 'Keys',
		list: [
			['Space', 'trains or pauses the run (under Studies: the study)'],
			['1 – 9', 'enlarges a skill; the same key again shows all'],
			['← →', 'moves the cursor by one step, with Shift by ten'],
			['[ ]', 'opens the newer or older run (under Studies: study)'],
			['S', 'changes the speed: 1×, 10×, full'],
			['M', 'shows losses or right answers as curves'],
			['T', 'shows charts as tables'],
			['P', 'present: large type, and one skill or one place alone'],
			['?', 'explains the part under the focus or the pointer'],
			['Esc', 'closes a layer, and removes the cursor'],
		] as readonly (readonly [string, string])[],
		tables: 'Tables',
		tablesTitle: 'Charts as tables',
	},
	notices: {
		region: 'Notices',
		atStep: (step: number) => `Step ${count(step)}:`,
		more: (count: number) => `${count} more in the log under Why.`,
		nothingKept: 'The browser blocks storage on this page. Nothing is kept when it closes.',
		nothingKeptMend: 'To keep runs, skills and settings, open the lab in a tab of its own.',
		unfinishedRun: (step: number) => `A run was interrupted at step ${count(step)}. It is kept.`,
		brokenLinkMend: 'The workbench keeps its experiment.',
		settingsRefused: 'Cannot use these settings:',
		settingsKept: 'The experiment has not changed.',
		switchRefused: 'Cannot switch the policy:',
		policyKept: 'The run continues with its policy.',
		cannotTrain: 'Cannot start the run:',
		cannotPause: 'Cannot pause the run:',
		cannotStop: 'Cannot end the run:',
		cannotOpenRun: 'Cannot open the run:',
		cannotDelete: 'Cannot delete the run:',
		curvesOnly: 'The page shows its stored curves.',
		nothingLost: 'The stored data has not changed.',
		runIsGone: 'The run is no longer stored.',
		cannotReplay: 'Cannot replay the average mix:',
		repeatStopped: 'Another run ended the repeats. Finished seeds are kept.',
		cannotLink: 'Cannot write the experiment into the address bar:',
	},
};

const numbers = 'No One Two Three Four Five Six Seven Eight Nine Ten'.split(' ');
const spell = (value: number): string => numbers[value] ?? count(value);
