/**
 * Parameter specs: one source for a form field, its default, its validation and its documentation.
 * Plain data, so that the worker can send a policy's specs to the page.
 */
import { InputError, fieldError } from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Messages } from '#languages/messages.ts';
import { say, type Message, type Text } from './message.ts';
import { quote, truncate } from './text.ts';

interface Labelled {
	readonly label: Text;
	/** One sentence for the `?` key, with the unit and the source. */
	readonly help: Text;
	/** Shown only in the list of all settings. */
	readonly advanced?: boolean;
	/** Newer than the first links: an experiment leaves it out while it has its default. */
	readonly added?: boolean;
}
/** The range of a number. */
export interface Bounds {
	readonly min: number;
	readonly max: number;
	/** `min` itself is too small. */
	readonly aboveMin?: boolean;
	readonly integer?: boolean;
}
export interface NumberSpec extends Labelled, Bounds {
	readonly kind: 'number';
	readonly default: number;
	readonly unit?: Text;
}
export interface ChoiceSpec<Value extends string = string> extends Labelled {
	readonly kind: 'choice';
	readonly default: Value;
	readonly options: readonly { readonly value: Value; readonly label: Text }[];
}
export interface FlagSpec extends Labelled {
	readonly kind: 'flag';
	readonly default: boolean;
}
/** A value about the skills of the run, by their ids. */
export interface SkillsSpec extends Labelled {
	readonly kind: 'skill' | 'skills' | 'ratios' | 'timetable';
	/** Ratios of some skills only: a skill that is added to the mix gets none. */
	readonly partial?: boolean;
}
/** A field of a form. Policies have no texts. */
export interface TextSpec extends Labelled {
	readonly kind: 'text';
	readonly default: string;
}
export type ParameterSpec = NumberSpec | ChoiceSpec | FlagSpec | SkillsSpec;
export type ParameterSpecs = { readonly [name: string]: ParameterSpec };

export type Ratios = { readonly [skillId: string]: number };
export type Timetable = readonly { readonly step: number; readonly ratios: Ratios }[];
/** The values of the kinds that have one type of value. */
interface ValueOfKind {
	number: number;
	flag: boolean;
	/** One trained skill. Default: '', so the reader chooses one and names it. */
	skill: string;
	/** Trained skills. Default: [], which stands for all. */
	skills: readonly string[];
	/** Shares of 0 or more, on any scale. A missing one is 0. The reader scales them. */
	ratios: Ratios;
	/** Shares at rising steps, linear in between. */
	timetable: Timetable;
}
export type ParameterValues<P extends ParameterSpecs> = {
	readonly [K in keyof P]: P[K] extends ChoiceSpec<infer Value>
		? Value
		: ValueOfKind[Exclude<P[K]['kind'], 'choice'>];
};

export const numberSpec = (
	label: Text,
	range: Omit<NumberSpec, 'kind' | 'label' | 'help'>,
	help: Text,
): NumberSpec => ({ kind: 'number', label, help, ...range });

/** `options`: labels by value. The first one is the default. */
export function choiceSpec<Value extends string>(
	label: Text,
	choice: { readonly options: Readonly<Record<Value, Text>>; readonly advanced?: boolean },
	help: Text,
): ChoiceSpec<Value> {
	const values = Object.keys(choice.options) as Value[];
	const options = values.map((value) => ({ value, label: choice.options[value] }));
	return { kind: 'choice', label, help, ...choice, default: values[0], options };
}

/** A spec without its texts. whole: an integer. */
type BareSpec =
	| (Omit<NumberSpec, 'kind' | 'label' | 'help' | 'unit' | 'integer'> & {
			readonly kind: 'number' | 'whole';
			readonly unit?: true;
	  })
	| Omit<FlagSpec, 'label' | 'help'>
	| Omit<SkillsSpec, 'label' | 'help'>
	/** The first option is the default. */
	| (Omit<ChoiceSpec, 'label' | 'help' | 'default' | 'options'> & {
			readonly options: readonly string[];
	  });
type NamedSpec<Bare extends BareSpec> = Bare extends { readonly options: readonly (infer Value)[] }
	? ChoiceSpec<Value & string>
	: Bare extends { readonly kind: 'whole' }
		? NumberSpec
		: Extract<NumberSpec | FlagSpec | (SkillsSpec & Pick<Bare, 'kind'>), Pick<Bare, 'kind'>>;
/** A setting whose label is not in the message files has this type instead. */
type Labels<Prefix extends string, Bare> = {
	readonly [Name in keyof Bare]: `${Prefix}.settings.${Name & string}.label` extends keyof Messages
		? unknown
		: `No text ${Prefix}.settings.${Name & string}.label`;
};

/**
 * Specs with the texts of the message files: `<prefix>.settings.<name>.label`, `.help`, `.unit` if
 * the number has one, and `.options.<value>`.
 */
export function settingsOf<
	const Prefix extends string,
	const Bare extends { readonly [name: string]: BareSpec },
>(
	prefix: Prefix,
	settings: Bare & Labels<Prefix, Bare>,
): { readonly [Name in keyof Bare]: NamedSpec<Bare[Name]> } {
	const specs = Object.entries<BareSpec>(settings).map(([name, spec]) => {
		const text = (part: string): Message => ({
			id: `${prefix}.settings.${name}.${part}`,
			values: {},
		});
		const texts = { label: text('label'), help: text('help') };
		if (spec.kind === 'number' || spec.kind === 'whole') {
			const number = { ...spec, kind: 'number', ...(spec.kind === 'whole' && { integer: true }) };
			return [name, { ...number, ...texts, ...(spec.unit && { unit: text('unit') }) }];
		}
		if (spec.kind !== 'choice') return [name, { ...spec, ...texts }];
		const options = spec.options.map((value) => ({ value, label: text(`options.${value}`) }));
		return [name, { ...spec, ...texts, default: spec.options[0], options }];
	});
	return Object.fromEntries(specs) as { readonly [Name in keyof Bare]: NamedSpec<Bare[Name]> };
}

const emptyValues = { skill: '', skills: [], timetable: [], ratios: {} } as const;

/** The policy's own mix, which sliders and curves show; a form has no field for it. */
export const isDrawn = ({ kind, advanced }: ParameterSpec | TextSpec): boolean =>
	kind === 'timetable' || (kind === 'ratios' && !advanced);

/** The value of a setting that is left out. */
export const readDefault = (spec: ParameterSpec): Json =>
	'default' in spec ? spec.default : emptyValues[spec.kind];

export const isInRange = ({ min, max, aboveMin }: Bounds, value: number): boolean =>
	(aboveMin ? value > min : value >= min) && value <= max;

/** The values for `specs` in `settings`. A missing value gets its default. Throws InputError. */
export function parseParameters<P extends ParameterSpecs>(
	specs: P,
	settings: JsonObject,
	where: string,
): ParameterValues<P> {
	for (const name of Object.keys(settings)) {
		if (Object.hasOwn(specs, name)) continue;
		const field = fieldPath(where, name);
		throw new InputError(
			say('{field} is not a setting here. Known ones: {known}.', {
				field,
				known: Object.keys(specs).join(', '),
			}),
			{ field },
		);
	}
	return Object.fromEntries(
		Object.entries(specs).map(([name, spec]) => [
			name,
			parseValue(spec, settings[name], `${where}.${name}`),
		]),
	) as ParameterValues<P>;
}

/** Shortens the name, which may be any text from a file. */
export const fieldPath = (where: string, name: string): string => `${where}.${truncate(name, 100)}`;

function parseValue(spec: ParameterSpec, value: Json | undefined, field: string): unknown {
	if (value === undefined) return readDefault(spec);
	switch (spec.kind) {
		case 'number':
			if (typeof value !== 'number' || !isInRange(spec, value))
				throw fieldError(
					field,
					say('must be {what}, not {input}.', { what: describeRange(spec), input: quote(value) }),
				);
			if (spec.integer && !Number.isInteger(value))
				throw fieldError(field, say('must be a whole number, not {value}.', { value }));
			return value;
		case 'flag':
			if (typeof value !== 'boolean')
				throw fieldError(
					field,
					say('must be true or false, not {value}.', { value: quote(value) }),
				);
			return value;
		case 'choice':
			if (!spec.options.some((option) => option.value === value))
				throw fieldError(
					field,
					say('must be one of {options}, not {value}.', {
						options: spec.options.map((o) => o.value).join(', '),
						value: quote(value),
					}),
				);
			return value;
		case 'skill':
			if (typeof value !== 'string')
				throw fieldError(field, say("must be a skill's id, not {value}.", { value: quote(value) }));
			return value;
		case 'skills':
			return parseSkills(value, field);
		case 'ratios':
			return parseRatios(value, field);
		case 'timetable':
			return parseTimetable(value, field);
		default:
			return spec satisfies never;
	}
}

const describeRange = ({ min, max, aboveMin }: NumberSpec): Message =>
	aboveMin
		? say('a number above {min}, at most {max}', { min, max })
		: say('a number from {min} to {max}', { min, max });

function parseSkills(value: Json, field: string): readonly string[] {
	const isList = Array.isArray(value) && value.every((id) => typeof id === 'string');
	if (!isList || new Set(value).size < value.length)
		throw fieldError(
			field,
			say('must be a list of skill ids, each once, for example ["add"], not {value}.', {
				value: quote(value),
			}),
		);
	return value;
}

function parseRatios(value: Json, field: string): Ratios {
	if (!isObject(value))
		throw fieldError(field, say('must be an object of shares by skill, for example {"add": 0.5}.'));
	const entries = Object.entries(value);
	for (const [skill, share] of entries) {
		if (typeof share === 'number' && Number.isFinite(share) && share >= 0) continue;
		const requirement = say('a share must be a number of 0 or more, not {share}.', {
			share: quote(share),
		});
		throw fieldError(fieldPath(field, skill), requirement);
	}
	return Object.fromEntries(entries) as Ratios;
}

function parseTimetable(value: Json, field: string): Timetable {
	if (!Array.isArray(value)) throw fieldError(field, say('must be a list of { step, ratios }.'));
	let last = -1;
	return value.map((entry: Json, i) => {
		for (const name of Object.keys(entry ?? {})) {
			if (name === 'step' || name === 'ratios') continue;
			const at = fieldPath(`${field}[${i}]`, name);
			throw fieldError(at, say('is not a field here; give step and ratios.'));
		}
		const point = entry as { step?: Json; ratios?: Json } | null;
		const step = point?.step;
		if (typeof step !== 'number' || !Number.isInteger(step) || step <= last)
			throw fieldError(
				`${field}[${i}].step`,
				say('must be a whole number above {last}, not {step}.', {
					last,
					step: quote(step ?? null),
				}),
			);
		last = step;
		return { step, ratios: parseRatios(point?.ratios ?? null, `${field}[${i}].ratios`) };
	});
}
