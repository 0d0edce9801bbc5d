/** English sentences of the messages in a run's events, and of the progress of long tasks. */
import { inLanguage } from '#engine/core/language.ts';
import { plural, statementText, type Catalogue, type Statement } from '#engine/core/message.ts';
import { policyEnglish } from '#mixing/words.en.ts';
import type { RunMessages } from './messages.ts';

export const runEnglish: Catalogue<RunMessages> = {
	...policyEnglish,

	'precision.single': () =>
		'Mixed precision needs WebGPU. ' +
		'On this device the run is in single precision: its curve differs a little.',
	'precision.adapter': () => 'An adapter is trained in single precision.',
	'activations.recomputed': () =>
		'There is too little memory to keep activations for the backward pass: ' +
		'they are computed again. The numbers are the same, and each step takes longer.',
	'operations.tfjs': ({ names }) =>
		`The lab has no kernels for ${names.join(', ')}. TensorFlow.js computes them: ` +
		'the results hold, and each step takes longer.',
	'run.evaluating': () => 'Evaluating',
	'run.sampling': () => 'Writing samples',

	'rows.cut': ({ context, skills }) => {
		const counts = skills.map(
			({ name, cut, rows }) => `${cut} of ${plural(rows, 'row')} of ${name}`,
		);
		return (
			`Longer than the context of ${context} tokens: ${counts.join(', ')}. ` +
			'They are cut, prompts from the left, text and answers at the end. ' +
			'Raise the context under Settings, as far as the model reads, to train on them whole.'
		);
	},
	'rows.rejected': ({ skills }) => {
		const counts = skills.map(
			({ name, rejected, rows, why }) =>
				`${rejected} of ${plural(rows, 'row')} of ${name} (${runText(why)})`,
		);
		return `Left out, because they do not fit the model’s chat template: ${counts.join('; ')}.`;
	},
	'backend.changed': ({ before, now }) =>
		`This run began on ${before} and continues on ${now}: its curve may differ in the last digits.`,
	'run.reopened': ({ step }) => `This run had failed, and was opened again at step ${step}.`,

	'run.diverged': ({ cause, step, kept, learningRate, suggested }) =>
		`${runText(cause)} The run stopped at step ${step}. ${keptText(kept)} ` +
		`Start again with a learning rate of ${suggested} instead of ${learningRate}.`,
	'run.broke': ({ cause, step, kept }) =>
		`The run stopped after step ${step}: ${runText(cause)} ${keptText(kept)} ` +
		(kept === null ? 'Start a new run.' : 'Open the run again to continue.'),

	'model.reading': ({ name }) => `Reading ${name ?? 'the model'}`,
	'model.fetching': ({ name }) => `Fetching ${name}`,
	'model.finding': ({ name }) => `Looking for ${name}`,
	'model.waiting': ({ name, why, seconds }) => {
		const whys = { asked: 'the hub asks to wait', broken: 'no connection', failed: 'hub error' };
		const next = seconds === 0 ? 'trying again now' : `next try in ${seconds} s`;
		return `Fetching ${name}: ${whys[why]}; ${next}`;
	},
	'skill.reading': ({ name }) => `Reading ${name}`,
	'device.opening': () => 'Opening the device',
	'device.measuring': () => 'Measuring the GPU',
	'device.testing': () => 'Testing the GPU',
	'device.timing': ({ model }) => `Measuring steps of ${model}`,
	'selfTest.kernel': ({ kernel, error }) =>
		`The operation ${kernel} computes wrong numbers: ${error}.`,
	'selfTest.steps': ({ step, gpu, processor }) =>
		`The loss of training step ${step} is ${gpu} instead of ${processor}.`,
	'selfTest.error': ({ cause }) => `The self-test ended with an error: ${cause}`,
	'selfTest.hang': ({ seconds }) => `The GPU did not answer within ${seconds} seconds.`,
	'selfTest.compiling': ({ seconds }) =>
		`The compiler of the GPU’s driver did not finish within ${seconds} seconds.`,
	'device.recovering': ({ reason, step }) =>
		`The GPU was lost (${reason}). Training resumes from step ${step}.`,
	'device.lost': ({ reason }) =>
		`The GPU was lost (${reason}). It is opened again when it is needed: ` +
		'a run that trains resumes by itself, from its last checkpoint.',
};

const keptText = (step: number | null) =>
	step === null
		? 'Nothing of this run is kept: its data was deleted, by another tab or by the browser.'
		: `Everything up to step ${step} is kept.`;

/** The text of a run's words. Also takes the plain text of runs that an earlier version stored. */
export const runText = (statement: Statement): string => statementText(sentences, statement);

const sentences = inLanguage('run', runEnglish);

/** Whether the words can be shown: values from a file can be of any type. */
export function isReadable(statement: Statement): boolean {
	try {
		return runText(statement) !== '';
	} catch {
		return false;
	}
}

/** The page's access to the words of the floors below. */
export { explanationText } from '#mixing/explanationText.ts';
