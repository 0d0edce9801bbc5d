/** The part of the lab that one file of handlers serves: the calls that begin with these nouns. */
import type { CallName, Lab } from './protocol.ts';

export type HandlersOf<Noun extends string> = Pick<Lab, Extract<CallName, `${Noun}.${string}`>>;
