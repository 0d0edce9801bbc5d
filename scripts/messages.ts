/**
 * `npm run messages`: writes the types of the messages and the lists of their files. It imports no
 * texts, because the lists of the texts can be out of date.
 */
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './lib/messageTypes.ts';

for (const [path, text] of generatedFiles()) writeFileSync(path, text);
