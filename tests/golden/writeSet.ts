/** Writes the question set about the built-in skills: `npx tsx tests/golden/writeSet.ts`. */
import { writeFileSync } from 'node:fs';
import { compactJson } from '#lab/features/questions/model/parseSet.ts';
import { builtinDraw } from './builtinSet.ts';

const folder = new URL('../../src/lab/features/questions/model/sets/', import.meta.url);
writeFileSync(new URL('builtin.json', folder), `${compactJson(builtinDraw())}\n`);
