/** The labels that the lab writes, such as `domain 80 %`, in the language in use. */
import { storedText } from '#languages/language.ts';

/** Studies and analyses name cells by the English label. Names that the author chose stay. */
export const labelText = (label: string): string => label.split(' · ').map(storedText).join(' · ');

const fields = new Set(
	'label against within reference policy policies groups empty cells'.split(' '),
);

/** A report with its labels in the language in use. `key`: the field of the value. */
export function withLabelTexts<T>(value: T, key = ''): T {
	if (typeof value === 'string') return (fields.has(key) ? labelText(value) : value) as T;
	if (Array.isArray(value)) return value.map((item: unknown) => withLabelTexts(item, key)) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, part]) => [name, withLabelTexts<unknown>(part, name)]),
	) as T;
}
