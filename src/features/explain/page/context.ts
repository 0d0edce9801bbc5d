/** The explain feature's state, for its components. */
import { createContext } from 'svelte';
import type { SeedRepeats } from './SeedRepeats.svelte.ts';

export const [getRepeats, setRepeats] = createContext<SeedRepeats>();
