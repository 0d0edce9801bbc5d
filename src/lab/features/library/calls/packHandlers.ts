/** Handlers of calls that write and read files with parts of the lab. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { anyText, file, id, listOf, object, optional, type Handlers } from '#lab/worker/calls.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { listSkills } from '#lab/worker/skills.ts';
import { readPack, writePack } from '../model/pack.ts';
import { readSkillFile, withFreeName, writeSkillFile } from '../model/skillFile.ts';

const reading = (tasks: OpenLab['tasks'], name: string) => (fraction: number) =>
	tasks.report('pack', { id: 'skill.reading', values: { name } }, fraction);

const namedFile = object({ name: anyText, blob: v.instance(Blob) });

export const packRequests = {
	/** The rows of a skill as one file; read elsewhere, it has the same fingerprint. */
	'skill.export': { id },
	/** Throws InputError that names the line, or if the rows are not those of its hash. */
	'skill.import': { file },

	/** Parts of the lab as one file, with their hashes. `progress` events name it `pack`. */
	'pack.write': {
		name: anyText,
		link: optional(anyText),
		parts: listOf(object({ kind: id, id, name: anyText, files: listOf(namedFile) })),
	},
	/** Checks every entry and stores nothing. Throws InputError that names the entry. */
	'pack.read': { file },
};

export const packHandlers = ({ stores, tasks }: OpenLab) =>
	({
		'pack.write': ({ name, ...pack }) =>
			tasks.run('pack', async (signal): Promise<NamedFile> => {
				const blob = await writePack(pack, reading(tasks, name), signal);
				return { name: `${name}.skillet.zip`, blob };
			}),
		'pack.read': ({ file }) =>
			tasks.run('pack', (signal) => readPack(file, reading(tasks, file.name), signal)),
		'skill.export': async ({ id }) => {
			const source = await stores.skills.source(id);
			if (!source)
				throw new InputError(
					say('The lab no longer has the data “{id}”. Import its file again.', { id }),
				);
			return writeSkillFile(source);
		},
		'skill.import': ({ file }) =>
			tasks.run('pack', async (signal) => {
				await stores.requireSpace(2 * file.size);
				const writer = await stores.skills.write();
				try {
					const read = await readSkillFile(file, writer, signal);
					const info = withFreeName(read, await listSkills(stores));
					await writer.commit(info);
					return info;
				} catch (error) {
					await writer.abort();
					throw error;
				}
			}),
	}) satisfies Handlers<typeof packRequests>;
