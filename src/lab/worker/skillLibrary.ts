/** Skills by the names that experiments use: built in and generated, or the visitor's and stored. */
import { builtinSkill, builtinSkills } from '#data/builtin/registry.ts';
import { builtinSource } from '#data/builtin/source.ts';
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
/** Generated once for their counts and hashes. */
export const builtinInfos = (): readonly SkillInfo[] =>
	(infos ??= builtinSkills.map(({ id }) => builtinSource(id).info));

/** undefined: the lab has none of that name (or version); what it has may differ in its hash. */
export async function openSkill(
	{ id, version, noise }: SkillRef,
	{ skills }: LabStores,
): Promise<SkillSource | undefined> {
	if (!isBuiltin(id)) return skills.source(id);
	return builtinSkill(id).version === version ? builtinSource(id, noise) : undefined;
}

/** Of the skill as the experiment has it, noise included; undefined as from openSkill. */
export const skillInfo = async (ref: SkillRef, stores: LabStores): Promise<SkillInfo | undefined> =>
	// Without noise the examples need not be generated again.
	(!ref.noise && builtinInfos().find(({ id }) => id === ref.id)) ||
	(await openSkill(ref, stores))?.info;

export async function skillRows(
	{ skills }: LabStores,
	{ id, part, from, count, noise }: Calls['skill.rows']['request'],
): Promise<readonly Example[]> {
	if (!isBuiltin(id)) return skills.rows(id, part, from, count);
	const rows: Example[] = [];
	for await (const chunk of builtinSource(id, noise).read(part)) rows.push(...chunk);
	return rows.slice(from, from + count);
}
