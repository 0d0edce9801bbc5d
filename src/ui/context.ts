/** The state that App.svelte makes, for everything below it: no exported singletons. */
import { createContext } from 'svelte';
import type { BenchView } from './bench/BenchView.svelte.ts';
import type { EvaluationPage } from './questions/EvaluationPage.svelte.ts';
import type { LibraryState } from './library/LibraryState.svelte.ts';
import type { RunsState } from './runs/RunsState.svelte.ts';
import type { CursorState } from './state/CursorState.svelte.ts';
import type { LabState } from './state/LabState.svelte.ts';
import type { SeedRepeats } from './state/SeedRepeats.svelte.ts';
import type { ViewState } from './state/ViewState.svelte.ts';
import type { StudiesState } from './studies/StudiesState.svelte.ts';

export const [getLab, setLab] = createContext<LabState>();
export const [getView, setView] = createContext<ViewState>();
export const [getCursor, setCursor] = createContext<CursorState>();
export const [getBench, setBench] = createContext<BenchView>();
export const [getLibrary, setLibrary] = createContext<LibraryState>();
export const [getRepeats, setRepeats] = createContext<SeedRepeats>();
export const [getRuns, setRuns] = createContext<RunsState>();
export const [getStudies, setStudies] = createContext<StudiesState>();
export const [getEvaluation, setEvaluation] = createContext<EvaluationPage>();
