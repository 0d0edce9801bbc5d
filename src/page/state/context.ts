/** The state that App.svelte makes, for everything below it: no exported singletons. */
import { createContext } from 'svelte';
import type { WorkbenchView } from '#page/workbench/WorkbenchView.svelte.ts';
import type { FeatureLoader } from '#page/shell/FeatureLoader.svelte.ts';
import type { CursorState } from './CursorState.svelte.ts';
import type { LabState } from './LabState.svelte.ts';
import type { ViewState } from './ViewState.svelte.ts';

export const [getLab, setLab] = createContext<LabState>();
export const [getView, setView] = createContext<ViewState>();
export const [getCursor, setCursor] = createContext<CursorState>();
export const [getWorkbench, setWorkbench] = createContext<WorkbenchView>();
export const [getFeatures, setFeatures] = createContext<FeatureLoader>();
