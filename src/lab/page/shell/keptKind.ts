/** A kind of data that a feature stores: how a backup reads it, and how another lab restores it. */
import { fieldError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { PackPart } from '#lab/worker/protocol.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { ModelInfo, RunRecord } from '#lab/run/stores.ts';
import type { LabClient } from '#lab/worker/client.ts';

/** The order of restoring: a part refers to parts of earlier stages only. */
export const stages = ['data', 'runs', 'work'] as const;

type Content = Omit<PackPart, 'kind'>;

export interface KeptItem {
	readonly name: string;
	/** Absent: small, or not known before it is read. */
	readonly bytes?: number;
	readonly read: () => Promise<Content>;
}

export interface KeptKind {
	/** Files store it. It never changes. The manifest has the words that count its parts. */
	readonly kind: string;
	readonly stage: (typeof stages)[number];
	/**
	 * All parts of this kind that the visitor has, as they are stored now: the page's own list can be
	 * older. Each is read alone: one can be damaged.
	 */
	readonly list: () => Promise<readonly KeptItem[]>;
	/** False: the lab has the part already, and nothing was changed. Throws if it is refused. */
	readonly store: (part: Pick<PackPart, 'id' | 'name'>, files: readonly File[]) => Promise<boolean>;
}

/** True. Throws InputError if the stored content has another hash than the file says. */
export function demandHash({ id, name }: Pick<PackPart, 'id' | 'name'>, found: string): true {
	if (found !== id)
		throw fieldError(
			name,
			say('its content is not the one that the file names ({found}). Ask for the file once more.', {
				found,
			}),
		);
	return true;
}

export const skillPart = async (
	client: LabClient,
	{ id, fingerprint, name }: Pick<SkillInfo, 'id' | 'fingerprint' | 'name'>,
): Promise<Content> => ({ id: fingerprint, name, files: [await client['skill.export']({ id })] });

export const modelPart = async (
	client: LabClient,
	{ id, sha256, name }: Pick<ModelInfo, 'id' | 'sha256' | 'name'>,
): Promise<Content> => ({ id: sha256, name, files: await client['model.files']({ id }) });

/** `weights`: false leaves its curves. */
export const runPart = async (
	client: LabClient,
	{ id, name = id }: Pick<RunRecord, 'id' | 'name'>,
	weights: boolean,
): Promise<Content> => ({ id, name, files: [await client['run.export']({ runId: id, weights })] });
