/** How long the rows of the trained skills are in tokens of the experiment's model. */
import { highest } from '#engine/core/statistics.ts';
import type { Example } from '#engine/data/example.ts';
import type { SkillSource } from '#engine/data/skill.ts';
import type { Experiment, SkillRef } from '#lab/run/experiment.ts';
import { prepareRun } from '#lab/run/prepareRun.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { RowLengths } from '#lab/run/proposal.ts';

/** Rows of each skill that are read: more say the same. */
const mostRows = 2000;
/** Longer rows count as this long. */
const longest = 4096;

/** Throws InputError if the lab lacks a part of the experiment. */
export async function rowLengths(
	{ adapter: _, auxiliary: __, ...experiment }: Experiment,
	{ models, sources }: Pick<OpenLab, 'models' | 'sources'>,
	signal: AbortSignal,
): Promise<RowLengths> {
	const { config } = await models.head(experiment.model, signal);
	const context = Math.min(longest, config.context);
	const trained = experiment.skills.filter(({ use }) => use === 'train');
	const first = {
		...experiment,
		batching: { ...experiment.batching, context },
		skills: trained.map((ref) => ({ ...ref, sha256: asFirst(ref.sha256) })),
	};
	const openSkill = async (ref: SkillRef) => {
		const wanted = trained.find(({ id }) => id === ref.id)!;
		const source = await sources.openSkill(wanted);
		return source && firstRows(source);
	};
	const silent = { progress: () => undefined };
	const { skills } = await prepareRun(first, { ...sources, openSkill }, silent, signal);
	const lengths = skills.map(({ train: { offsets, count } }) =>
		Array.from({ length: count }, (_, row) => offsets[row + 1] - offsets[row]).sort(
			(a, b) => a - b,
		),
	);
	return {
		usual: highest(lengths.map((sorted) => sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0)),
		longest: highest(lengths.map((sorted) => sorted.at(-1) ?? 0)),
	};
}

/** Other rows than those of the whole skill, so they have another hash. */
const asFirst = (sha256: string): string => `${sha256} first`;

const firstRows = (source: SkillSource): SkillSource => ({
	info: { ...source.info, fingerprint: asFirst(source.info.fingerprint) },
	async *read(part) {
		if (part !== 'train') return;
		let left = mostRows;
		for await (const rows of source.read(part)) {
			const taken: readonly Example[] = rows.slice(0, left);
			left -= taken.length;
			yield taken;
			if (left === 0) return;
		}
	},
});
