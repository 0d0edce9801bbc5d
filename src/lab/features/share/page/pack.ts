/** Collects the parts of an experiment for one file. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { ArtefactInfo, ModelInfo, RunRecord } from '#lab/run/stores.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo, NamedFile } from '#lab/worker/protocol.ts';

/** What a file can hold besides runs and lessons. */
export interface Contents {
	readonly skills: readonly SkillInfo[];
	readonly models: readonly ModelInfo[];
	readonly artefacts: readonly ArtefactInfo[];
}

/** The visitor's own parts that the experiment names; undefined: all that the lab has. */
export function ownContents(
	{ skills, models, adapters, artefacts }: LabInfo,
	experiment?: Experiment,
): Contents {
	const names = new Set(
		experiment && [
			...experiment.skills.map(({ sha256 }) => sha256),
			...experiment.policy.flatMap(({ artefact }) => artefact ?? []),
			...[experiment.model.sha256, experiment.auxiliary?.sha256, experiment.adapter?.from].filter(
				(hash) => hash !== undefined,
			),
		],
	);
	const isNamed = (hash: string) => !experiment || names.has(hash);
	return {
		skills: skills.filter((each) => each.source === 'file' && isNamed(each.fingerprint)),
		models: [...models, ...adapters].filter(
			(each) => each.source !== 'builtin' && isNamed(each.sha256),
		),
		artefacts: artefacts.filter(({ sha256 }) => isNamed(sha256)),
	};
}

type Part = Parameters<LabClient['pack.write']>[0]['parts'][number];
type RunToPack = Pick<RunRecord, 'id' | 'name'> & { readonly weights: boolean };

const part = (kind: Part['kind'], id: string, name: string, files: readonly NamedFile[]): Part => ({
	kind,
	id,
	name,
	files,
});

export async function packParts(
	client: LabClient,
	{ skills, models, artefacts }: Contents,
	runs: readonly RunToPack[],
): Promise<Part[]> {
	const parts: Part[] = [];
	for (const { id, fingerprint, name } of skills)
		parts.push(part('skill', fingerprint, name, [await client['skill.export']({ id })]));
	for (const { id, sha256, name } of models)
		parts.push(part('model', sha256, name, await client['model.files']({ id })));
	for (const { sha256, name } of artefacts)
		parts.push(part('artefact', sha256, name, [await client['artefact.export']({ sha256 })]));
	for (const { id, name = id, weights } of runs) {
		const file = await client['run.export']({ runId: id, weights });
		parts.push(part('run', id, name, [file]));
	}
	return parts;
}
