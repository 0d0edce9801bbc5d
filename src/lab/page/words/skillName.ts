import { storedText } from '#languages/language.ts';

/** The name of a skill in the language of the page. A visitor's own name is not translated. */
export const skillName = ({ id, name }: { readonly id: string; readonly name: string }): string =>
	id.startsWith('file:') ? name : storedText(name);
