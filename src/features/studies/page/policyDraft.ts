/** One policy of a study in writing, and what changing it makes of it. Pure. */
import type { JsonObject } from '#core/json.ts';

export interface PolicyDraft {
	/** Stays when the label changes. */
	readonly key: number;
	readonly label: string;
	readonly id: string;
	readonly settings: JsonObject;
	readonly preset?: string;
	/** Label of the policy whose mean mix it takes. */
	readonly meanOf?: string;
	readonly steps?: number;
}

/** With settings written out: a preset may change. */
export function withoutPreset(policy: PolicyDraft, settings: JsonObject): PolicyDraft {
	const { key, label, id, meanOf, steps } = policy;
	return {
		...{ key, label, id, settings },
		...(meanOf !== undefined && { meanOf }),
		...(steps !== undefined && { steps }),
	};
}

/** Shares as the mean mix of the policy with this label; '': its own. */
export function withMeanOf(policy: PolicyDraft, of: string): PolicyDraft {
	const { key, label, id, settings, preset, steps } = policy;
	return {
		...{ key, label, id, settings },
		...(preset !== undefined && { preset }),
		...(steps !== undefined && { steps }),
		...(of !== '' && { meanOf: of }),
	};
}
