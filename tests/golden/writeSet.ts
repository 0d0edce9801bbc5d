/** Writes the question set about the built-in skills: `npx tsx tests/golden/writeSet.ts`. */
import { writeFileSync } from 'node:fs';
import { builtinSet } from './builtinSet.ts';

const folder = new URL('../../src/lab/features/questions/model/sets/', import.meta.url);
const text = JSON.stringify(builtinSet(), null, '\t');
writeFileSync(new URL('builtin.json', folder), `${text}\n`);
