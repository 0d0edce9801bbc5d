/** Column choice: columns are joined in the order in which they are picked. */
import type { RowMapping } from '#data/importRecipe.ts';

export type ColumnMapping = Extract<RowMapping, { kind: 'columns' }>;
type Side = 'prompt' | 'answer';
const noColumns: ColumnMapping = { kind: 'columns', prompt: [], answer: [] };

export const columnMapping = (mapping: RowMapping | null): ColumnMapping =>
	mapping?.kind === 'columns' ? mapping : noColumns;

/** A column is in the prompt or in the answer: picking it on one side removes it from the other. */
export function toggleColumn(mapping: ColumnMapping, side: Side, path: string): ColumnMapping {
	const other = side === 'prompt' ? 'answer' : 'prompt';
	const chosen = mapping[side].includes(path)
		? mapping[side].filter((p) => p !== path)
		: [...mapping[side], path];
	return { ...mapping, [side]: chosen, [other]: mapping[other].filter((p) => p !== path) };
}

/** Moves a column one position earlier on its side. */
export function moveColumnUp(mapping: ColumnMapping, side: Side, path: string): ColumnMapping {
	const order = [...mapping[side]];
	const at = order.indexOf(path);
	if (at > 0) order.splice(at - 1, 2, path, order[at - 1]);
	return { ...mapping, [side]: order };
}
