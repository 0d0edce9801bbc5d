/** Handlers of the calls that import, remove and restore skills. */
import { InputError, isAbort } from '#engine/core/errors.ts';
import { between, checkedBy } from '#engine/core/fields.ts';
import { isOfTexts, measureSource } from '#engine/core/measureKinds.ts';
import { AnswerReview, measureSchema, openMeasure, type Measure } from '#engine/core/measures.ts';
import { say } from '#engine/core/message.ts';
import { firstAnswer, isQuestion, type Example } from '#engine/data/example.ts';
import type { SkillSource } from '#engine/data/skill.ts';
import { shownExample } from '#engine/data/shownExample.ts';
import { readModelHead } from '#engine/model/folder.ts';
import { templateFields, type TemplateField } from '#engine/model/ignoredFields.ts';
import type { WrittenTokens } from '#engine/data/encode.ts';
import type { RowMapping } from '#engine/data/importRecipe.ts';
import type { LabStores } from '#lab/run/stores.ts';
import { modelReading, tokenizerUse, type ModelReading } from '#lab/worker/modelJobs.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { count, data, file, flag, id, optional, type Handlers } from '#lab/worker/calls.ts';
import { isBuiltin, listSkills, readRows, rowsRequest } from '#lab/worker/skills.ts';
import { findOverlaps } from '../model/overlap.ts';
import type { ImportOptions, ImportReport } from '../model/importFile.ts';
// Its jobs have types in each program that has this file.
import type {} from './importJobs.ts';

/** Factor for the rows' structure and the database's own overhead. */
const storedBytesPerFileByte = 2;

const never = new AbortController().signal;

export interface ImportResult extends ImportReport {
	/** Rows with a field that the chat template of `model` does not write. */
	readonly ignored: readonly { readonly field: TemplateField; readonly rows: number }[];
	/** Special tokens of `model` in texts and prompts. */
	readonly written: WrittenTokens | null;
}

export const importRequests = {
	/** Reads the head of a file. `task.cancel` with the importId ends it, and the import too. */
	'import.inspect': {
		importId: id,
		file,
		mapping: optional(data<RowMapping>()),
		heldOutShare: optional(between(0, 1)),
		seed: optional(count),
		maskPrivate: optional(flag),
	},
	/** Reads the whole file. Sends `progress` events with task = importId. */
	'import.start': {
		importId: id,
		file,
		mapping: data<RowMapping>(),
		options: data<ImportOptions>(),
		/** SHA-256 of the model that will train: the report says what it does not read. */
		model: optional(id),
	},
	/** Rows as the model with this hash reads them, cut to `context` tokens. */
	'skill.seen': { ...rowsRequest, sha256: id, context: count },
	/** What the first training answers of a skill are like. */
	'skill.answers': { id },
	/** Changes what counts as right in an imported skill; its rows and their hash stay. */
	'skill.measure': { id, measure: data<Measure>() },
	'skill.remove': { id },
	'skill.restore': { id },
};

export function importHandlers(lab: OpenLab) {
	const { stores, tasks, models, runJob } = lab;
	/** null if the model cannot be had now: a file of data does not need it. */
	async function readBy(
		sha256: string,
		rows: readonly Example[],
		signal: AbortSignal,
	): Promise<ModelReading | null> {
		const model = { id: sha256, sha256 };
		try {
			const files = await models.textFiles(model, signal);
			if (await models.isShipped(model, signal))
				return modelReading(readModelHead(files).tokenizer, rows);
			return await runJob('model.reading', { files, rows }, { ...tokenizerUse(files), signal });
		} catch (error) {
			if (isAbort(error)) throw error;
			return null;
		}
	}
	return {
		'import.inspect': ({ importId, ...request }) =>
			tasks.run(importId, (signal) =>
				runJob('import.inspect', request, { file: request.file.name, signal }),
			),
		/** Stores all rows or none: deletes what was written after a failure or cancellation. */
		'import.start': ({ importId, file, mapping, options, model }) =>
			tasks.run(importId, async (signal): Promise<ImportResult> => {
				const label = { id: 'skill.reading', values: { name: file.name } } as const;
				const onProgress = (fraction: number) => tasks.report(importId, label, fraction);
				await stores.requireSpace(file.size * storedBytesPerFileByte);
				onProgress(0);
				const writer = await stores.skills.write();
				const tagged: Example[] = [];
				try {
					const request = { file, mapping, options, skills: await listSkills(stores) };
					const { info, report } = await runJob('import.read', request, {
						file: file.name,
						signal,
						onProgress,
						answer({ part, examples }) {
							for (const example of examples)
								if (tagged.length < taggedRows && isTagged(example)) tagged.push(example);
							return writer.append(part, examples);
						},
					});
					signal.throwIfAborted();
					const fields = templateFields.filter((field) => report.fields[field] > 0);
					const isAsked = fields.length > 0 || tagged.length > 0;
					const reading =
						model !== undefined && isAsked ? await readBy(model, tagged, signal) : null;
					await writer.commit(info);
					const ignored = fields.filter((field) => reading?.ignored.includes(field));
					return {
						...report,
						overlaps: await overlapsOf(info.id, stores, signal),
						ignored: ignored.map((field) => ({ field, rows: report.fields[field] })),
						written: reading?.written ?? null,
					};
				} catch (error) {
					await writer.abort();
					throw error;
				}
			}),
		async 'skill.seen'({ id, part, from, count, sha256, context }) {
			const rows = await readRows(stores, { id, part, from, count });
			const model = { id: sha256, sha256 };
			const files = await models.textFiles(model, never);
			if (!(await models.isShipped(model, never)))
				return runJob(
					'skill.seen',
					{ files, rows, context },
					{ ...tokenizerUse(files), signal: never },
				);
			const { tokenizer } = readModelHead(files);
			return rows.map((example) => shownExample(example, tokenizer, context));
		},
		async 'skill.answers'({ id }) {
			const review = new AnswerReview();
			const request = { id, part: 'train', from: 0, count: reviewedRows } as const;
			for (const example of await readRows(stores, request))
				if (isQuestion(example)) review.add(firstAnswer(example));
			return review.facts();
		},
		async 'skill.measure'({ id, measure }) {
			const { info } = await requireSkill(id, stores);
			const checked = checkedBy(measureSchema, measure, 'measure');
			if (isOfTexts(checked) || isOfTexts(info.measure))
				throw new InputError(
					say(
						'The measure {kind} does not suit “{name}”: plain text and answers have measures of their own. Choose another.',
						{ name: info.name, kind: checked.kind },
					),
				);
			// Names the fault of a pattern.
			if (measureSource(checked) === 'generated') await openMeasure(checked);
			await stores.skills.measure(id, checked);
		},
		async 'skill.remove'({ id }) {
			if (isBuiltin(id))
				throw new InputError(
					say('“{id}” is built in and takes no space: leave it out of the experiment instead.', {
						id,
					}),
				);
			await stores.skills.remove(id);
		},
		'skill.restore': ({ id }) => stores.skills.restore(id),
	} satisfies Handlers<typeof importRequests>;
}

/** Whether the row may have names of special tokens. Reading a model's tokenizer takes seconds. */
const isTagged = ({ messages }: Example): boolean =>
	messages.some(({ content }) => /<[^\s<>]+>|\[[^\s[\]]+\]/.test(content));

/** Rows that tell how the model reads such names. */
const taggedRows = 20;

/** Rows that tell what a skill's answers are like. */
const reviewedRows = 1000;

async function requireSkill(id: string, { skills }: LabStores): Promise<SkillSource> {
	const source = await skills.source(id);
	if (!source)
		throw new InputError(
			say('The lab no longer has the data “{id}”. Import its file again.', { id }),
		);
	return source;
}

/** With each other imported skill. */
async function overlapsOf(id: string, stores: LabStores, signal: AbortSignal) {
	const others = (await stores.skills.list()).filter((other) => other.id !== id);
	const sources = await Promise.all(others.map((other) => requireSkill(other.id, stores)));
	return findOverlaps(await requireSkill(id, stores), sources, signal);
}
