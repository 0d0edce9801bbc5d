/** All skills of the lab, built-in and stored ones, and the handlers of their calls. */
import { InputError } from '#core/errors.ts';
import { nextTask } from '#core/nextTask.ts';
import { builtinSkill, builtinSkills, builtinSource } from '#data/builtinSkills.ts';
import type { Example } from '#data/example.ts';
import { importFile, inspectFile } from '#data/importFile.ts';
import type { ImportReport } from '#data/importing.ts';
import type { SkillInfo, SkillSource } from '#data/skill.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import type { LabStores } from '#lab/run/stores.ts';
import type { OpenLab } from './openLab.ts';
import type { Calls, HandlersOf } from './protocol.ts';

/** Factor for the rows' structure and the database's own overhead. */
const storedBytesPerFileByte = 2;

export const skillHandlers = ({ stores, tasks }: OpenLab): HandlersOf<'skill' | 'import'> => ({
	'skill.list': () => listSkills(stores),
	async 'skill.rows'({ id, part, from, count, noise }) {
		if (!isBuiltin(id)) return stores.skills.rows(id, part, from, count);
		const rows: Example[] = [];
		for await (const chunk of builtinSource(id, noise).read(part))
			for (const row of chunk) rows.push(row);
		return rows.slice(from, from + count);
	},
	async 'skill.remove'({ id }) {
		if (isBuiltin(id))
			throw new InputError(
				`“${id}” is built in and takes no space: leave it out of the experiment instead.`,
				{ id },
			);
		await stores.skills.remove(id);
	},
	'skill.restore': ({ id }) => stores.skills.restore(id),
	'import.inspect': ({ file, mapping }) => inspectFile(file, mapping),
	'import.start': (request) => {
		const { importId, file } = request;
		const label = `Importing ${file.name}`;
		return tasks.run(importId, (signal) =>
			importSkill(request, stores, signal, (fraction) => tasks.report(importId, label, fraction)),
		);
	},
});

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

const isBuiltin = (id: string): boolean => builtinSkills.some((skill) => skill.id === id);

export async function listSkills({ skills }: LabStores): Promise<SkillInfo[]> {
	return [...builtinInfos(), ...(await skills.list())];
}

let infos: readonly SkillInfo[] | undefined;
/** Generated once, for their counts and hashes. */
export const builtinInfos = (): readonly SkillInfo[] =>
	(infos ??= builtinSkills.map(({ id }) => builtinSource(id).info));

/** undefined: the lab has no skill with this id and version. The hash may differ. */
export async function openSkill(
	{ id, version, noise }: SkillRef,
	{ skills }: LabStores,
): Promise<SkillSource | undefined> {
	if (!isBuiltin(id)) return skills.source(id);
	return builtinSkill(id).version === version ? builtinSource(id, noise) : undefined;
}
