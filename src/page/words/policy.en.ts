/** English words of a policy's settings and its preparation. */
import { duration } from './format.ts';

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
		'A named set of settings. A preset sets all of them. After a change, they are your own.',
	all: (settings: number) => `All settings (${settings})`,
	ownChoice: 'the policy’s own choice',
	noLongerTrained: (id: string) => `${id}: not trained here`,
	allSkills: 'None ticked: all trained skills.',
	slider: (label: string) => `${label}, slider`,
};

const preparation = {
	title: 'Preparation',
	help:
		'Before its first step, this policy trains a selector in trial runs, or measures how the ' +
		'skills influence each other. That costs updates of its own, which are counted. The result ' +
		'can be kept and used again.',
	running: (title: string) => `${title} prepares`,
	left: (milliseconds: number) => `about ${duration(milliseconds)} left`,
	pauseKeeps: 'Pause cuts it short and keeps the finished part; training continues it.',
};

export const policy = { form, preparation };
