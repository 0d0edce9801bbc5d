/** Handlers of calls about models: import, export, deletion. */
import { InputError, OutOfMemoryError, StorageError, fieldError } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { defaultAdapter } from '#engine/model/adapterSettings.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { heldBytes, predictMemory } from '#engine/training/memory.ts';
import type { TrainingSettings } from '#engine/training/settings.ts';
import { encodeLink } from '#lab/run/link.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { prepareRun } from '#lab/run/prepareRun.ts';
import { rowQuestion } from '#lab/run/rowQuestion.ts';
import { chooseBase, writeHtml, type PagePrompt } from '../model/htmlFile.ts';
import { modelCard, type CardBase } from '../model/modelCard.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import { mergedWeights, requireTargets, writeAdapterFolder } from '#engine/model/adapters.ts';
import { weightReader, writeModelFolder } from '#engine/model/folder.ts';
import { writeGguf } from '#engine/model/gguf.ts';
import { looksAhead } from '#lab/training/probes.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import {
	anyText,
	data,
	files,
	flag,
	id,
	oneOf,
	optional,
	type Handlers,
	type RequestOf,
} from '#lab/worker/calls.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { listSkills, readRows } from '#lab/worker/skills.ts';
import { rowLengths } from './rowLengths.ts';
import { takeModel, type TakenModel } from '../model/intake/takeModel.ts';
import { ggufName, ggufSource } from '../model/ggufSource.ts';
import { storedBytes, workBytes } from '../model/intake/modelSource.ts';
import {
	adapterBeside,
	folderName,
	pickedSource,
	readAdapterFolder,
} from '../model/modelFolder.ts';

const never = new AbortController().signal;

/** Bytes on the device by what is trained. null: more than it has. */
export interface MemoryByTrained {
	readonly all: number | null;
	readonly adapter: number | null;
	/** The adapter beside weights in 4 bits. Present if the one of `adapter` does not fit. */
	readonly fourBits?: number | null;
	/** Tokens that the model writes in each evaluation, at most. Absent: none. */
	readonly answerTokens?: number;
}

const tuned = {
	runId: id,
	/** The page's address, for the link in the model card. */
	page: anyText,
	/** The weights of the run's best checkpoint instead of its last step. */
	best: optional(flag),
};
const tunedForm = {
	...tuned,
	/** model: all weights, with an adapter merged into them. F16, Q8_0: the same as a GGUF file. */
	form: oneOf(['model', 'adapter', 'F16', 'Q8_0']),
};
export type TunedRequest = RequestOf<typeof tunedForm>;
const experiment = data<Experiment>();

export const modelRequests = {
	/**
	 * Config, tokenizer and weights of a folder in Hugging Face layout. `name`: in place of the
	 * folder's.
	 */
	'model.import': { files, name: optional(anyText) },
	/** The stored files of a model or an adapter. */
	'model.files': { id },
	'model.delete': { id },
	/**
	 * Lengths of the trained skills' rows in tokens of the experiment's model. `task.cancel` with
	 * `model.rowLengths` ends it.
	 */
	'model.rowLengths': { experiment },
	'model.memory': { experiment },
	/** The run's weights at its last step, in Hugging Face layout, or its adapter as in peft. */
	'model.export': tunedForm,
	/** The run's weights in a single HTML file. `shell`: the site's takeaway.html. */
	'model.page': { ...tuned, shell: anyText },
	/** Stores the run's weights as a new model. */
	'model.keep': { ...tuned, name: anyText },
};

export function modelHandlers(lab: OpenLab) {
	const { stores, control, models, tasks, runJob } = lab;

	/** The run's base model and weights, after its last step or at its best checkpoint. */
	async function openTuned({ runId, page, best }: Pick<TunedRequest, 'runId' | 'page' | 'best'>) {
		const { record, weights } = await (best ? control.bestWeights(runId) : control.weights(runId));
		const { adapter, model: ref } = record.experiment;
		const model = await models.open(ref, never);
		const known = (await models.list()).find(({ sha256 }) => sha256 === ref.sha256);
		const base = toBase(known ?? { name: ref.id, ...ref.about });
		const read = adapter
			? mergedWeights(model, weights, adapter)
			: weightReader({ specs: model.specs, weights });
		const link = `${page}#${encodeLink(record.experiment)}`;
		return { record, weights, model, base, read, link };
	}

	/** The run's weights in the layout of its base model, or its adapter, with a card. */
	async function tunedFiles({
		form = 'model',
		...request
	}: Omit<TunedRequest, 'form'> & Partial<TunedRequest>): Promise<File[]> {
		const { record, weights, model, base, read, link } = await openTuned(request);
		const { runId, best } = request;
		const { adapter } = record.experiment;
		const events = await control.events(runId);
		const upTo = events.filter(({ step }) => !best || step <= record.step);
		const content = form === 'adapter' || form === 'model' ? form : 'gguf';
		const card = modelCard(record, upTo, { best, base, form: content, link });
		if (form === 'adapter') {
			if (!adapter)
				throw fieldError(
					'form',
					say('this run trains all weights and has no adapter. Save the model.'),
				);
			const named = { path: base.hub?.id ?? base.name, revision: base.hub?.commit };
			return toFiles(await writeAdapterFolder(model, adapter, weights, named), card);
		}
		const folder = await writeModelFolder(model, read);
		if (form === 'model') return toFiles(folder, card);
		return toFiles(await writeGguf(folder, `${base.name}-tuned`, form), card);
	}

	/** The single HTML file. */
	async function tunedPage({
		shell,
		...request
	}: RequestOf<(typeof modelRequests)['model.page']>): Promise<Blob> {
		const { record, model, base, read, link } = await openTuned(request);
		const name = `${base.name}-tuned`;
		const packed = chooseBase(model, name);
		const { skills } = record.experiment;
		// A skill can have been deleted since.
		const here = new Set((await listSkills(stores)).map(({ id }) => id));
		const examples = [];
		for (const skill of skills.filter(({ id }) => here.has(id))) {
			const { id, version } = skill;
			const rows = await readRows(stores, { id, version, part: 'heldOut', from: 0, count: 2 });
			const questions = rows.map((row): PagePrompt => {
				const { answer, ...question } = rowQuestion(row);
				return { ...question, form: answer === null ? 'text' : 'question' };
			});
			// Rows can ask the same.
			const distinct = new Map(questions.map((each) => [canonicalJson(each), each]));
			examples.push({ skill: skill.name, questions: [...distinct.values()] });
		}
		const trained = skills.filter(({ use }) => use === 'train').map((skill) => skill.name);
		const facts = { baseName: base.name, step: record.step, skills: trained, link };
		return writeHtml(shell, { name, ...facts, examples }, model, read, packed);
	}

	/** Stores a folder or a GGUF file as a model. Nothing of it stays after a failure. */
	async function take(
		kind: 'file' | 'tuned',
		folder: string | null,
		files: readonly File[],
		signal: AbortSignal,
	): Promise<ModelInfo> {
		const label = (name: string | null) => ({ id: 'model.reading', values: { name } }) as const;
		tasks.report('model.import', label(folder ?? ggufName(files)), null);
		const gguf = await ggufSource(files, runJob, signal);
		const source = gguf?.source ?? pickedSource(files);
		const name = gguf?.name ?? folder;
		const bytes = source.files.reduce((sum, file) => sum + storedBytes(file), 0);
		const work = source.files.reduce((sum, file) => sum + workBytes(file), 0);
		await stores.requireSpace(bytes);
		const onProgress = (done: number) =>
			tasks.report('model.import', label(name), work > 0 ? done / work : null);
		const file = source.files.find(({ packed }) => packed);
		const packed = file?.packed && { weights: file.packed, bytes: file.bytes };
		const draft = await stores.models.draft(name ?? 'of these files', bytes, undefined, packed);
		try {
			const taken = await takeModel({ source, draft, signal, onProgress, runJob });
			signal.throwIfAborted();
			const unused = gguf ? [] : adapterBeside(files);
			const info = {
				...modelInfo(kind, name, taken),
				...(gguf && kind === 'file' && { file: await gguf.identity(signal) }),
				...(unused.length > 0 && { unused }),
			};
			await draft.commit(info);
			return info;
		} catch (error) {
			// The next start deletes what cannot be deleted now.
			await draft.drop().catch(() => undefined);
			throw gguf && error instanceof InputError ? inGguf(gguf.file, error) : error;
		}
	}

	return {
		'model.import': ({ files, name }) =>
			tasks.run('model.import', async (signal) => {
				const opened = await readAdapterFolder(files);
				signal.throwIfAborted();
				if (opened) {
					const info = { ...opened.info, ...(name !== undefined && { name }) };
					await stores.requireSpace(info.bytes);
					await stores.models.put(info, opened.files);
					return info;
				}
				return take('file', name ?? folderName(files), files, signal);
			}),
		'model.rowLengths': ({ experiment }) =>
			tasks.run('model.rowLengths', (signal) =>
				rowLengths(parseExperiment(experiment), lab, signal),
			),
		'model.memory': ({ experiment }) => predictedMemory(parseExperiment(experiment), lab),
		'model.files': async ({ id }) => {
			const folder = await stores.models.open(id);
			if (!folder)
				throw new StorageError(
					say('The model “{name}” was deleted while it was being read. Try again.', { name: id }),
				);
			const files: NamedFile[] = [];
			for (const { name } of folder.files) {
				const pieces: BlobPart[] = [];
				for await (const piece of folder.pieces(name))
					pieces.push(new Blob([piece as Uint8Array<ArrayBuffer>]));
				files.push({ name, blob: new Blob(pieces) });
			}
			return files;
		},
		'model.delete': ({ id }) => stores.models.delete(id),
		'model.export': async (request) =>
			(await tunedFiles(request)).map((blob) => ({ name: blob.name, blob })),
		'model.page': async (request) => ({
			name: `skillet-${request.runId.slice(0, 8)}.html`,
			blob: await tunedPage(request),
		}),
		'model.keep': async ({ name, ...request }) => {
			if (name.trim() === '') throw fieldError('name', say('The model has no name: give it one.'));
			return tasks.run('model.import', async (signal) =>
				take('tuned', name.trim(), await tunedFiles(request), signal),
			);
		},
	} satisfies Handlers<typeof modelRequests>;
}

const toFiles = (folder: Map<string, string | Blob>, card: string): File[] =>
	Array.from(folder.set('README.md', card), ([name, part]) => new File([part], name));

/** An address on a hub ends with `owner/name@commit`. */
function toBase({ name, file, origin }: Pick<ModelInfo, 'name' | 'file' | 'origin'>): CardBase {
	const [, id, commit] = /([^/@]+\/[^/@]+)@(.+)$/.exec(origin ?? '') ?? [];
	return { name, file, ...(id !== undefined && { hub: { id, commit } }) };
}

/** Names the file that the visitor has: the error names a file of the folder that the lab makes. */
const inGguf = (file: string, cause: InputError): InputError =>
	new InputError(say('{name}: {what}', { name: file, what: cause.statement }));

/** A model without a name gets the start of its hash. */
export function modelInfo(
	source: ModelInfo['source'],
	name: string | null,
	{ sha256, parameters, bytes, unread, context }: TakenModel,
): ModelInfo {
	const short = sha256.slice(0, 12);
	return {
		id: `${source}:${short}`,
		name: name ?? `Model ${short}`,
		source,
		sha256,
		parameters,
		bytes,
		context,
		...(unread.length > 0 && { unread }),
	};
}

/** The model without its weights, and the skills. Throws InputError if the lab lacks a part. */
async function prepareShapes(experiment: Experiment, { models, sources }: OpenLab) {
	const withoutWeights = {
		...sources,
		openModel: async (ref: Experiment['model']) => {
			const head = await models.head(ref, never);
			const specs = tensorSpecs(head.architecture, head.config);
			return { ...head, specs, weights: new Float32Array(), parameterCount: 0, unread: [] };
		},
	};
	return prepareRun(experiment, withoutWeights, { progress: () => undefined }, never);
}

/**
 * The memory of an experiment with all weights trained, and with an adapter. Throws InputError if
 * the lab lacks a part of the experiment, or the adapter does not fit.
 */
async function predictedMemory(experiment: Experiment, lab: OpenLab): Promise<MemoryByTrained> {
	const { model, skills } = await prepareShapes(experiment, lab);
	if (experiment.adapter) requireTargets(model, experiment.adapter);
	const { compute } = await lab.device.current();
	const ahead = looksAhead(experiment);
	let answerTokens = 0;
	const predict = async (settings: TrainingSettings): Promise<number | null> => {
		try {
			const predicted = await predictMemory(compute, model, skills, settings, ahead);
			answerTokens = predicted.answerTokens;
			return heldBytes(predicted.use) + predicted.host;
		} catch (error) {
			if (error instanceof OutOfMemoryError) return null;
			throw error;
		}
	};
	const { adapter = defaultAdapter, ...others } = experiment;
	const [all, withAdapter] = [await predict(others), await predict({ ...others, adapter })];
	const found = { all, adapter: withAdapter, ...(answerTokens > 0 && { answerTokens }) };
	if (found.adapter !== null || adapter.dora || adapter.base === 'nf4') return found;
	const smallest = { ...adapter, base: 'nf4' as const };
	return { ...found, fourBits: await predict({ ...others, adapter: smallest }) };
}
