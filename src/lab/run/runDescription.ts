/** A run's name, tags and notes by a person: checked, trimmed and merged with the stored ones. */
import * as v from 'valibot';
import { checkedBy, mustBe, toIssue } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';

const maxLengths = { name: 120, tag: 40, tags: 20, notes: 20_000 };

const text = (longest: number) =>
	v.pipe(
		v.string(mustBe(say('text'))),
		v.trim(),
		v.maxLength(longest, ({ input }) =>
			toIssue(
				say('takes at most {longest} characters, not {input}. Shorten it.', {
					longest,
					input: input.length,
				}),
			),
		),
	);
const description = v.object({
	name: v.exactOptional(text(maxLengths.name)),
	tags: v.exactOptional(
		v.pipe(
			v.array(text(maxLengths.tag), mustBe(say('a list of texts'))),
			v.transform((tags) => [...new Set(tags)].filter((tag) => tag !== '')),
			v.maxLength(maxLengths.tags, ({ input }) =>
				toIssue(
					say('takes at most {tags} tags, not {input}. Remove some first.', {
						tags: maxLengths.tags,
						input: input.length,
					}),
				),
			),
			v.readonly(),
		),
	),
	notes: v.exactOptional(text(maxLengths.notes)),
});
/** A person's words about a run. They change no result and may change while the run trains. */
export type RunDescription = Readonly<v.InferOutput<typeof description>>;

/** Trims texts and removes repeated tags. Throws InputError with the field. */
export const checkedDescription = (change: RunDescription): RunDescription =>
	checkedBy(description, change);

/** The record with the change. An empty text or list removes a part of the description. */
export function describedRun<Run extends RunDescription>(record: Run, change: RunDescription): Run {
	const { name, tags, notes, ...rest } = { ...record, ...change };
	return { ...rest, ...withoutEmpty({ name, tags, notes } as RunDescription) } as Run;
}

const withoutEmpty = ({ name, tags, notes }: RunDescription): RunDescription => ({
	...(name && { name }),
	...(tags && tags.length > 0 && { tags }),
	...(notes && { notes }),
});

/** `next` with the stored description, which the training code does not know. */
export const keepDescription = <Run extends RunDescription>(
	next: Run,
	stored: RunDescription,
): Run => describedRun(next, { name: '', tags: [], notes: '', ...withoutEmpty(stored) });
