/** The author's own skills of a study file. The bench imports their files, the page has done so. */
import { fieldError } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { toSkillRef, type Experiment } from '#lab/run/experiment.ts';
import type { OwnSkill, StudyFile } from './study.ts';

/** By default the file's name, without folder and ending. */
export const ownName = ({ name, file }: OwnSkill): string =>
	name ?? file.replace(/^.*[/\\]/s, '').replace(/\.[^.]*$/, '');

/** The imported skill of an entry, with its name and settings. Throws InputError. */
export function importedSkill(
	entry: OwnSkill,
	field: string,
	infos: readonly SkillInfo[],
): SkillInfo {
	const { file, mapping, heldOutShare, seed } = entry;
	const name = ownName(entry);
	const wanted = Object.entries({ mapping, heldOutShare, seed }).filter(
		([, value]) => value !== undefined,
	);
	const found = infos.find(
		({ source, name: other, recipe }) =>
			source === 'file' &&
			other === name &&
			wanted.every(
				([key, value]) => canonicalJson(recipe?.[key as 'seed']) === canonicalJson(value),
			),
	);
	if (found) return found;
	throw fieldError(
		field,
		say(
			'the lab has no skill “{name}” with the settings of this entry. Import {file} under this name in Data, then open the study again.',
			{ name, file },
		),
	);
}

/**
 * Adds imported skills to the experiment. Without `builtin` they replace the built-in skills.
 * `infos`: in the order of `uses`.
 */
export function withOwnSkills(
	experiment: Experiment,
	uses: readonly Pick<OwnSkill, 'use'>[],
	infos: readonly SkillInfo[],
	{ builtin }: Pick<StudyFile, 'builtin'>,
): Experiment {
	const remaining = experiment.skills.filter(({ id }) => builtin || id.startsWith('file:'));
	const added = infos.flatMap((info, i) =>
		remaining.some(({ id }) => id === info.id) ? [] : toSkillRef(info, uses[i].use),
	);
	return { ...experiment, skills: [...remaining, ...added] };
}
