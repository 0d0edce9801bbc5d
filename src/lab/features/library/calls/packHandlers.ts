/** Handlers of calls that write and read files with parts of the lab. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { Handlers } from '#lab/worker/ownCalls.ts';
import type { PackCalls } from './libraryCalls.ts';
import { listSkills } from '#lab/worker/skills.ts';
import { readPack, writePack } from '../model/pack.ts';
import { readSkillFile, withFreeName, writeSkillFile } from '../model/skillFile.ts';

const reading = (tasks: OpenLab['tasks'], name: string) => (fraction: number) =>
	tasks.report('pack', { id: 'skill.reading', values: { name } }, fraction);

export const packHandlers = ({ stores, tasks }: OpenLab): Handlers<PackCalls> => ({
	'pack.write': ({ name, ...pack }) =>
		tasks.run('pack', async (signal) => {
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
});
