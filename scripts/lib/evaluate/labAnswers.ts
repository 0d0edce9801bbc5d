/** Trains models in a headless browser and collects the answers of the base and tuned models. */
import { InputError } from '#engine/core/errors.ts';
import { asMessage, statementText } from '#engine/core/message.ts';
import { setFile } from '#lab/features/questions/model/set.ts';
import type { AnswerSet, QuestionSet } from '#lab/features/questions/model/types.ts';
import { decodeLink } from '#lab/run/link.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { openSite } from '../bench/site.ts';
import { importModel } from '../bench/skills.ts';
import type { HeadlessLab } from '../headlessRun.ts';
import { Progress } from '../runReport.ts';
import { createTerminal } from '../terminal.ts';
import type { EvaluateOptions } from './options.ts';

/** Without `link`, the model of the folder answers untrained. */
type LabQuestions = Pick<EvaluateOptions, 'link' | 'modelFolder' | 'seeds'> & {
	readonly questions: QuestionSet;
};

/**
 * Answers of the base model, then, with a link, of one run per seed. Throws errors of the page or
 * of a run.
 */
export async function labAnswers(
	request: LabQuestions,
	log: (line: string) => void,
): Promise<AnswerSet[]> {
	const { link, modelFolder } = request;
	const linked = link === undefined || link === 'default' ? null : decodeLink(link);
	const site = await openSite(log);
	try {
		const lab = await site.open();
		try {
			const named = linked ?? lab.info.defaultExperiment;
			const model =
				modelFolder === undefined ? named.model : await importModel(lab.page, modelFolder);
			const experiment = { ...named, model };
			const { name, text } = setFile(request.questions);
			if (link === undefined) {
				const runId = await createRun(lab, experiment);
				return await collectAnswers(lab, { runId, name, text, models: ['base'] });
			}
			const sets: AnswerSet[] = [];
			for (let i = 0; i < request.seeds; i++) {
				const seeded = { ...experiment, seed: experiment.seed + i };
				const runId = await train(lab, seeded);
				// The base model answers greedily, so its answers do not depend on the seed.
				const models = i === 0 ? (['base', 'tuned'] as const) : (['tuned'] as const);
				sets.push(...(await collectAnswers(lab, { runId, name, text, models })));
				log(`Seed ${seeded.seed}: answered.`);
			}
			return sets;
		} finally {
			await lab.close();
		}
	} finally {
		await site.close();
	}
}

/** A run that is not trained: its base model answers. */
async function createRun({ page }: HeadlessLab, experiment: Experiment): Promise<string> {
	const runId = crypto.randomUUID();
	await page.evaluate(
		async ({ json, id }) => {
			const request = { runId: id, experiment: JSON.parse(json) as Experiment };
			await window.skillet!.client['run.create'](request);
		},
		{ json: JSON.stringify(experiment), id: runId },
	);
	return runId;
}

/** Returns the run's id. The run stays in the page's database. Throws InputError if it fails. */
async function train(lab: HeadlessLab, experiment: Experiment): Promise<string> {
	const terminal = createTerminal();
	const progress = new Progress(experiment);
	const { seed } = experiment;
	const runId = crypto.randomUUID();
	const events = await lab.run(
		experiment,
		(report) => {
			progress.add(report.events);
			terminal.live(`seed ${seed} · ${report.progress?.label ?? progress.line}`);
		},
		runId,
	);
	const failed = events.find((event) => event.type === 'failed');
	if (failed)
		throw new InputError(
			asMessage(`The run of seed ${seed} failed: ${statementText(failed.message)}`),
		);
	terminal.line(`Seed ${seed} on ${lab.info.device.name}: ${progress.line}`);
	return runId;
}

/** Answers of the run's models to the questions. */
async function collectAnswers(
	{ page }: HeadlessLab,
	request: {
		readonly runId: string;
		readonly name: string;
		readonly text: string;
		readonly models: readonly ('base' | 'tuned')[];
	},
): Promise<AnswerSet[]> {
	return page.evaluate(async ({ runId, name, text, models }) => {
		const { client } = window.skillet!;
		const { sha256 } = await client['question.import']({ file: new File([text], name) });
		const made = await client['answer.make']({
			task: crypto.randomUUID(),
			questions: sha256,
			runId,
			models,
		});
		return Promise.all(made.map(async ({ id }) => (await client['answer.open']({ id })).set));
	}, request);
}
