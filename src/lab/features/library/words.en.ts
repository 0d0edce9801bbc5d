/** English words of the library's dialogs: skills, files, models, settings, missing files. */
import { inLanguage } from '#engine/core/language.ts';
import type { NumberSpec } from '#engine/core/parameters.ts';
import type { Noise } from '#engine/data/builtinSkills.ts';
import type { Part } from '#engine/data/skill.ts';
import type { MemoryByTrained } from './calls/libraryCalls.ts';
import type { OptionFault } from './page/FileImport.svelte.ts';
import { bytesText, count as countText, percent, plural } from '#lab/page/words/format.ts';

const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });
const list = new Intl.ListFormat('en-GB');

const newRun = 'Applying puts a new run on the workbench, from step 0; the last run stays stored.';

const partNames: { readonly [P in Part]: string } = {
	train: 'Training',
	validation: 'Validation',
	heldOut: 'Held out',
};

const memoryText = (bytes: number | null): string =>
	bytes === null ? '(too large)' : bytesText(bytes);

/** Words of a dialog whose changes count only after the visitor applies them. */
const draft = { unchanged: 'No changes.', revert: 'Revert', apply: 'Apply as a new run' };

const skills = {
	title: 'Skills',
	description: 'What the model can be trained on, and what it is measured on.',
	partsTerm: 'Training, validation, held out',
	partsHelp:
		'The policy draws training rows. Validation rows are for policies that ask for them. ' +
		'Held-out rows are never trained on: the page measures exact match and held-out loss on ' +
		'them.',
	recall:
		'Recall: the held-out questions of this skill are training questions on purpose. They ' +
		'measure memory, not generalization.',
	sizes: (counts: { readonly [P in Part]: number }) =>
		`${countText(counts.train)} training · ${countText(counts.validation)} validation · ` +
		`${countText(counts.heldOut)} held out`,
	scoredBy: { exact: 'scored by exact match', loss: 'scored by loss (there is no prompt)' },
	builtIn: 'built in, takes no space',
	takes: (bytes: number) => `${bytesText(bytes)} here`,
	roleGeneral: 'general',
	useTerm: 'Train, watch, off',
	useHelp:
		'Train: the policy draws from it. Watch: it is measured and never trained on, which shows ' +
		'what the model forgets. Off: it is not in the experiment.',
	useOf: (name: string) => `Use of ${name}`,
	use: { train: 'Train', watch: 'Watch', off: 'Off' },
	rows: 'Rows',
	rowsOf: (name: string) => `Rows of ${name}`,
	noise: 'Noise',
	noiseOf: (name: string) => `Noise in ${name}`,
	noiseHelp:
		'Damages training rows on purpose, or uses fewer of them, to test how a policy reacts. Only ' +
		'the evaluation and this page know which rows are wrong; no policy does.',
	wrongShare: 'Wrong answers',
	duplicates: 'Repeated rows',
	firstRows: 'Only the first',
	ofRows: (all: number) => `of ${plural(all, 'example')}`,
	only: 'Which of them',
	onlyOf: { all: 'All', right: 'Only right answers', validation: 'The validation rows' },
	noiseSummary: ({ wrongShare, duplicates, rows, only }: Noise) =>
		[
			rows !== undefined && `only the first ${plural(rows, 'example')}`,
			wrongShare > 0 && `${percent(wrongShare)} wrong answers`,
			duplicates > 0 && plural(duplicates, 'repeated row'),
			only === 'right' && 'only the right answers of these',
			only === 'validation' && 'the validation rows instead of the training rows',
		]
			.filter((part) => part !== false)
			.join(', '),
	inUse: 'In the experiment: set it to off to delete it.',
	deleted: (name: string) => `${name} is deleted.`,
	restored: (name: string) => `${name} is back.`,
	undo: 'Undo',
	undoDelete: (name: string) => `Undo: bring ${name} back`,
	cannotDelete: (name: string, reason: string) => `${name} was not deleted. ${reason}`,
	cannotRestore: (name: string, reason: string) => `${name} did not come back. ${reason}`,
	missing: 'This experiment names files that are not here.',
	giveMissing: 'Give them…',
	addFiles: 'Add files…',
	changed: (count: number) => `${plural(count, 'change')}. ${newRun}`,
	nothingTrains: 'At least one skill must train.',
	...draft,
};

const rows = {
	part: 'Part',
	partOption: (part: Part, count: number) => `${partNames[part]} ${countText(count)}`,
	range: (from: number, to: number, count: number) =>
		`${countText(from)}–${countText(to)} of ${countText(count)}`,
	none: 'This part has no rows.',
	loading: 'Reading rows',
	view: 'Show rows as',
	views: { text: 'Text', model: 'As the model reads it' },
	seenHelp: (context: number) =>
		`Underlined words are trained. An example has at most ${countText(context)} tokens here.`,
	cut: 'Cut to the context.',
	unfit: (why: string) => `Left out: ${why}.`,
};

const storage = {
	used: (used: number, quota: number) =>
		quota === 0
			? 'This browser does not report its space.'
			: `${bytesText(used)} used of ${bytesText(quota)}`,
	term: 'Space in this browser',
	help:
		'This browser’s own database keeps files, models and runs; they go nowhere else. The ' +
		'browser may clear it when the disk is full, or in Safari after a week without a visit, ' +
		'unless it promised to keep it.',
	persisted: 'The browser keeps this data.',
	keep: 'Keep this data',
	refused:
		'The browser did not promise it. Some do after a bookmark or more visits: try again then.',
};

const importing = {
	title: 'Add files',
	description:
		'JSONL, JSON, CSV, TSV, Parquet or plain text, also packed with gzip. Nothing leaves this ' +
		'machine: the rows go into this browser’s database.',
	drop: 'Drop files to add them',
	pick: 'Choose files…',
	orDrop: 'or drop them anywhere on the page, or paste.',
	paste: 'Paste rows or text',
	pasteUse: 'Use this text',
	pastedName: 'pasted',
	files: 'Files',
	state: {
		inspecting: 'reading',
		ready: 'ready',
		map: 'choose columns',
		waiting: 'queued',
		importing: 'importing',
		cancelled: 'cancelled',
		done: 'imported',
		unreadable: 'no row can be read',
		failed: 'failed',
	},
	inspecting: (name: string) => `Reading the head of ${name}`,
	formats: {
		jsonl: 'JSON lines',
		json: 'JSON',
		csv: 'CSV',
		tsv: 'TSV',
		parquet: 'Parquet',
		text: 'Plain text',
	} as { readonly [format: string]: string },
	recognised: (shape: string) => `Recognised: ${shape}.`,
	notRecognised: 'The shape of the rows is unknown. Choose the columns of prompt and answer.',
	preferences:
		'These rows are preference pairs (chosen and rejected). The lab does not train on pairs ' +
		'(DPO): choose chosen as the answer, and the rejected texts are left out.',
	asLinked: 'Columns, held-out share, seed and masking come from the link.',
	noRows: 'No row can be read.',
	unreadable:
		'None of the first rows can be read; the reasons are below. Mend the file, or save it as ' +
		'UTF-8 text, and add it again.',
	mapped: 'Columns chosen by hand.',
	mapMyself: 'Choose columns instead',
	useShape: (shape: string) => `Back to ${shape}`,
	column: 'Column',
	example: 'Example',
	promptColumns: 'Prompt',
	answerColumns: 'Answer',
	inPrompt: (path: string) => `${path} in the prompt`,
	inAnswer: (path: string) => `${path} in the answer`,
	joined: 'joined by a line break',
	noPrompt: 'No prompt: every row is raw text, trained on as a whole and scored by loss.',
	noAnswer: 'Choose at least one column for the answer.',
	earlier: (path: string) => `${path}: one place earlier`,
	preview: 'First rows',
	previewLine: 'Line',
	noPreview: 'None of the first rows gives an example.',
	headRejected: (count: number) =>
		`${plural(count, 'row')} among the first cannot be used. The import skips and lists them.`,
	options: 'Options',
	role: 'Role',
	roleTerm: 'Domain and general',
	roleHelp:
		'Domain: a skill that the model should learn. General: text or instructions that show what ' +
		'it forgets, as in “Balancing Specialized and General Skills” (arXiv 2310.04945).',
	roles: { domain: 'Domain', general: 'General' },
	heldOutShare: 'Held out',
	heldOutHelp:
		'Share of the rows that are only measured and never trained on: at least one row, at most ' +
		'500. The seed decides which rows. For a file below 200 rows the form proposes about 20, ' +
		'at most a third: a score on one or two rows says nothing.',
	seed: 'Seed of the split',
	mask: 'Mask private data',
	maskHelp:
		'Replaces mail addresses, phone and card numbers and keys before anything is stored (the ' +
		'privacy measure of arXiv 2310.04945). Patterns find most of them, not all.',
	faults: {
		name: 'Give it a name.',
		heldOutShare: 'Must be above 0 and below 100 %.',
		seed: 'Must be a whole number of 0 or more.',
	} satisfies { readonly [F in OptionFault]: string },
	start: 'Import',
	startAll: (count: number) => `Import all ${count} that are ready`,
	takeOff: 'Remove from the list',
	waiting: 'Queued: files are imported one after the other.',
	reading: (name: string) => `Importing ${name}`,
	cancelled: 'Cancelled: nothing was stored.',
	failed: (name: string) => `${name} was not imported.`,
	done: (name: string) => `${name} is imported.`,
	report: {
		rows: 'Rows read',
		...partNames,
		duplicates: 'Duplicates left out',
		overlap: 'Left out of training: same prompt as a held-out row',
		rejected: 'Rejected',
		masked: 'Masked',
	},
	masked: (counts: { mail: number; phone: number; card: number; key: number }) =>
		list.format(
			[
				counts.mail > 0 && plural(counts.mail, 'mail address', 'mail addresses'),
				counts.phone > 0 && plural(counts.phone, 'phone number'),
				counts.card > 0 && plural(counts.card, 'card number'),
				counts.key > 0 && plural(counts.key, 'key'),
			].filter((part) => part !== false),
		),
	rejectedTitle: 'Rejected rows',
	reason: 'Reason',
	row: 'Row',
	rejectedFirst: (n: number, all: number) => `The first ${countText(n)} of ${countText(all)}.`,
	rejectedName: (name: string) => `${name}-rejected.jsonl`,
	saveRejected: 'Download the rejected rows',
	add: (count: number) =>
		count === 1 ? 'Add to the experiment' : `Add all ${count} to the experiment`,
	alone: (count: number) => (count === 1 ? 'Train on it alone' : `Train on these ${count} alone`),
	addNote: 'Puts a new run on the workbench; the run before it stays stored.',
	aloneDropped: (switches: number) =>
		`${plural(switches, 'planned switch', 'planned switches')} of the policy ` +
		`${switches === 1 ? 'was' : 'were'} removed: ${switches === 1 ? 'it' : 'they'} belonged to ` +
		'the earlier skills.',
	tooShort:
		'The skill has no training rows: it can be watched, not trained. Import it again with a ' +
		'smaller held-out share.',
};

const models = {
	title: 'Models',
	description: 'What a run starts from.',
	/** The shipped models, by id. */
	about: {
		'skillet-base': 'The default: it writes simple text and answers nearly no prompt right.',
		'skillet-small': 'Like skillet-base, half its size.',
		'skillet-medium': 'Like skillet-base, twice its size.',
		'skillet-large': 'Like skillet-base, eleven times its size.',
		'skillet-primed': 'Knows a third of each skill, so each can rise and fall in a run.',
		'skillet-primed-2': 'Like skillet-primed, from another seed.',
		'skillet-primed-3': 'Like skillet-primed, from another seed.',
		'skillet-tutor': 'Knows the skills. RAISE and filters measure examples with it.',
	},
	source: {
		builtin: 'shipped',
		file: 'opened from a folder',
		hub: 'downloaded from a hub',
		tuned: 'kept from a run',
		adapter: 'an adapter: a run of its base model begins with it',
	},
	parameters: (count: number) => `${countText(count)} parameters`,
	useName: (name: string) => `Use ${name} for a new run`,
	sureDelete: (name: string) => `Delete ${name} for good? Runs that start from it need it.`,
	unread: (tensors: readonly string[]) =>
		`Tensors that the lab does not use: ${tensors.slice(0, 5).join(', ')}` +
		(tensors.length > 5 ? ` and ${countText(tensors.length - 5)} more.` : '.'),
	openFolder: 'Open a folder…',
	openFiles: 'Open its files…',
	openHelp:
		'A model in Hugging Face layout: config.json, tokenizer.json, tokenizer_config.json and the ' +
		'weights as safetensors, in one file or several. Llama, Qwen, Gemma, GPT-2, GPT-Neo and ' +
		'GPT-NeoX open. An adapter opens too: adapter_config.json and adapter_model.safetensors, as ' +
		'peft saves them. Drop the folder anywhere on the page, or choose it here.',
	openTerm: 'A model of your own',
	work: {
		import: 'Reading the model',
		export: 'Reading the weights',
		keep: 'Keeping the weights',
		delete: 'Deleting the model',
	},
	opened: (name: string) => `${name} is here.`,
	tuned: 'This run’s weights',
	which: 'Which weights',
	last: (step: number) => `last: step ${countText(step)}`,
	best: (step: number) => `best checkpoint: step ${countText(step)}`,
	tunedAt: (step: number) =>
		`As they are after step ${countText(step)}, in Hugging Face layout. For an adapter, train ` +
		'with LoRA: Settings, What is trained.',
	mergedAt: (step: number) =>
		`After step ${countText(step)}: the adapter alone, as peft reads it, or the model with the ` +
		'adapter merged into its weights, in Hugging Face layout.',
	saveAdapter: 'Download the adapter',
	saveMerged: 'Download the merged model',
	adapterZip: (run: string) => `skillet-${run}-adapter.zip`,
	notYet: 'There is nothing tuned yet: train some steps first.',
	save: 'Download as one zip',
	saveFiles: 'Download each file',
	zipName: (run: string) => `skillet-${run}.zip`,
	keepDefault: (step: number) => `Tuned for ${plural(step, 'step')}`,
	keep: 'Keep as a model',
	failed: {
		import: 'The model was not opened.',
		export: 'The weights were not saved.',
		keep: 'The weights were not kept.',
		delete: 'The model was not deleted.',
	},
};

const hub = {
	title: 'From a hub',
	term: 'A model from a hub',
	help:
		'The name of a model on huggingface.co, such as owner/name or owner/name@revision, or the ' +
		'address of its page, also on another hub. Your browser fetches the files from there; ' +
		'nothing is sent but the name and the token. Each file is checked by its hash.',
	address: 'Model',
	example: 'owner/name or https://…',
	token: 'Access token',
	tokenNote: 'Only for gated and private models. It goes to the hub only and is never stored.',
	find: 'Look for it',
	looking: 'Asking the hub…',
	failed: 'The model was not fetched.',
	commit: (start: string) => `at commit ${start}`,
	found: (type: string, parameters: number, bytes: number, files: number) =>
		`${type}, which the lab opens · ${countText(parameters)} parameters · ${bytesText(bytes)} in ` +
		plural(files, 'file'),
	space: (free: number | null, isTooLarge: boolean) => {
		if (free === null) return 'This browser does not say how much space there is.';
		const room = `${bytesText(free)} are free in this browser.`;
		return isTooLarge ? `${room} The model does not fit: delete models or runs first.` : room;
	},
	download: (bytes: number) => `Download ${bytesText(bytes)}`,
	progress: (done: number, all: number) => `${bytesText(done)} of ${bytesText(all)}`,
	allowWhy:
		'The page’s policy forbids other addresses until you allow them. This browser remembers ' +
		'those that you allow; the page reloads and continues.',
	allow: (origin: string) => `Allow ${origin} and reload`,
	redirectedWhy: 'A browser hides where a redirect leads. One request of one byte finds out.',
	follow: 'Find the address',
	redirectedTo: (origin: string) => `The hub sends its files from ${origin}.`,
	unfinished: 'Unfinished downloads',
	unfinishedNote: 'They go on where they stopped, and are deleted after 30 days without progress.',
	resume: 'Resume',
	resumeName: (name: string) => `Resume the download of ${name}`,
	dropName: (name: string, bytes: string) => `Delete the ${bytes} of ${name}`,
	allowed: 'Allowed addresses',
	forget: (origin: string) => `Forget ${origin} and reload`,
};

const settings = {
	title: 'Settings',
	description:
		'How the next run trains. A preset can also change skills and policy; changes stand below.',
	more: (labels: readonly string[]) => `More: ${labels.join(', ')}`,
	faults: {
		number: 'Must be a number.',
		integer: 'Must be a whole number.',
		range: ({ min, max, aboveMin }: NumberSpec) =>
			aboveMin
				? `Must be above ${plain.format(min)} and at most ${plain.format(max)}.`
				: `Must be from ${plain.format(min)} to ${plain.format(max)}.`,
		pattern:
			'Write name = number with commas between: q_proj = 16. A rank is whole, an alpha above 0.',
		accumulation: (batch: number) => `At most one part per example of the batch: ${batch}.`,
	},
	lostSwitches: (steps: readonly number[]) =>
		`The run ends before the policy ${steps.length === 1 ? 'switch' : 'switches'} at step ` +
		`${list.format(steps.map(countText))}: left out.`,
	parts: { skills: 'skills', policy: 'policy', auxiliary: 'auxiliary model' },
	auxiliary: {
		title: 'Measuring',
		label: 'Auxiliary model',
		help:
			'A second model that is never trained. Policies that choose single examples (RAISE) ' +
			'describe each example by its losses and states. It needs the tokenizer of the trained ' +
			'model. Without one, the starting weights of the run take its measurements.',
		none: 'none: the starting weights',
		missing: (id: string) => `${id}: not here`,
	},
	memory: {
		ask: 'Estimate memory',
		asking: 'Memory on this device: …',
		found: ({ all, adapter, fourBits }: MemoryByTrained) =>
			`Memory on this device: all weights ${memoryText(all)}; adapter ${memoryText(adapter)}` +
			(fourBits === undefined ? '.' : `; adapter beside 4 bits ${memoryText(fourBits)}.`),
	},
	changed: (parts: readonly ('skills' | 'policy' | 'auxiliary')[], labels: readonly string[]) =>
		`Changed: ${list.format([...parts.map((part) => settings.parts[part]), ...labels])}. ${newRun}`,
	wrong: (labels: readonly string[]) => `Correct these first: ${list.format(labels)}.`,
	...draft,
};

const missing = {
	title: 'This experiment needs files that are not here',
	description: 'The lab checks the SHA-256 of each file. Everything else is on the workbench.',
	skill: (name: string) => `Skill “${name}”`,
	model: (id: string) => `Model “${id}”`,
	artefact: (policy: string) => `Kept preparation of “${policy}”`,
	sha256: 'SHA-256',
	give: 'Give the file…',
	giveModel: 'Give the folder…',
	prepare: 'Prepare again',
	otherArtefact: (name: string) =>
		`“${name}” is here, but it is not the missing preparation. It is kept too.`,
	leaveOut: 'Leave it out',
	sameOptions:
		'The lab recognises a file by its imported rows: use the columns, held-out share, seed and ' +
		'masking of the link.',
	complete: 'Everything is here: the experiment can be trained.',
	other: (name: string) =>
		`“${name}” is imported, but its rows are not the missing ones: it is another file, or other ` +
		'columns, held-out share, seed or masking. It is kept as another skill.',
	otherModel: (name: string) =>
		`“${name}” is here, but its weights are not the missing ones. It is kept as another model.`,
	lastSkill: 'No other skill trains: choose one under Skills first.',
	later: 'Later',
	done: 'To the workbench',
};

export const libraryEnglish = { skills, rows, storage, importing, models, hub, settings, missing };
export const libraryWords = inLanguage('library', libraryEnglish);
