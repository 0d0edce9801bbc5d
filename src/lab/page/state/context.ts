/** The state of the page. App.svelte creates it, and every component below reads it. */
import { createContext } from 'svelte';
import type { FeatureLoader } from '#lab/page/shell/FeatureLoader.svelte.ts';
import type { PageState } from './pageState.ts';

export const [getPage, setPage] = createContext<PageState & { readonly loader: FeatureLoader }>();
