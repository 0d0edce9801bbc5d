/** The catalogue in use. A second language is one more file of the type `Words`, chosen here. */
import { en } from './en.ts';

export type Words = typeof en;
export const words: Words = en;
