/** All skills of the lab: built-in ones, which are generated, and stored ones of the visitor. */
import { builtinSkill, builtinSkills } from '#data/builtinSkills.ts';
import { builtinSource } from '#data/builtinSource.ts';
import type { Example } from '#data/example.ts';
import type { SkillInfo, SkillSource } from '#data/skill.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import type { LabStores } from '#lab/run/stores.ts';
import type { Calls } from './protocol.ts';

export const isBuiltin = (id: string): boolean => builtinSkills.some((skill) => skill.id === id);

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

export async function skillRows(
	{ skills }: LabStores,
	{ id, part, from, count, noise }: Calls['skill.rows']['request'],
): Promise<readonly Example[]> {
	if (!isBuiltin(id)) return skills.rows(id, part, from, count);
	const rows: Example[] = [];
	for await (const chunk of builtinSource(id, noise).read(part)) rows.push(...chunk);
	return rows.slice(from, from + count);
}
