/** Constants that the page translates by their English text. */
import { languageInUse } from '#languages/language.ts';

/** The text in the language in use, or the English text itself. */
export function translated(text: string): string {
	const { texts } = languageInUse();
	return Object.hasOwn(texts, text) ? texts[text] : text;
}
