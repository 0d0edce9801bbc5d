/** Parts of the visitor's lab as files hold them, named by the hash of their content. */
import type { SkillInfo } from '#engine/data/skill.ts';
import type { ArtefactInfo, ModelInfo, RunRecord } from '#lab/run/stores.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { PackPart } from '#lab/worker/protocol.ts';

type Content = Omit<PackPart, 'kind'>;

export const skillPart = async (
	client: LabClient,
	{ id, fingerprint, name }: Pick<SkillInfo, 'id' | 'fingerprint' | 'name'>,
): Promise<Content> => ({ id: fingerprint, name, files: [await client['skill.export']({ id })] });

export const modelPart = async (
	client: LabClient,
	{ id, sha256, name }: Pick<ModelInfo, 'id' | 'sha256' | 'name'>,
): Promise<Content> => ({ id: sha256, name, files: await client['model.files']({ id }) });

export const artefactPart = async (
	client: LabClient,
	{ sha256, name }: Pick<ArtefactInfo, 'sha256' | 'name'>,
): Promise<Content> => ({ id: sha256, name, files: [await client['artefact.export']({ sha256 })] });

/** `weights`: false leaves its curves. */
export const runPart = async (
	client: LabClient,
	{ id, name = id }: Pick<RunRecord, 'id' | 'name'>,
	weights: boolean,
): Promise<Content> => ({ id, name, files: [await client['run.export']({ runId: id, weights })] });
