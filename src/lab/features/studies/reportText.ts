/**
 * Words of a study's report: sentences, names of measures and titles. They are apart from the words
 * of the page, because the worker and scripts write reports as Markdown.
 */
import { languageInUse } from '#languages/language.ts';
import { statementIn, wordsOf } from '#languages/text.ts';
import english from '#languages/en/studies.report.json' with { type: 'json' };

export const reportText = wordsOf('studies.report', english);
/** Headings and columns of the report's tables. */
export const { titles: reportTitles } = reportText;

/** ` (skillet-medium)`: the factors that both sides of a comparison share, if any varies. */
export const inBrackets = (within: string): string =>
	within === '' ? '' : reportText.inBrackets({ within });

/** `MoS − uniform on add`; `on`: the skill that is compared, if it is the comparison's own. */
export const minusText = (label: string, against: string, on: string | null): string =>
	on === null
		? reportTitles.minus({ label, against })
		: reportTitles.minusOn({ label, against, name: on });

/** What the cells of a report trained, and where. */
export const originText = (origin: {
	readonly models: readonly string[];
	readonly devices: readonly string[];
	readonly engines: readonly number[];
}): string =>
	reportTitles.origin({
		...origin,
		hasDevices: origin.devices.length > 0,
		hasEngines: origin.engines.length > 0,
	});

/** Sentences one after another, without those that are left out. */
export const inTurn = (...texts: readonly (string | false)[]): string =>
	statementIn(
		languageInUse(),
		texts.filter((text) => text !== false),
	);

/** The name of a factor. */
export const axisText = (id: string): string =>
	Object.hasOwn(axes, id) ? axes[id as keyof typeof axes] : id;
const { axes } = reportText;
