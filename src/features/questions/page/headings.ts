/** The headings of the tables in the visitor's language. */
import type { Column } from '#core/table.ts';
import { questionWords } from '../words.en.ts';
import { categories, categoryAbout } from '../model/categories.ts';

export const categoryTitle = (category: string): string =>
	category[0].toUpperCase() + category.slice(1);

export function columnHeading({ id, title }: Column): {
	title: string;
	help?: string;
	hint?: string;
} {
	const category = categories.find((known) => known === id);
	if (category) return { title: categoryTitle(category), hint: categoryAbout[category] };
	const columns: Readonly<Record<string, { title: string; help?: string }>> =
		questionWords.report.columns;
	return columns[id] ?? { title };
}
