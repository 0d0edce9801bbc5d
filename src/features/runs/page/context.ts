/** The runs feature's state, for its components. */
import { createContext } from 'svelte';
import type { RunsState } from './RunsState.svelte.ts';

export const [getRuns, setRuns] = createContext<RunsState>();
