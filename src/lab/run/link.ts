/**
 * An experiment and its extras as text for the address bar's fragment: `3.` + base64url of 4 check
 * bytes and the deflated canonical JSON of {experiment, expected?, curves?, lesson?, race?, view?}.
 * The tag is the number of the format (docs/guide/links.md).
 */
import * as v from 'valibot';
import { canonicalJson, parseJson } from '#engine/core/json.ts';
import { truncate } from '#engine/core/text.ts';
import { checkedPolicy, type CheckOptions } from './checkedPolicy.ts';
import type { Experiment } from './experiment.ts';
import { fieldError } from '#engine/core/errors.ts';
import { checkedBy, list, object } from '#engine/core/fields.ts';
import { policySegments, type PolicySegment } from '#lab/training/runSettings.ts';
import { say } from '#engine/core/message.ts';
import { broken, packText, unpackText } from './linkBytes.ts';
import { findLinks, format, linkMarks } from './linkText.ts';
import pieces from './linkDictionary3.json' with { type: 'json' };
import { demandFitting, linkViewSchema, type LinkView, type PageParts } from './linkView.ts';
import {
	expectedCurvesSchema,
	outcomeSchema,
	type ExpectedCurves,
	type Outcome,
} from './outcome.ts';
import { parseExperiment } from './schema.ts';

export interface LinkExtras {
	/** The results of the sender's run, for comparison. */
	readonly expected?: Outcome;
	/** The sender's curves, which the page draws dotted. */
	readonly curves?: ExpectedCurves;
	/** The lesson that the run answered. Only lessonResult.ts reads it. */
	readonly lesson?: unknown;
	/** How the page opens, and which parts are hidden. */
	readonly view?: LinkView;
	/** A comparison in turns: the policies of its lanes but the first, which is the experiment's. */
	readonly race?: readonly (readonly PolicySegment[])[];
}
export interface LinkContent extends LinkExtras {
	readonly experiment: Experiment;
}

/**
 * The deflate dictionary of format 3: shipped models and built-in skills with their hashes, the
 * settings of each policy, and the default experiment. That is last, because near matches are
 * shortest. The dictionary is frozen: one changed byte makes all links of this format unreadable.
 * Links spell out what the lab adds later.
 */
export const dictionary3: Uint8Array = new TextEncoder().encode(pieces.join(''));

/** Lanes of a comparison in turns. */
export const maxLanes = 4;

const tag = `${format}.`;

const contentSchema = (parts?: PageParts) =>
	object({
		experiment: v.unknown(),
		expected: v.exactOptional(outcomeSchema),
		curves: v.exactOptional(expectedCurvesSchema),
		lesson: v.exactOptional(v.unknown()),
		view: v.exactOptional(linkViewSchema(parts)),
		race: v.exactOptional(list(policySegments, say('lanes'), maxLanes - 1)),
	});

/** Equal contents give equal links. Throws InputError for an invalid experiment or extra. */
export function encodeLink(experiment: Experiment, extras: LinkExtras = {}): string {
	// A stored run of a policy that left has a link too, which says so where it is opened.
	const json = canonicalJson(checkedContent({ ...extras, experiment }, { toLookAt: true }));
	return tag + packText(json, dictionary3);
}

/**
 * Reads the first link of a text: an address, its fragment, or a sentence around it, as other
 * programs pass it on (linkText.ts). `parts`: the parts of the page that opens the view. Throws
 * InputError.
 */
export function readLink(text: string, parts?: PageParts): LinkContent {
	const [found] = findLinks(text);
	return contentOf(found ? found.link.slice(tag.length) : brokenLink(text), parts);
}

/** What follows the tag in a text without a whole link. Throws InputError without this tag. */
function brokenLink(text: string): string {
	const marks = linkMarks(text).filter(
		({ hasHash, text, start }) => hasHash || text.slice(0, start).trim() === '',
	);
	const mark = marks.find((mark) => mark.format === format) ?? marks[0];
	if (!mark)
		throw broken(
			say(
				'it does not start with "{newest}.", so it is not an experiment of this lab. Copy the whole link',
				{ newest: format },
			),
		);
	if (Number(mark.format) < Number(format))
		throw broken(say('it is from before 1.0. Ask for a new link'));
	if (mark.format !== format)
		throw broken(
			say(
				'it is of format {tag}, and this lab reads format {format}. Open it in the lab that made it',
				{ tag: truncate(mark.format), format },
			),
		);
	return mark.text.slice(mark.end);
}

function contentOf(packed: string, parts?: PageParts): LinkContent {
	const text = unpackText(packed, tag, dictionary3);
	const value = parseJson(text, (fault, cause) =>
		broken(say('its content is {fault}. Ask for a new link', { fault }), cause),
	);
	return checkedContent(value, { parts });
}

/** The experiment alone. Throws like readLink(). */
export const decodeLink = (text: string): Experiment => readLink(text).experiment;

function checkedContent(
	value: unknown,
	{ parts, ...options }: CheckOptions & { readonly parts?: PageParts | undefined },
): LinkContent {
	const content = checkedBy(contentSchema(parts), value);
	const { expected, curves, view, race } = content;
	const experiment = parseExperiment(content.experiment, options);
	const skills = experiment.skills.length;
	const scores = expected?.skills.length ?? skills;
	if (scores !== skills)
		throw fieldError(
			'expected.skills',
			say('must have a score for each of the {skills} skills, not {scores}.', { skills, scores }),
		);
	const { steps } = experiment;
	if (expected && expected.steps > steps)
		throw fieldError(
			'expected.steps',
			say('must be at most {most}, the steps of the experiment, not {steps}.', {
				most: steps,
				steps: expected.steps,
			}),
		);
	for (const field of ['skills', 'losses'] as const) {
		const drawn = curves?.[field]?.length ?? skills;
		if (drawn !== skills)
			throw fieldError(
				`curves.${field}`,
				say('must have a curve for each of the {skills} skills, not {curves}.', {
					skills,
					curves: drawn,
				}),
			);
	}
	if (view) demandFitting(view, experiment);
	const lanes = race?.map((policy, lane) =>
		checkedPolicy(policy, experiment.skills, (i) => `race[${lane}][${i}]`, options),
	);
	return { ...content, experiment, ...(lanes && { race: lanes }) };
}
