/** English words of the race. */
import { inLanguage } from '#engine/core/language.ts';
import { count, plural, points } from '#lab/page/words/format.ts';

export const raceEnglish = {
	title: 'Race',
	about:
		'Two to four policies train from the same weights, on the same data, with the same seed. ' +
		'Each takes one step in turn, so the curves differ only by the policy. Press Start; change ' +
		'or drop a lane at any time.',
	of: (steps: number, seed: number, skills: number) =>
		`The workbench’s experiment: ${plural(steps, 'step')}, seed ${seed}, ` +
		plural(skills, 'skill.', 'skills.'),
	controls: 'Race controls',
	start: '▶ Start',
	again: '▶ Race again',
	resetTitle: 'Back to the start. The runs so far stay stored under Runs.',
	add: 'Add a lane',
	copy: 'Copy link',
	copyTitle: 'A link that opens this race, ready to start',
	copied: 'Copied.',
	notCopied: 'Not copied: the browser refused. Copy the page’s address instead.',
	step: (step: number, steps: number) => `Step ${count(step)} of ${count(steps)}`,
	progress: 'Progress of the race',
	state: {
		ready: 'The race has not started.',
		preparing: 'The base model is being tested.',
		paused: 'The race is paused.',
		ended: 'The race is over.',
	},
	/** `standing`: “Average: MoS 45 %, Uniform 40 %.” */
	going: (step: number, steps: number, standing: string) =>
		`The race is at step ${count(step)} of ${count(steps)}. ${standing}`,
	lanes: 'Lanes',
	lane: (lane: number, policy: string) => `Lane ${lane}: ${policy}`,
	policyOf: (lane: number) => `Policy of lane ${lane}`,
	rank: (rank: number) => `${rank}.`,
	rankTitle: 'Place by the average at the newest evaluation',
	averageTitle: 'Average of answers right (exact match)',
	worstTitle: 'Answers right in the worst skill (exact match)',
	ahead: (difference: number, policy: string) => `${points(difference)} points to ${policy}`,
	differences: (policy: string) => `Beside the average: the difference to ${policy}, in points.`,
	mixTitle: 'Share of the mix',
	mixOf: (policy: string, shares: string) => `Mix of ${policy}: ${shares}.`,
	chart: (what: string, values: string) => `${what}: ${values}.`,
	drop: (policy: string) => `Drop ${policy}`,
	dropTitle: 'Ends this lane for good. Its run stays stored.',
	remove: (policy: string) => `Remove ${policy}`,
	switched: (policy: string, step: number) => `${policy} from step ${count(step)}`,
	dropped: (step: number) => `Dropped at step ${count(step)}. The others go on.`,
	failed: (message: string) => `Failed: ${message} The others go on.`,
	verdict: {
		above: (best: string, other: string, by: number) =>
			`${best} ends ${by.toFixed(1)} points above ${other} on this seed.`,
		level: (best: string, other: string) => `${best} and ${other} end level on this seed.`,
		last: (last: string, by: number, best: string) =>
			`${last} is last, ${by.toFixed(1)} points below ${best}.`,
		caveat: 'One seed cannot tell a better policy from luck: repeat with 3 seeds to know more.',
		noScore: 'No skill here has right answers to count: compare the losses under Runs.',
	},
	repeat: 'Repeat with 3 seeds',
	repeatTitle:
		'A study of the same lanes with two more seeds. It takes over the finished lanes and reports ' +
		'paired differences.',
	keep: 'Keep as a study',
	keepTitle: 'A study with this race’s lanes as its cells, and its report',
	studyTitle: (policies: string, seeds: number) => `Race: ${policies} (${plural(seeds, 'seed')})`,
	studyAbout: 'Lanes of a race: same weights, data and seeds, so differences are paired by seed.',
	runName: (policy: string, day: string) => `${policy} · race of ${day}`,
	cutOff: (step: number) =>
		`A race was interrupted at step ${count(step)}. Its lanes are stored and can continue.`,
	open: 'Open the race',
	cannot: {
		start: 'Cannot start the race:',
		go: 'Cannot continue the race:',
		pause: 'Cannot pause the race:',
		switch: 'Cannot switch this lane:',
		drop: 'Cannot drop this lane:',
		study: 'Cannot make the study:',
		read: 'Cannot read the race:',
	},
	kept: 'Stored runs are kept.',
};

export const raceWords = inLanguage('race', raceEnglish);
