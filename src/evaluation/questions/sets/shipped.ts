/** The question sets that come with the lab. */
import type { QuestionSet } from '../types.ts';

export const shippedSets = (): readonly QuestionSet[] => [];
