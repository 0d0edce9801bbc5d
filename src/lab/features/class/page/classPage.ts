/** The entry of the class view for the page. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import ClassPlace from './ClassPlace.svelte';
import { ClassState } from './ClassState.svelte.ts';

export const createPage: CreatePage = ({ lab, view }) => {
	const state = new ClassState(lab);
	return {
		screens: { class: withProps(ClassPlace, { state }) },
		openFragment: async () => void (view.place = 'class'),
		take: async (files) => {
			if (view.place !== 'class') return files;
			await state.add(files);
			return [];
		},
	};
};
