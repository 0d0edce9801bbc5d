/** Collects the parts of an experiment, or of the whole lab, for one file. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { ArtefactInfo, ModelInfo, RunRecord } from '#lab/run/stores.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { LabClient } from '#lab/worker/client.ts';
import {
	artefactPart,
	type KeptKind,
	modelPart,
	runPart,
	skillPart,
} from '#lab/page/shell/keptKind.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { LabInfo, PackPart } from '#lab/worker/protocol.ts';

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
		artefacts: artefacts.filter(({ sha256, shipped }) => !shipped && isNamed(sha256)),
	};
}

type RunToPack = Pick<RunRecord, 'id' | 'name'> & { readonly weights: boolean };

export async function packParts(
	client: LabClient,
	{ skills, models, artefacts }: Contents,
	runs: readonly RunToPack[],
): Promise<PackPart[]> {
	const parts: PackPart[] = [];
	for (const skill of skills) parts.push({ kind: 'skill', ...(await skillPart(client, skill)) });
	for (const model of models) parts.push({ kind: 'model', ...(await modelPart(client, model)) });
	for (const artefact of artefacts)
		parts.push({ kind: 'artefact', ...(await artefactPart(client, artefact)) });
	for (const run of runs) parts.push({ kind: 'run', ...(await runPart(client, run, run.weights)) });
	return parts;
}

/**
 * `leftOut`: a line for each damaged part, with its name. One part after the other, because all of
 * them together do not fit the memory.
 */
export async function wholeLab(
	kinds: readonly KeptKind[],
): Promise<{ parts: PackPart[]; leftOut: string[] }> {
	const parts: PackPart[] = [];
	const leftOut: string[] = [];
	for (const { kind, list } of kinds)
		for (const { name, read } of await list())
			try {
				parts.push({ kind, ...(await read()) });
			} catch (error) {
				leftOut.push(`${name}: ${errorText(error)}`);
			}
	return { parts, leftOut };
}
