/** The words around a policy's form and its preparation, in English. */
import { count, duration, plural } from './format.ts';

const form = {
	groups: {
		fixed: 'The mix is set beforehand',
		adaptive: 'The mix follows what is measured',
		examples: 'Single examples are chosen',
	},
	preset: 'Preset',
	presetOwn: 'your own',
	presetOwnAbout: 'Settings of your own: no preset has these.',
	presetHelp:
		'A named set of settings. Picking one sets them all; what you change afterwards is your own.',
	all: (settings: number) => `All settings (${settings})`,
	ownChoice: 'the policy’s own choice',
	noLongerTrained: (id: string) => `${id}: not trained here`,
	allSkills: 'None ticked: all trained skills.',
	slider: (label: string) => `${label}, slider`,
};

const preparation = {
	title: 'Preparation',
	help: 'This policy does something before its first step: it trains a selector in trial runs, or measures what the skills do to each other. That costs updates of its own, which are counted. What it makes can be kept and used again.',
	needed: 'It prepares before its first step, which takes a while. Or use what was kept before.',
	running: (title: string) => `${title} prepares`,
	left: (milliseconds: number) => `about ${duration(milliseconds)} left`,
	pauseKeeps: 'Pause cuts it short and keeps what is done; training on takes it up there.',
	paused: 'Cut short. What was done is kept: training on takes it up there.',
	fromKept: (name: string) => `Uses “${name}”, which was kept before.`,
	fromMissing: 'Uses a preparation that is not here: import its file, or take another.',
	done: (updates: number, measured: number, milliseconds: number) =>
		`Prepared in ${duration(milliseconds)}: ${[
			updates > 0 && plural(updates, 'update'),
			measured > 0 && `${plural(measured, 'example')} measured`,
		]
			.filter(Boolean)
			.join(', ')}.`,
	keep: 'Keep it',
	name: 'Name',
	nameDefault: (title: string, step: number) =>
		step > 0 ? `${title}, from step ${count(step)}` : title,
	keptAs: (name: string) => `Kept as “${name}”.`,
	kept: (kept: number) => `Kept preparations (${count(kept)})`,
	noneKept: 'None is kept yet.',
	use: 'Use',
	useName: (name: string) => `Use ${name}`,
	used: 'in use',
	export: 'Export',
	exportName: (name: string) => `Export ${name} to a file`,
	import: 'Import a file…',
	imported: (name: string) => `“${name}” is here.`,
	importedOther: (name: string, policy: string) =>
		`“${name}” is here. It belongs to ${policy}: pick that policy to use it.`,
	delete: 'Delete',
	deleteName: (name: string) => `Delete ${name}`,
	sureDelete: 'Delete for good?',
	deleted: (name: string) => `“${name}” is deleted.`,
	made: (day: string, size: string) => `${day}, ${size}`,
	failed: 'That did not work.',
};

export const policy = { form, preparation };
