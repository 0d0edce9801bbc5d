/** The labels that the lab writes, such as `domain 80 %`, in the language in use. */
import { translated } from '#engine/core/language.ts';

/** Studies and analyses name cells by the English label. Names that the author chose stay. */
export const labelText = (label: string): string =>
	label
		.split(' · ')
		.map((part) => {
			const [number = ''] = /\d+(?:\.\d+)?(?:e[-+]?\d+)?/.exec(part) ?? [];
			if (number === '') return translated(part);
			return translated(part.replace(number, '{0}')).replace('{0}', number);
		})
		.join(' · ');

const fields = new Set('label against within reference policy groups empty cells'.split(' '));

/** A report with its labels in the language in use. `key`: the field of the value. */
export function withLabelTexts<T>(value: T, key = ''): T {
	if (typeof value === 'string') return (fields.has(key) ? labelText(value) : value) as T;
	if (Array.isArray(value)) return value.map((item: unknown) => withLabelTexts(item, key)) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, part]) => [name, withLabelTexts<unknown>(part, name)]),
	) as T;
}
