/** Held-out prompts of one skill among the training rows of another, and how they leave these. */
import type { Example } from '#engine/data/example.ts';
import { createFingerprint } from '#engine/data/fingerprint.ts';
import { byPart, parts, type Part, type SkillInfo, type SkillSource } from '#engine/data/skill.ts';
import type { SkillWriter } from '#lab/run/stores.ts';
import { withFreeName } from './skillFile.ts';
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

/**
 * Writes a copy of the trainer that holds these prompts out, too. The copy has no recipe: its file
 * alone does not give it.
 */
export async function holdOutToo(
	trainer: SkillSource,
	holder: SkillSource,
	skills: readonly Named[],
	writer: Pick<SkillWriter, 'append'>,
): Promise<SkillInfo> {
	const prompts = await heldOutPrompts(holder);
	const fingerprint = createFingerprint();
	const counts = byPart(() => 0);
	const put = async (part: Part, rows: readonly Example[]) => {
		if (rows.length === 0) return;
		for (const row of rows) fingerprint.add(part, row);
		counts[part] += rows.length;
		await writer.append(part, rows);
	};
	for (const part of parts)
		for await (const rows of trainer.read(part)) {
			const isMoved = (row: Example) => part === 'train' && prompts.has(promptHash(row));
			await put(
				part,
				rows.filter((row) => !isMoved(row)),
			);
			await put('heldOut', rows.filter(isMoved));
		}
	const { recipe: _, ...info } = trainer.info;
	const hash = fingerprint.hex();
	const copy = { ...info, id: `file:${hash.slice(0, 12)}`, fingerprint: hash, counts };
	return withFreeName(copy, skills);
}
