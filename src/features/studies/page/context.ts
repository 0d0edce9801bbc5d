/** The feature's state, for its components. */
import { createContext } from 'svelte';
import type { StudiesState } from './StudiesState.svelte.ts';

export const [getStudies, setStudies] = createContext<StudiesState>();
