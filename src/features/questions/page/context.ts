/** The feature's state, for its components. */
import { createContext } from 'svelte';
import type { EvaluationPage } from './EvaluationPage.svelte.ts';

export const [getEvaluation, setEvaluation] = createContext<EvaluationPage>();
