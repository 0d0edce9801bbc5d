/**
 * The labels that the lab writes, such as `domain 80 %`, in the language in use. A mix has the name
 * of its policy on the workbench, and what the label adds to it.
 */
import { remembered } from '#engine/core/remembered.ts';
import { languageInUse, perLanguage, storedText } from '#languages/language.ts';
import { textIn, wordsOf } from '#languages/text.ts';
import english from '#languages/en/studies.mixes.json' with { type: 'json' };
import { reportText } from './sentences.ts';

type Addition = string | ((values: { readonly value: string }) => string);
/** By policy id and label (`{0}`: a number), what the label adds to the policy's name. */
const mixes: Readonly<Record<string, Readonly<Record<string, Addition | undefined>>>> = wordsOf(
	'studies.mixes',
	english,
);

/** A report has each label hundreds of times. */
const mixTexts = perLanguage(() => remembered(makeName));

/** null: the label is not one of these. */
function makeName(label: string): string | null {
	const [value = ''] = /\d+(?:\.\d+)?/.exec(label) ?? [];
	const key = value === '' ? label : label.replace(value, '{0}');
	for (const [id, labels] of Object.entries(mixes)) {
		const text = Object.hasOwn(labels, key) ? labels[key] : undefined;
		if (text === undefined) continue;
		// A policy that left has no title.
		const policy = textIn(languageInUse(), `${id}.title`) ?? label.split(',')[0];
		const adds = typeof text === 'string' ? text : text({ value });
		if (adds === '') return policy;
		// The paper's name is in brackets already: “Follows what is hard (MoS, similarity)”.
		return /[)）]$/.test(policy)
			? reportText.mix.bracketed({ start: policy.slice(0, -1), adds })
			: reportText.mix.plain({ policy, adds });
	}
	return null;
}

/** The name of a model by its id. A model of the visitor has an id like `file:fcb4a2de0a3d`. */
export type ModelName = (id: string) => string;

/** Studies and analyses name cells by the English label. Names that the author chose stay. */
export const labelText = (label: string, modelName: ModelName = String): string =>
	label
		.split(' · ')
		.map((part) => mixTexts()(part) ?? storedText(modelName(part)))
		.join(' · ');

const fields = new Set('label against within reference policy policies groups cells'.split(' '));

/** A report with its labels and skills in the language in use. `key`: the field of the value. */
export function withLabelTexts<T>(value: T, modelName: ModelName = String, key = ''): T {
	if (typeof value === 'string') return shownText(value, modelName, key) as T;
	if (Array.isArray(value))
		return value.map((item: unknown) => withLabelTexts(item, modelName, key)) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, part]) => [
			name,
			name === 'name' && isBuiltinSkill(value)
				? storedText(value.name)
				: withLabelTexts<unknown>(part, modelName, name),
		]),
	) as T;
}

/** The visitor's own skills keep their names. */
const isBuiltinSkill = (value: object): value is { readonly name: string } =>
	'id' in value &&
	typeof value.id === 'string' &&
	!value.id.startsWith('file:') &&
	'name' in value &&
	typeof value.name === 'string';

function shownText(value: string, modelName: ModelName, key: string): string {
	if (key === 'model' || key === 'models') return modelName(value);
	return fields.has(key) ? labelText(value, modelName) : value;
}
