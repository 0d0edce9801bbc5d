/**
 * Does the action of a step for the visitor, by the same calls as the page's own buttons. What is
 * done already stays, so that a paused run goes on.
 */
import { InputError } from '#engine/core/errors.ts';
import { canonicalJson, type Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { newId } from '#engine/core/secureContext.ts';
import { toSkillRef, type Experiment } from '#lab/run/experiment.ts';
import { paceUntil, type Pace } from '#lab/run/runStatus.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import type { Action, Changes } from '../model/lesson.ts';
import { sameStart } from '../model/makeExperiment.ts';

type Sample = NonNullable<Action['import']>;

/** `make` applies an action's changes to the default experiment. `pace`: that of the training. */
export async function perform(
	action: Action,
	lab: LabState,
	view: Pick<ViewState, 'place'>,
	make: (changes: Changes) => Experiment,
	pace: Pace,
): Promise<void> {
	const { fork, train, open, settings = {} } = action;
	if (action.import) await importSample(action.import, lab);
	if (train === undefined || !isSetUp(action, lab, make)) {
		const experiment = startOf(action, lab, make);
		if (experiment) lab.put(experiment);
		if (action.switch !== undefined) await lab.switchPolicy(action.switch, settings);
		if (fork) {
			const policy = fork.to === undefined ? undefined : { id: fork.to, settings };
			await lab.fork(fork.at, { policy });
		}
	}
	if (train !== undefined) await trainTo(train, lab, pace);
	if (open !== undefined) view.place = open;
}

/** The experiment that the action puts on the workbench; undefined: the one that is there. */
function startOf(
	{ experiment, seed }: Action,
	lab: LabState,
	make: (changes: Changes) => Experiment,
): Experiment | undefined {
	if (experiment) return lab.info ? make(experiment) : undefined;
	return seed !== undefined && lab.experiment ? { ...lab.experiment, seed } : undefined;
}

/** The workbench has the experiment, the mix or the fork that the action asks for. */
export function isSetUp(
	action: Action,
	lab: LabState,
	make: (changes: Changes) => Experiment,
): boolean {
	const { run, experiment, info } = lab;
	if (!experiment) return false;
	const { fork, settings = {} } = action;
	const start = startOf(action, lab, make);
	if (start) return sameStart(experiment, start);
	if (fork) {
		// Where no checkpoint is stored, the fork is a run of its own that switches there.
		const switches = experiment.policy.some(
			({ fromStep, id }) => fromStep > 0 && fromStep === fork.at && id === fork.to,
		);
		const parent = info?.runs.find(({ id }) => id === run?.id)?.parent;
		return switches || parent?.step === fork.at;
	}
	if (action.switch === undefined) return true;
	const mix = run?.policy ?? experiment.policy[0];
	// A setting with its default value is not always written out.
	const isAsked = ([name, value]: [string, Json]) =>
		canonicalJson(mix.settings[name] ?? value) === canonicalJson(value);
	return mix.id === action.switch && Object.entries(settings).every(isAsked);
}

/** Trains to the step and tests there. A run that has ended or come too far begins again. */
async function trainTo(train: number | 'end', lab: LabState, pace: Pace): Promise<void> {
	const { run } = lab;
	if (train === 'end') {
		if (run?.ended) lab.reset();
		return lab.play(pace);
	}
	if (run && !run.ended && run.step === train) return run.evaluate();
	if (run && (run.ended || run.step >= train)) lab.reset();
	await lab.play(paceUntil(train, pace));
}

/** The sample as a file on the visitor's disk. */
export const sampleFile = ({ name, rows }: Sample): File => new File([rows], name);

/** Imports the sample, and adds it to the experiment as a trained skill. */
async function importSample(sample: Sample, lab: LabState): Promise<void> {
	const { client } = lab;
	const file = sampleFile(sample);
	const importId = newId();
	const { mapping } = await client['import.inspect']({ importId, file });
	if (!mapping)
		throw new InputError(
			say('The columns of {name} are not known. Name them prompt and answer.', {
				name: sample.name,
			}),
		);
	const name = sample.name.replace(/\.\w+$/, '');
	const options = { name, role: 'domain', heldOutShare: 0.2, seed: 0, maskPrivate: false } as const;
	const { skillId } = await client['import.start']({ importId, file, mapping, options });
	await lab.refresh({});
	const info = lab.skill(skillId);
	if (!info || lab.experiment?.skills.some(({ id }) => id === skillId)) return;
	const added = { ...toSkillRef(info, 'train'), name };
	lab.configure(({ skills, ...rest }) => ({ ...rest, skills: [...skills, added] }));
}
