/** A study: policies named beforehand, seeds, what they are held against, and the search for the mix that is the bar; a JSON file. */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import type { JsonObject } from '#core/json.ts';
import { parsePolicies, parseSeeds, withPreset, type PlannedPolicy } from './plan.ts';
import type { MixSearch } from './mixSearch.ts';

export interface Study {
	readonly title: string;
	/** Id of a preset that makes the experiment out of the default one. */
	readonly experiment: string | null;
	readonly seeds: readonly number[];
	readonly steps?: number | undefined;
	readonly policies: readonly PlannedPolicy[];
	/** Labels of the policies that each other one is compared with. */
	readonly against: readonly string[];
	/** Id of the skill whose score stands beside average and worst. */
	readonly target: string | null;
	readonly search: MixSearch | null;
}

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const text = v.pipe(v.string(), v.minLength(1));
const policy = v.strictObject({
	label: text,
	id: text,
	/** Of the policy's own presets; `settings` change it. */
	preset: v.exactOptional(text),
	settings: v.exactOptional(v.record(v.string(), v.unknown()), {}),
	meanOf: v.exactOptional(text),
	steps: v.exactOptional(whole),
});
const schema = v.strictObject({
	title: text,
	experiment: v.exactOptional(v.nullable(text), null),
	seeds: v.pipe(v.array(whole), v.minLength(1)),
	steps: v.exactOptional(whole),
	policies: v.pipe(v.array(policy), v.minLength(1)),
	against: v.pipe(v.array(text), v.minLength(1)),
	target: v.exactOptional(v.nullable(text), null),
	search: v.exactOptional(
		v.nullable(
			v.strictObject({
				draws: whole,
				refinements: whole,
				finalists: whole,
				seeds: v.tuple([whole, whole]),
				concentration: v.pipe(v.number(), v.minValue(0.1)),
				spread: v.pipe(v.number(), v.minValue(0.01)),
			}),
		),
		null,
	),
});

/** Throws InputError that names the file and the field. */
export function parseStudy(json: string, file: string): Study {
	const wrong = (field: string, what: string) =>
		new InputError(`${file}: ${field}: ${what}`, { file, field });
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch (cause) {
		throw new InputError(`${file} is not JSON: ${(cause as Error).message}. Mend it.`, { file });
	}
	const result = v.safeParse(schema, value, { abortEarly: true });
	if (!result.success) {
		const [issue] = result.issues;
		throw wrong(v.getDotPath(issue) ?? 'the file', `${issue.message}. Mend it.`);
	}
	const study = result.output;
	const labels = study.policies.map(({ label }) => label);
	study.policies.forEach(({ label, meanOf }, i) => {
		if (labels.indexOf(label) < i) throw wrong(`policies.${i}.label`, `"${label}" is there twice.`);
		if (meanOf !== undefined && !labels.slice(0, i).includes(meanOf))
			throw wrong(`policies.${i}.meanOf`, `"${meanOf}" is no policy before this one.`);
	});
	const stray = study.against.find((label) => !labels.includes(label));
	if (stray) throw wrong('against', `"${stray}" is none of the policies: ${labels.join(', ')}.`);
	return {
		...study,
		policies: study.policies.map(({ preset, settings, ...named }, i) => ({
			...named,
			settings: withPreset(
				{ id: named.id, preset, settings: settings as JsonObject },
				`${file}: policies.${i}`,
			),
		})),
	};
}

/** A study out of the words of a command line. */
export const studyOfWords = (words: {
	readonly policies: string;
	readonly seeds: string;
	readonly steps?: string | undefined;
	readonly experiment?: string | undefined;
	readonly against?: string | undefined;
}): Study => ({
	title: 'bench',
	experiment: words.experiment ?? null,
	seeds: parseSeeds(words.seeds),
	...(words.steps !== undefined && { steps: Number(words.steps) }),
	policies: parsePolicies(words.policies),
	against: words.against?.split(',').map((label) => label.trim()) ?? [],
	target: null,
	search: null,
});
