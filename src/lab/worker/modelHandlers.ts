/** Handlers of calls about models: import, export, generation. */
import { InputError } from '#core/errors.ts';
import { modelCard } from '#lab/run/modelCard.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import { readModelFolder, writeModelFolder } from '#model/folder.ts';
import type { OpenLab } from './openLab.ts';
import type { HandlersOf } from './protocol.ts';
import { folderBytes, folderHash, folderName, readFolder } from './modelFiles.ts';

const never = new AbortController().signal;

export function modelHandlers(lab: OpenLab): HandlersOf<'model'> {
	const { stores, control, models, tasks } = lab;

	/** The run's weights in the layout of its base model, with a model card. */
	async function tunedFolder(runId: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
		const { record, weights } = await control.weights(runId);
		const model = await models.open(record.experiment.model, never);
		const files = writeModelFolder(model, weights);
		const base = (await models.list()).find(
			({ sha256 }) => sha256 === record.experiment.model.sha256,
		);
		const card = modelCard(
			record,
			base?.name ?? record.experiment.model.id,
			await control.events(runId),
		);
		return files.set('README.md', new TextEncoder().encode(card));
	}

	async function keep(
		source: ModelInfo['source'],
		named: string | null,
		files: ReadonlyMap<string, Uint8Array>,
	): Promise<ModelInfo> {
		const { parameterCount: parameters, unread } = readModelFolder(files);
		const sha256 = folderHash(files);
		const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
		const short = sha256.slice(0, 12);
		const name = named ?? `Model ${short}`;
		const info: ModelInfo = {
			id: `${source}:${short}`,
			name,
			source,
			sha256,
			parameters,
			bytes,
			...(unread.length > 0 && { unread }),
		};
		await stores.requireSpace(bytes);
		await stores.models.put(info, files);
		return info;
	}

	return {
		'model.import': async ({ files }) => {
			await stores.requireSpace(folderBytes(files));
			return tasks.run('model.import', async (signal) => {
				const name = folderName(files);
				const values = { name };
				tasks.report('model.import', { id: 'model.reading', values }, null);
				const folder = await readFolder(files);
				signal.throwIfAborted();
				return keep('file', name, folder);
			});
		},
		'model.delete': ({ id }) => stores.models.delete(id),
		'model.export': async ({ runId }) =>
			[...(await tunedFolder(runId))].map(([name, bytes]) => ({ name, blob: new Blob([bytes]) })),
		'model.keep': async ({ runId, name }) => {
			if (name.trim() === '') throw new InputError('The model has no name: give it one.');
			return keep('tuned', name.trim(), await tunedFolder(runId));
		},
		'model.generate': async ({ runId, prompt, model, maxTokens }) => {
			const run = await tasks.run(runId, (signal) => control.forAnswer(runId, signal));
			return run.generate(prompt, model, maxTokens);
		},
	};
}
