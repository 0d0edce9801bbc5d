/** The entry of the queue for the page. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import { keptQueue } from './kept.ts';
import QueuePlace from './QueuePlace.svelte';
import { QueueState } from './QueueState.svelte.ts';

export const createPage: CreatePage = ({ lab, view, newId }) => {
	const queue = new QueueState(lab, {
		newId,
		show: () => (view.place = 'queue'),
		isShown: () => view.place === 'queue',
	});
	void queue.load();
	return {
		keeps: [keptQueue(lab.client)],
		screens: { queue: withProps(QueuePlace, { queue }) },
		keys: () => ({ toggle: () => queue.toggle(), step: async () => undefined }),
	};
};
