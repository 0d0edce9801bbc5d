/** Page entry of the library feature. */
import { withProps, type CreatePage } from '#page/shell/feature.ts';
import Library from './Library.svelte';
import { LibraryState, type DialogName } from './LibraryState.svelte.ts';

export const createPage: CreatePage = ({ lab }) => {
	const library = new LibraryState(lab);
	return {
		overlay: withProps(Library, { library }),
		openDialog: (id) => library.show(id as DialogName),
	};
};
