/** Numbers, categories and table headings in the visitor's language. */
import { storedText } from '#languages/language.ts';
import type { Column } from '#engine/core/table.ts';
import { listOptions } from '#lab/page/components/forms.ts';
import { none } from '#languages/format.ts';
import { questionWords } from '../words.ts';
import { categories, categoryAbout, type Category } from '../model/categories.ts';

/** Three decimals, as in the paper's table; –: not applicable. */
export const score = (value: number | null): string => (value === null ? none : value.toFixed(3));

/** A share without the zero before the point: `.25`. */
export const share = (value: number): string => value.toFixed(2).replace(/^0\./, '.');

export const scopes = () => listOptions(questionWords.list.scopes);

export const categoryTitle = (category: Category): string => questionWords.categories[category];

type Titles = Readonly<Record<string, string>>;
const columns: Titles = questionWords.report.columns;
const columnHelp: Titles = questionWords.report.columnHelp;
export function columnHeading({ id, title }: Column) {
	const category = categories.find((known) => known === id);
	if (category)
		return { title: categoryTitle(category), hint: storedText(categoryAbout[category]) };
	return { title: columns[id] ?? title, help: columnHelp[id] };
}
