/** Does the action of a step for the visitor, by the same calls as the page's own buttons. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { newId } from '#engine/core/secureContext.ts';
import { toSkillRef, type Experiment } from '#lab/run/experiment.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import type { Action, Changes } from '../model/lesson.ts';

type Sample = NonNullable<Action['import']>;

/** `make` applies an action's changes to the default experiment. */
export async function perform(
	action: Action,
	lab: LabState,
	view: Pick<ViewState, 'place'>,
	make: (changes: Changes) => Experiment,
): Promise<void> {
	const { experiment, seed, fork, train, open, settings = {} } = action;
	if (action.import) await importSample(action.import, lab);
	if (experiment && lab.info) lab.put(make(experiment));
	if (seed !== undefined && lab.experiment) lab.put({ ...lab.experiment, seed });
	if (action.switch !== undefined) await lab.switchPolicy(action.switch, settings);
	if (fork) await lab.fork(fork.at, fork.to === undefined ? undefined : { id: fork.to, settings });
	if (train !== undefined) await trainTo(train, lab);
	if (open !== undefined) view.place = open;
}

/** A run that was stopped or has failed cannot go on: it begins again. */
async function trainTo(train: number | 'end', lab: LabState): Promise<void> {
	if (train !== 'end' && (lab.run?.step ?? 0) >= train) return;
	if (lab.run?.ended && lab.run.status.kind !== 'finished') lab.reset();
	await lab.play(train === 'end' ? { kind: 'full' } : { kind: 'until', step: train });
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
