/** The parts of the page that have an explanation, by the value of their `data-explain`. */
import type { Feature, Topics } from '#page/shell/feature.ts';
import { words } from '#page/words/words.ts';

export const allTopics = (features: readonly Feature[]): Topics =>
	Object.assign(
		{ mix: words.mix, skills: words.skills, over: words.over },
		...features.map(({ topics }) => topics),
	) as Topics;

/** The topic of the part that contains the element. */
export function topicAt(element: Element | null, topics: Topics): string | null {
	const name = element?.closest('[data-explain]')?.getAttribute('data-explain');
	return name !== undefined && name !== null && Object.hasOwn(topics, name) ? name : null;
}
