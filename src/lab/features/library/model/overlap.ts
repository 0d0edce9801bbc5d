/** Held-out prompts of one skill among the training rows of another. */
import type { Example } from '#engine/data/example.ts';
import type { SkillInfo, SkillSource } from '#engine/data/skill.ts';
import { hash53, promptText } from './split.ts';

type Named = Pick<SkillInfo, 'id' | 'name'>;

export interface Overlap {
	readonly holder: Named;
	readonly trainer: Named;
	/** Held-out prompts of the holder that the trainer trains, of `all`. */
	readonly prompts: number;
	readonly all: number;
}

const promptHash = (example: Example) => hash53(promptText(example));

async function heldOutPrompts(source: SkillSource): Promise<ReadonlySet<number>> {
	const prompts = new Set<number>();
	for await (const rows of source.read('heldOut'))
		for (const row of rows) prompts.add(promptHash(row));
	return prompts;
}

/** Overlaps of the skill with each of the others, in both directions. */
export async function findOverlaps(
	skill: SkillSource,
	others: readonly SkillSource[],
	signal: AbortSignal,
): Promise<Overlap[]> {
	const found: Overlap[] = [];
	/** Reads the trainer's rows once. */
	const compare = async (trainer: SkillSource, holders: readonly SkillSource[]) => {
		const sets = await Promise.all(holders.map(heldOutPrompts));
		const both = holders.map(() => new Set<number>());
		for await (const rows of trainer.read('train')) {
			signal.throwIfAborted();
			for (const hash of rows.map(promptHash))
				sets.forEach((prompts, i) => prompts.has(hash) && both[i].add(hash));
		}
		holders.forEach((holder, i) => {
			if (both[i].size === 0) return;
			const [{ id, name }, from] = [trainer.info, holder.info];
			const counts = { prompts: both[i].size, all: sets[i].size };
			found.push({ holder: { id: from.id, name: from.name }, trainer: { id, name }, ...counts });
		});
	};
	await compare(skill, others);
	for (const other of others) await compare(other, [skill]);
	return found;
}
