/** Handlers of calls about models: import, export, deletion. */
import { wrong } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import { modelCard } from '../model/modelCard.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import { readModelFolder, writeModelFolder } from '#model/folder.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { folderBytes, folderHash, folderName, readFolder } from '../model/modelFolder.ts';

const never = new AbortController().signal;

export function modelHandlers(lab: OpenLab): Omit<HandlersOf<'model'>, 'model.generate'> {
	const { stores, control, models, tasks } = lab;

	/** The run's weights in the layout of its base model, with a model card. */
	async function tunedFolder(runId: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
		const { record, weights } = await control.weights(runId);
		const model = await models.open(record.experiment.model, never);
		const files = writeModelFolder(model, weights);
		const { id, sha256 } = record.experiment.model;
		const base = (await models.list()).find((info) => info.sha256 === sha256);
		const card = modelCard(record, base?.name ?? id, await control.events(runId));
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
		const info: ModelInfo = {
			id: `${source}:${short}`,
			name: named ?? `Model ${short}`,
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
				tasks.report('model.import', { id: 'model.reading', values: { name } }, null);
				const folder = await readFolder(files);
				signal.throwIfAborted();
				return keep('file', name, folder);
			});
		},
		'model.delete': ({ id }) => stores.models.delete(id),
		'model.export': async ({ runId }) =>
			[...(await tunedFolder(runId))].map(([name, bytes]) => ({ name, blob: new Blob([bytes]) })),
		'model.keep': async ({ runId, name }) => {
			if (name.trim() === '') throw wrong('name', sentence`The model has no name: give it one.`);
			return keep('tuned', name.trim(), await tunedFolder(runId));
		},
	};
}
