/** Page entry of the library feature. */
import { shown, type FeaturePage, type PageState } from '#page/shell/feature.ts';
import Library from './Library.svelte';
import { LibraryState, type DialogName } from './LibraryState.svelte.ts';

export function createPage({ lab }: PageState): FeaturePage {
	const library = new LibraryState(lab);
	return {
		overlay: shown(Library, { library }),
		openDialog: (id) => library.show(id as DialogName),
	};
}
