/** Handlers of calls about skills and about files that become skills. */
import { InputError } from '#core/errors.ts';
import { nextTask } from '#core/nextTask.ts';
import { importFile, inspectFile } from '#data/importFile.ts';
import type { ImportReport } from '#data/importing.ts';
import type { LabStores } from '#lab/run/stores.ts';
import type { HandlersOf } from './protocol.ts';
import type { LabSession } from './labSession.ts';
import type { Calls } from './protocol.ts';
import { isBuiltin, listSkills, skillRows } from './skillLibrary.ts';

/** Factor for the rows' structure and the database's own overhead. */
const storedBytesPerFileByte = 2;

export const skillHandlers = (session: LabSession): HandlersOf<'skill' | 'import'> => {
	const stores = async () => (await session.opened()).stores;
	return {
		'skill.list': async () => listSkills(await stores()),
		'skill.rows': async (request) => skillRows(await stores(), request),
		'skill.remove': async ({ id }) => {
			if (isBuiltin(id))
				throw new InputError(
					`“${id}” is built in and takes no space: leave it out of the experiment instead.`,
					{ id },
				);
			await (await stores()).skills.remove(id);
		},
		'skill.restore': async ({ id }) => (await stores()).skills.restore(id),
		'import.inspect': ({ file, mapping }) => inspectFile(file, mapping),
		'import.start': async (request) => {
			const open = await stores();
			const { importId, file } = request;
			return session.tasks.run(importId, (signal) =>
				importSkill(request, open, signal, (fraction) =>
					session.progress.report(importId, `Importing ${file.name}`, fraction),
				),
			);
		},
	};
};

/** Stores all rows or none: deletes what was written after a failure or cancellation. */
async function importSkill(
	{ file, mapping, options }: Calls['import.start']['request'],
	stores: LabStores,
	signal: AbortSignal,
	onProgress: (fraction: number) => void,
): Promise<ImportReport> {
	await stores.requireSpace(file.size * storedBytesPerFileByte);
	onProgress(0);
	const writer = await stores.skills.write();
	try {
		const sink: typeof writer.append = async (part, examples) => {
			// Gives the call that cancels the import a chance to run.
			await nextTask();
			await writer.append(part, examples);
		};
		const request = { file, mapping, options, sink: { append: sink }, signal, onProgress };
		const { info, report } = await importFile(request);
		signal.throwIfAborted();
		await writer.commit(info);
		return report;
	} catch (error) {
		await writer.abort();
		throw error;
	}
}
