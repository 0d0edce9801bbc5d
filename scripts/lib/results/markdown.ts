/** Numbers, tables and pages of the published results as Markdown. */
import { format, resolveConfig } from 'prettier';
import type { PairInterval } from '#lab/features/studies/model/analysis/pairInterval.ts';
import { fixed, withSign } from '#languages/format.ts';

export const points = (share: number): string => withSign(100 * share, 1);
/** The intervals are symmetric. */
export const range = ({ mean: centre, high }: Pick<PairInterval, 'mean' | 'high'>): string =>
	`${points(centre)} ± ${fixed(100 * (high - centre), 1)}`;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const write = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [write(head), write(head.map(() => '---')), ...rows.map(write)].join('\n');
}

/** `file`: decides the layout. */
export async function asMarkdown(parts: readonly string[], file: string): Promise<string> {
	const config = await resolveConfig(file);
	return format(parts.join('\n\n'), { ...config, parser: 'markdown' });
}
