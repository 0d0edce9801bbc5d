/** The parts of the page that have an explanation, by the value of their `data-explain`. */
import type { Feature, Topics } from '#page/shell/feature.ts';
import { words } from '#page/words/words.ts';

/** In the order of the page: left column, middle, right column, places. */
export function allTopics(features: readonly Feature[]): Topics {
	const left = features.filter(({ column }) => column?.side === 'left');
	const others = features.filter(({ column }) => column?.side !== 'left');
	return Object.assign(
		{},
		...left.map(({ topics }) => topics),
		{ skills: words.skills, over: words.over },
		...others.map(({ topics }) => topics),
	) as Topics;
}

/** The topic of the part that contains the element. */
export function topicAt(element: Element | null, topics: Topics): string | null {
	const name = element?.closest('[data-explain]')?.getAttribute('data-explain');
	return name !== undefined && name !== null && Object.hasOwn(topics, name) ? name : null;
}
