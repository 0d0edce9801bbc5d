/** The parts of the page that have an explanation: values of `data-explain`, keys of the words catalogue. */
export const topics = [
	'mix',
	'skills',
	'over',
	'why',
	'picks',
	'results',
	'samples',
	'tryIt',
	'runs',
	'studies',
	'questions',
] as const;
export type Topic = (typeof topics)[number];

/** The part that an element belongs to. */
export function topicOf(element: Element | null): Topic | null {
	const name = element?.closest('[data-explain]')?.getAttribute('data-explain');
	return topics.find((topic) => topic === name) ?? null;
}
