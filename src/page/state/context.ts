/** The state that App.svelte makes, for everything below it: no exported singletons. */
import { createContext } from 'svelte';
import type { BenchView } from '#page/workbench/WorkbenchView.svelte.ts';
import type { EvaluationPage } from '#features/questions/page/EvaluationPage.svelte.ts';
import type { LibraryState } from '#features/library/page/LibraryState.svelte.ts';
import type { RunsState } from '#features/runs/page/RunsState.svelte.ts';
import type { CursorState } from './CursorState.svelte.ts';
import type { LabState } from './LabState.svelte.ts';
import type { SeedRepeats } from './SeedRepeats.svelte.ts';
import type { ViewState } from './ViewState.svelte.ts';
import type { StudiesState } from '#features/studies/page/StudiesState.svelte.ts';

export const [getLab, setLab] = createContext<LabState>();
export const [getView, setView] = createContext<ViewState>();
export const [getCursor, setCursor] = createContext<CursorState>();
export const [getBench, setBench] = createContext<BenchView>();
export const [getLibrary, setLibrary] = createContext<LibraryState>();
export const [getRepeats, setRepeats] = createContext<SeedRepeats>();
export const [getRuns, setRuns] = createContext<RunsState>();
export const [getStudies, setStudies] = createContext<StudiesState>();
export const [getEvaluation, setEvaluation] = createContext<EvaluationPage>();
