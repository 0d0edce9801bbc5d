/** The file skills of studies, imported from a folder of the caller: their data are not shipped. */
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { InputError } from '../../src/engine/core/errors.ts';
import { asMessage } from '../../src/engine/core/message.ts';
import type { Example } from '../../src/engine/data/example.ts';
import { byPart, type Part, type SkillSource } from '../../src/engine/data/skill.ts';
import { importFile } from '../../src/lab/features/library/model/importFile.ts';
import type { SkillRef } from '../../src/lab/run/experiment.ts';
import { filesIn } from '../../scripts/lib/filesIn.ts';

/**
 * Skills by id. A file is found by its content: its import with the skill's settings has the
 * skill's hash. Throws InputError if there is none.
 */
export async function folderSkills(
	refs: readonly SkillRef[],
	folder: string | undefined,
): Promise<ReadonlyMap<string, SkillSource>> {
	const found = new Map<string, SkillSource>();
	for (const ref of refs) {
		if (!ref.recipe || found.has(ref.id)) continue;
		const source = folder === undefined ? null : await findSource(ref, folder);
		if (!source)
			throw new InputError(
				asMessage(
					`No file ${folder === undefined ? 'is named' : `in ${folder}`} that gives the skill ` +
						`"${ref.name}" (SHA-256 ${ref.sha256.slice(0, 12)}…). Name its folder with --data.`,
				),
				{ skill: ref.id },
			);
		found.set(ref.id, source);
	}
	return found;
}

async function findSource(ref: SkillRef, folder: string): Promise<SkillSource | null> {
	for (const file of filesIn(folder)) {
		const source = await importSource(file, ref);
		if (source?.info.fingerprint === ref.sha256) return source;
	}
	return null;
}

/** null: the settings do not fit the file. */
export async function importSource(
	file: string,
	{ name, use, recipe }: Pick<SkillRef, 'name' | 'use' | 'recipe'>,
): Promise<SkillSource | null> {
	const { mapping, ...settings } = recipe!;
	const examples = byPart((): Example[] => []);
	const blob = await openAsBlob(file);
	try {
		const { info } = await importFile({
			file: new File([blob], path.basename(file)),
			mapping,
			options: { ...settings, name, role: use === 'watch' ? 'general' : 'domain' },
			sink: { append: (part, more) => Promise.resolve(void examples[part].push(...more)) },
		});
		return {
			info,
			async *read(part: Part) {
				await Promise.resolve();
				yield examples[part];
			},
		};
	} catch (error) {
		if (error instanceof InputError) return null;
		throw error;
	}
}
