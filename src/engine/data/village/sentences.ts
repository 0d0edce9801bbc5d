/** Forms of the village's sentences in two styles, as text and back. */
import { colours, people, places, things } from './cast.ts';

export type Style = 'plain' | 'pirate';

/**
 * The slots of a form stand in braces. `who` begins a sentence, so it is a name or He or She.
 * `name` and `other` are names; `he` and `him` are the pronouns of `who`.
 */
const forms = {
	has: ['{who} has a {colour} {thing}.', "{who} be ownin' a {colour} {thing}!"],
	give: ['{who} gives the {thing} to {other}.', "{who} be givin' th' {thing} to {other}!"],
	own: ['Now {name} has the {thing}.', "Arr, now {name} be ownin' th' {thing}!"],
	lose: ['{who} loses the {thing} in the {place}.', "{who} be losin' th' {thing} in th' {place}!"],
	lie: ['Now the {thing} is in the {place}.', "Arr, now th' {thing} be in th' {place}!"],
	go: ['{who} goes to the {place}.', "{who} be sailin' to th' {place}!"],
	find: ['{who} finds the {thing}.', "{who} be findin' th' {thing}!"],
	happy: ['{who} is happy.', '{who} be merry!'],
	sad: ['{who} is sad.', '{who} be glum!'],
	wantButOther: [
		'{who} wants the {thing}, but {name} has it.',
		"{who} be wantin' th' {thing}, but {name} be ownin' it!",
	],
	wantSoGive: [
		'{who} wants the {thing}, so {name} gives it to {him}.',
		"{who} be wantin' th' {thing}, so {name} be givin' it to {him}!",
	],
	wantSoGo: [
		'{who} wants the {thing}, so {he} goes to the {place}.',
		"{who} be wantin' th' {thing}, so {he} be sailin' to th' {place}!",
	],
	sadBecauseLost: [
		'{who} is sad because {he} lost the {thing}.',
		"{who} be glum because {he} lost th' {thing}!",
	],
	happyBecauseFound: [
		'{who} is happy because {he} found the {thing}.',
		"{who} be merry because {he} found th' {thing}!",
	],
	happyBecauseGiven: [
		'{who} is happy because {name} gave {him} the {thing}.',
		"{who} be merry because {name} gave {him} th' {thing}!",
	],
} as const satisfies { readonly [form: string]: readonly [plain: string, pirate: string] };

export type Form = keyof typeof forms;
export type Slot = 'who' | 'name' | 'other' | 'he' | 'him' | 'colour' | 'thing' | 'place';
export type Slots = { readonly [S in Slot]?: string };

/** Whether a text ends a sentence of the style. No form has this character inside. */
export const sentenceEnd: { readonly [S in Style]: string } = { plain: '.', pirate: '!' };

const words: { readonly [S in Slot]: readonly string[] } = {
	who: [...people, 'She', 'He'],
	name: people,
	other: people,
	he: ['she', 'he'],
	him: ['her', 'him'],
	colour: colours,
	thing: things,
	place: places,
};

const template = (form: Form, style: Style): string => forms[form][style === 'plain' ? 0 : 1];

const slotNames: ReadonlyMap<string, readonly Slot[]> = new Map(
	Object.entries(forms).map(([form, [plain]]) => [
		form,
		[...plain.matchAll(/\{(\w+)\}/g)].map(([, slot]) => slot as Slot),
	]),
);

/** The slots that the form has, out of all. */
export const slotsOf = (form: Form, all: Slots): Slots =>
	Object.fromEntries(slotNames.get(form)!.map((slot) => [slot, all[slot]]));

export const writeSentence = (form: Form, slots: Slots, style: Style): string =>
	template(form, style).replaceAll(/\{(\w+)\}/g, (_, slot: Slot) => slots[slot]!);

const patterns = (style: Style) =>
	(Object.keys(forms) as Form[]).map((form) => {
		const source = template(form, style)
			.replaceAll('.', String.raw`\.`)
			.replaceAll(/\{(\w+)\}/g, (_, slot: Slot) => `(?<${slot}>${words[slot].join('|')})`);
		return { form, pattern: new RegExp(`^${source}$`) };
	});
const patternsOf = { plain: patterns('plain'), pirate: patterns('pirate') };

/** null: it is not a sentence of this style. */
export function readSentence(
	text: string,
	style: Style,
): { readonly form: Form; readonly slots: Slots } | null {
	for (const { form, pattern } of patternsOf[style]) {
		const found = pattern.exec(text);
		if (found) return { form, slots: { ...found.groups } };
	}
	return null;
}

/** The sentences of a story, each with its end. A rest without an end is the last one. */
export const splitSentences = (story: string, style: Style): string[] =>
	(story.match(style === 'plain' ? /[^.]+\.?/g : /[^!]+!?/g) ?? []).map((text) => text.trim());
